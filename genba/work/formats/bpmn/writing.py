"""A procedure as BPMN 2.0 with a diagram: a step is a task, a heading an open sub-process.

*One of* stands between exclusive gateways, *any order* between parallel ones, *may be skipped* is a way
around, *may be repeated* a way back. What BPMN has no place for (how well, limits, the lasting key) stands in
`extensionElements` as `genba:step`, and in words in `documentation`.
"""

from itertools import count, pairwise
from xml.etree import ElementTree as Tree

from genba.analysis.procedure import Order
from genba.work.formats.bpmn.layout import EVENT, GATEWAY, TASK, Piece, around, beside, node, opened, under
from genba.work.formats.bpmn.names import DIAGRAM, LINES, OURS, POINTS, PREFIXES, model, ours
from genba.work.formats.document import Document
from genba.work.steps import Step, Steps

Element = Tree.Element
LEFT, TOP = 160.0, 80.0
FOR_STEPS = ("documentation", "extensionElements")


def write_bpmn(document: Document) -> bytes:
    """The procedure as an XML file, the same bytes for the same procedure."""
    for prefix, namespace in PREFIXES.items():
        Tree.register_namespace(prefix, namespace)
    root = Element(
        model("definitions"),
        {"id": "definitions", "targetNamespace": OURS, "exporter": "Genba", "exporterVersion": "1"},
    )
    process = Tree.SubElement(
        root, model("process"), {"id": "procedure", "name": document.title, "isExecutable": "false"}
    )
    if document.why:
        Tree.SubElement(process, model("documentation")).text = document.why
    about = {name: value for name in ("number", "why") if (value := getattr(document, name))}
    Tree.SubElement(Tree.SubElement(process, model("extensionElements")), ours("procedure"), about)
    piece = _Writing().whole(document.steps, "procedure")
    process.extend(piece.elements)
    _name_ways(root)
    _draw(root, piece.at(LEFT, TOP + piece.up))
    Tree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Tree.tostring(root, encoding="unicode")}\n'.encode()


class _Writing:
    """Turns lines into pieces; gateways and arrows are counted through."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def whole(self, steps: Steps, of: str, order: Order = Order.IN_ORDER) -> Piece:
        """Everything of one level, from its start to its end."""
        start = node(Element(model("startEvent"), {"id": f"start_{of}"}), EVENT)
        end = node(Element(model("endEvent"), {"id": f"end_{of}"}), EVENT)
        pieces = [self._marked(step) for step in steps]
        if order is not Order.IN_ORDER and len(pieces) > 1:
            pieces = [self._fork(pieces, order)]
        return self._chain([start, *pieces, end])

    def _marked(self, step: Step) -> Piece:
        piece = self._step(step)
        if step.may_be_repeated:
            inside = self._chain([self._gateway(), piece, self._gateway()])
            piece = around(inside, self._arrow(inside.last, inside.first), back=True)
        if step.may_be_skipped:
            inside = self._chain([self._gateway(), piece, self._gateway()])
            piece = around(inside, self._arrow(inside.first, inside.last), back=False)
        return piece

    def _step(self, step: Step) -> Piece:
        kind = "subProcess" if step.steps else "task"
        element = Element(model(kind), {"id": f"step_{step.key}", "name": step.what})
        if words := _in_words(step):
            Tree.SubElement(element, model("documentation")).text = words
        extension = Tree.SubElement(element, model("extensionElements"))
        Tree.SubElement(extension, ours("step"), _fields(step))
        if not step.steps:
            return node(element, TASK)
        inside = self.whole(step.steps, step.key, step.order)
        element.extend(inside.elements)
        return opened(element, inside)

    def _fork(self, pieces: list[Piece], order: Order) -> Piece:
        kind = "exclusiveGateway" if order is Order.ONE_OF else "parallelGateway"
        split, join = self._gateway(kind), self._gateway(kind)
        arrows = [(self._arrow(split.last, one.first), self._arrow(one.last, join.first)) for one in pieces]
        return under(split, pieces, join, arrows)

    def _chain(self, pieces: list[Piece]) -> Piece:
        arrows = [self._arrow(one.last, two.first) for one, two in pairwise(pieces)]
        return beside(pieces, arrows)

    def _gateway(self, kind: str = "exclusiveGateway") -> Piece:
        return node(Element(model(kind), {"id": f"gateway_{next(self._numbers)}"}), GATEWAY)

    def _arrow(self, source: str, target: str) -> Element:
        return Element(
            model("sequenceFlow"),
            {"id": f"flow_{next(self._numbers)}", "sourceRef": source, "targetRef": target},
        )


def _fields(step: Step) -> dict[str, str]:
    """What a task has no attribute for. The marks are told by the gateways."""
    plain = step.plain()
    for told in ("what", "steps", "may_be_skipped", "may_be_repeated"):
        plain.pop(told, None)
    return {name: _spelled(value) for name, value in plain.items()}


def _spelled(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def _in_words(step: Step) -> str:
    """What another tool shows beside the task, in no language but the author's."""
    minutes = f"≤ {step.minutes} min" if step.minutes else ""
    said = (step.who, step.how_well, step.tools, minutes, _limits(step), step.why)
    return "\n".join(words for words in said if words)


def _limits(step: Step) -> str:
    ends = ["" if end is None else f"{end:g}" for end in (step.low, step.high)]
    return f"{' – '.join(ends)} {step.unit}".strip() if any(ends) else ""


def _name_ways(root: Element) -> None:
    """Let every node name the ways in and out of it, because some tools look for them there."""
    nodes = {one.attrib["id"]: one for one in root.iter() if "id" in one.attrib}
    for flow in root.iter(model("sequenceFlow")):
        for end, name in (("sourceRef", "outgoing"), ("targetRef", "incoming")):
            way = Element(model(name))
            way.text = flow.attrib["id"]
            _insert(nodes[flow.attrib[end]], way)


def _insert(place: Element, way: Element) -> None:
    """After what the schema wants before it."""
    before = {*map(model, FOR_STEPS), model("incoming")} | {way.tag}
    at = sum(1 for child in place if child.tag in before)
    place.insert(at, way)


def _draw(root: Element, piece: Piece) -> None:
    diagram = Tree.SubElement(root, f"{{{DIAGRAM}}}BPMNDiagram", {"id": "diagram"})
    plane = Tree.SubElement(diagram, f"{{{DIAGRAM}}}BPMNPlane", {"id": "plane", "bpmnElement": "procedure"})
    for shape in piece.shapes:
        about = {"id": f"shape_{shape.of}", "bpmnElement": shape.of}
        if shape.is_open:
            about["isExpanded"] = "true"
        box = Tree.SubElement(plane, f"{{{DIAGRAM}}}BPMNShape", about)
        size = {"x": shape.x, "y": shape.y, "width": shape.width, "height": shape.height}
        Tree.SubElement(box, f"{{{POINTS}}}Bounds", {name: f"{at:g}" for name, at in size.items()})
    for line in piece.lines:
        about = {"id": f"edge_{line.of}", "bpmnElement": line.of}
        edge = Tree.SubElement(plane, f"{{{DIAGRAM}}}BPMNEdge", about)
        for x, y in line.points:
            Tree.SubElement(edge, f"{{{LINES}}}waypoint", {"x": f"{x:g}", "y": f"{y:g}"})
