"""BPMN 2.0 as a procedure: what stands in blocks becomes marks, and what does not is named.

Our own files come back as they were. From others, lanes become *who*, documentation becomes *why*, gateways
and ways back become marks; everything else is taken over as far as a list of steps can hold it, and each
place that was not understood is named with its id, its name and a sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from genba.work.formats.bpmn.blocks import Graph, Kind, Node
from genba.work.formats.bpmn.lines import Lines, own_fields
from genba.work.formats.bpmn.names import MODEL, bare, model, ours
from genba.work.formats.bpmn.sentences import QUIET, gateway_sentence, kind_of_event, kind_of_task
from genba.work.formats.document import (
    LONGEST_WORDS,
    Document,
    FormatFault,
    NotUnderstood,
    words_of_document,
)
from genba.work.formats.xml import read_xml
from genba.work.steps import StepFault, one_line, steps_from

MOST_NODES = 2000
GATEWAYS = {
    "exclusiveGateway": Kind.EXCLUSIVE,
    "eventBasedGateway": Kind.EXCLUSIVE,
    "parallelGateway": Kind.PARALLEL,
    "inclusiveGateway": Kind.INCLUSIVE,
    "complexGateway": Kind.INCLUSIVE,
}
SUBPROCESSES = {"subProcess", "transaction", "adHocSubProcess"}


@dataclass
class Found:
    """What was read, and each place that was not understood."""

    document: Document
    not_understood: list[NotUnderstood] = field(default_factory=list)


def read_bpmn(content: bytes) -> Found:
    """Read a procedure. Raises FormatFault for what is no BPMN 2.0 or holds no procedure."""
    root = read_xml(content)
    if root.tag != model("definitions"):
        raise FormatFault(_("This is XML, but not BPMN 2.0: its root is not “definitions” of that standard."))
    reading = _Reading(root)
    lines = reading.finished(reading.lines())
    try:
        steps = steps_from(lines)
    except StepFault as trouble:
        raise FormatFault(f"{trouble} ({trouble.column})" if trouble.column else str(trouble)) from trouble
    title, number, why = reading.words()
    return Found(Document(title, steps, why, number), reading.not_understood)


class _Reading:
    def __init__(self, root: Element) -> None:
        self._root = root
        self._names = {
            one.attrib["id"]: one.attrib.get("name", "") for one in root.iter() if "id" in one.attrib
        }
        self._who = dict(_lanes(root))
        self.not_understood: list[NotUnderstood] = []
        self._lines = Lines(self.say)
        self.finished, self.block = self._lines.finished, self._lines.block
        self._processes = [one for one in root.iter(model("process")) if list(_flow_nodes(one))]

    def say(self, place: str, sentence: str) -> None:
        """Name a place that was not understood."""
        self.not_understood.append(NotUnderstood(place, one_line(self._names.get(place, ""))[:200], sentence))

    def words(self) -> tuple[str, str, str]:
        """Title, number and why."""
        process = next(iter(self._processes), None)
        process = self._root.find(model("process")) if process is None else process
        about = None if process is None else next(process.iter(ours("procedure")), None)
        pool = next((one for one in self._root.iter(model("participant")) if one.get("name")), None)
        name = (process.get("name") if process is not None else "") or (
            pool.get("name") if pool is not None else ""
        )
        title = one_line(name or "")[: LONGEST_WORDS["title"]] or _("Procedure without a name")
        words = {} if about is None else about.attrib
        try:
            number, why = (words_of_document(words.get(key), key) for key in ("number", "why"))
        except ValueError as trouble:
            raise FormatFault(str(trouble)) from trouble
        if about is None and process is not None:
            why = _documentation(process)[: LONGEST_WORDS["why"]]
        return title, number, why

    def lines(self) -> list[dict[str, Any]]:
        """All steps as plain values."""
        for flow in self._root.iter(model("messageFlow")):
            self.say(flow.get("id", ""), _("A message between two pools is not a step. It was left out."))
        if len(self._processes) < 2:
            return [line for process in self._processes for line in self._level(process)]
        pools = {one.get("processRef"): one.get("name", "") for one in self._root.iter(model("participant"))}
        found = []
        for process in self._processes:
            name = pools.get(process.get("id")) or process.get("name") or _("Part of the procedure")
            self.say(
                process.get("id", ""),
                _("Several pools run beside each other. They stand here one after the other."),
            )
            found.append({"what": one_line(name)[:200], "steps": self._level(process)})
        return [one if one["steps"] else {"what": one["what"]} for one in found]

    def _level(self, container: Element) -> list[dict[str, Any]]:
        """The lines of one process or sub-process."""
        graph = self._graph(container)
        block = graph.folded()
        lines = self._lines.of(block)
        for extra in self._beside(container):
            lines.append(extra)
        return lines

    def _graph(self, container: Element) -> Graph:
        graph = Graph(self._say_of_graph)
        known = dict(self._nodes(container))
        if len(known) > MOST_NODES:
            raise FormatFault(_("This is more than a procedure holds. Make several procedures of it."))
        flows = [
            (flow.get("sourceRef", ""), flow.get("targetRef", ""), flow)
            for flow in container.findall(model("sequenceFlow"))
        ]
        ways = [(a, b, flow) for a, b, flow in flows if a in known and b in known]
        for _a, _b, flow in (each for each in flows if each[0] not in known or each[1] not in known):
            self.say(flow.get("id", ""), _("This arrow leads from or to something that is not there."))
        _Building(graph, known, ways, self).build(container)
        return graph

    def _nodes(self, container: Element) -> Iterator[tuple[str, Element]]:
        for number, child in enumerate(_flow_nodes(container)):
            if child.get("triggeredByEvent") != "true":
                yield child.get("id") or f"nameless-{number}", child

    def _say_of_graph(self, what: str, source: str, target: str) -> None:
        ends = [key.partition("~")[0].partition("#")[0] for key in (source, target)]
        if what == "gateway":
            self.say(ends[0], gateway_sentence())
            return
        names = [one_line(self._names.get(key) or key) for key in ends]
        self.say(
            ends[0],
            _("The way from “%(source)s” to “%(target)s” jumps across the blocks. It was left out.")
            % {"source": names[0], "target": names[1]},
        )

    def step(self, key: str, element: Element) -> dict[str, Any]:
        """One flow node as a line, with the lines inside it."""
        kind = bare(element.tag)
        fields = own_fields(element)
        if not fields:
            fields = {"key": key, "who": self._who.get(key, ""), "why": _documentation(element)}
        name = one_line(element.get("name", ""))
        said = (
            kind_of_task(kind)
            if kind.endswith(("ask", "Activity", *SUBPROCESSES))
            else kind_of_event(element)
        )
        if not name:
            self.say(key, _("This has no name. It is called by what it is."))
        fields["what"] = name or said
        if kind.endswith("Event") and name:
            fields["what"] = f"{said}: {name}"
        if kind in SUBPROCESSES or kind == "subProcess":
            fields["steps"] = self._level(element)
            self._lines.take_order(fields, is_ad_hoc=kind == "adHocSubProcess")
        self._repeated(key, element, fields)
        return fields

    def _repeated(self, key: str, element: Element, fields: dict[str, Any]) -> None:
        loop = element.find(model("standardLoopCharacteristics"))
        many = element.find(model("multiInstanceLoopCharacteristics"))
        if loop is not None:
            fields["may_be_repeated"] = True
            if loop.get("testBefore") == "true":
                fields["may_be_skipped"] = True
        if many is not None:
            fields["may_be_repeated"] = True
            self.say(key, _("This is done once for each of several things. It is marked as may be repeated."))

    def _beside(self, container: Element) -> Iterator[dict[str, Any]]:
        """What stands beside the flow: event sub-processes as steps, the rest only named."""
        for child in container:
            key, kind = child.get("id", ""), bare(child.tag)
            if child.get("triggeredByEvent") == "true":
                self.say(
                    key, _("This begins when something happens. It stands at the end and may be skipped.")
                )
                yield self.block(self.step(key, child)).fields | {"may_be_skipped": True}
            elif kind == "textAnnotation":
                text = one_line("".join(child.itertext()))[:200]
                self.say(key, _("A note in the diagram was left out: %(text)s") % {"text": text})
            elif kind in {"dataObjectReference", "dataStoreReference"}:
                self.say(key, _("Data are not steps. This was left out."))
            elif kind not in QUIET and child not in list(_flow_nodes(container)):
                self.say(key, _("“%(kind)s” is not understood. It was left out.") % {"kind": kind})


class _Building:
    """Makes the graph of one level: events and gateways become gateways, all else blocks."""

    def __init__(
        self, graph: Graph, known: dict[str, Element], ways: list[tuple[str, str, Element]], reading: _Reading
    ) -> None:
        self._graph, self._known, self._ways, self._reading = graph, known, ways, reading
        self._front: dict[str, str] = {}
        self._back: dict[str, str] = {}

    def build(self, container: Element) -> None:
        """Nodes first, then the arrows between them."""
        coming = {key: sum(1 for _a, b, _f in self._ways if b == key) for key in self._known}
        going = {key: [f for a, _b, f in self._ways if a == key] for key in self._known}
        bounds = {
            key: host
            for key, one in self._known.items()
            if bare(one.tag) == "boundaryEvent" and (host := one.get("attachedToRef", "")) in self._known
        }
        for key, element in self._known.items():
            self._add(key, element, coming[key], going[key])
        for key, host in bounds.items():
            self._attach(key, host, bool(going[key]))
        for source, target, _flow in self._ways:
            self._graph.tie(self._back[source], self._front[target])
        starts = [key for key in self._known if not coming[key] and key not in bounds]
        self._begin(starts, container)
        for key in self._known:
            if not self._graph.out[self._back[key]] and key not in bounds:
                self._graph.tie(self._back[key], "end")

    def _begin(self, starts: list[str], container: Element) -> None:
        events = [key for key in starts if bare(self._known[key].tag) == "startEvent"]
        if len(events) > 1:
            self._reading.say(
                container.get("id", ""), _("There are several beginnings. They stand here as one of several.")
            )
        for key in starts or list(self._known)[:1]:
            if events and key not in events:
                self._reading.say(key, _("No way leads here. It stands beside the rest."))
            self._graph.tie("start", self._front[key])

    def _add(self, key: str, element: Element, coming: int, going: list[Element]) -> None:
        kind = bare(element.tag)
        if kind in GATEWAYS:
            self._gateway(key, element, coming, len(going))
        elif kind in {"startEvent", "endEvent"} or (kind.endswith("Event") and self._is_bare(element)):
            self._graph.add(key, Node(Kind.EXCLUSIVE))
            self._front[key] = self._back[key] = key
            if kind == "endEvent" and element.find(model("terminateEventDefinition")) is not None:
                self._reading.say(key, _("This ends everything at once, which a list of steps cannot say."))
        elif kind == "boundaryEvent":
            self._graph.add(key, Node(Kind.EXCLUSIVE))
            self._front[key] = self._back[key] = key
        else:
            self._block(key, element, coming, going)

    @staticmethod
    def _is_bare(element: Element) -> bool:
        """An event in the middle with neither a name nor a trigger only marks a place."""
        return not element.get("name") and not any(
            bare(child.tag).endswith("EventDefinition") for child in element
        )

    def _gateway(self, key: str, element: Element, coming: int, going: int) -> None:
        kind = GATEWAYS[bare(element.tag)]
        if bare(element.tag) == "complexGateway":
            self._reading.say(key, _("A complex gateway has rules of its own. It is read as any number of."))
        name = one_line(element.get("name", ""))
        self._graph.add(key, Node(kind, name=name))
        self._front[key] = self._back[key] = key
        if coming > 1 and going > 1:
            self._graph.add(f"{key}#split", Node(kind, name=name))
            self._graph.tie(key, f"{key}#split")
            self._back[key] = f"{key}#split"

    def _block(self, key: str, element: Element, coming: int, going: list[Element]) -> None:
        self._graph.add(key, Node(Kind.BLOCK, self._reading.block(self._reading.step(key, element))))
        self._front[key] = self._back[key] = key
        if coming > 1:
            self._graph.add(f"{key}#join", Node(Kind.EXCLUSIVE))
            self._graph.tie(f"{key}#join", key)
            self._front[key] = f"{key}#join"
        if len(going) > 1:
            some = any(flow.find(model("conditionExpression")) is not None for flow in going)
            self._graph.add(f"{key}#split", Node(Kind.INCLUSIVE if some else Kind.PARALLEL))
            self._graph.tie(key, f"{key}#split")
            self._back[key] = f"{key}#split"

    def _attach(self, key: str, host: str, leads_on: bool) -> None:
        """What happens at the edge of a task: another way out of it."""
        self._reading.say(
            key,
            _("What happens if this occurs meanwhile stands behind the step, as one of two ways.")
            if leads_on
            else _("What happens meanwhile at the edge of a step was left out."),
        )
        if not leads_on:
            self._graph.nodes.pop(key), self._graph.out.pop(key), self._graph.into.pop(key)
            return
        split = f"{host}#edge"
        if split not in self._graph.nodes:
            self._graph.add(split, Node(Kind.EXCLUSIVE))
            old = self._back[host]
            if old == host:
                self._graph.tie(host, split)
                self._back[host] = split
            else:  # before the split that the task itself makes
                self._graph.out[host][self._graph.out[host].index(old)] = split
                self._graph.into[old] = [split]
                self._graph.into[split], self._graph.out[split] = [host], [old]
        self._graph.tie(split, key)


def _flow_nodes(container: Element) -> Iterator[Element]:
    for child in container:
        name = bare(child.tag)
        if child.tag.startswith("{" + MODEL) and (
            name.endswith(("ask", "Event", "Gateway", "Activity")) or name in SUBPROCESSES
        ):
            yield child


def _lanes(root: Element) -> Iterator[tuple[str, str]]:
    """Which node lies in which lane; an inner lane comes after, and so counts."""
    for lane in root.iter(model("lane")):
        for ref in lane.findall(model("flowNodeRef")):
            if lane.get("name"):
                yield (ref.text or "").strip(), one_line(lane.get("name", ""))[:120]


def _documentation(element: Element) -> str:
    return one_line(" ".join("".join(one.itertext()) for one in element.findall(model("documentation"))))
