"""Read a value stream with its processes and arrows, and draw it for one person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language_bidi

from genba.people.models import Person
from genba.work.box_marks import Mark, marks_of
from genba.work.drawing import StreamMap, draw, places_of
from genba.work.models import Flow, Procedure, Process, ValueStream


@dataclass(frozen=True)
class Told:
    """A process of the map in words: what it hands on, and to whom."""

    process: Process
    hands_on: list[Flow]
    marks: list[Mark]


@dataclass(frozen=True)
class Seen:
    """A value stream as one person sees it, drawn and told."""

    stream: ValueStream
    processes: list[Process]
    flows: list[Flow]
    map: StreamMap
    told: list[Told]

    @property
    def without_procedure(self) -> list[Process]:
        """The processes for which nobody has written down yet how the work is done."""
        return [one for one in self.processes if not getattr(one, "has_procedure", True)]


def see(stream: ValueStream, person: Person) -> Seen:
    """One value stream, in a handful of questions to the database."""
    return see_all([stream], person)[0]


def see_all(streams: Sequence[ValueStream], person: Person) -> list[Seen]:
    """Several value streams, in as many questions as one."""
    inside: dict[int, list[Process]] = defaultdict(list)
    for process in processes_of(streams, person):
        inside[process.value_stream_id].append(process)
    arrows: dict[int, list[Flow]] = defaultdict(list)
    for flow in flows_of(streams):
        for number in {flow.source.value_stream_id, flow.target.value_stream_id}:
            arrows[number].append(flow)
    marks = marks_of(person, [one.pk for found in inside.values() for one in found])
    return [_seen(one, inside[one.pk], arrows[one.pk], marks) for one in streams]


def processes_of(streams: Sequence[ValueStream], person: Person) -> list[Process]:
    """The open processes of these streams; `has_procedure` says whether one is in use."""
    written = Procedure.objects.in_use().filter(process=OuterRef("pk"))
    found = Process.objects.visible_to(person).filter(value_stream__in=streams)
    annotated = found.select_related("owner", "team", "value_stream").annotate(has_procedure=Exists(written))
    return list(annotated.order_by("id"))


def flows_of(streams: Sequence[ValueStream]) -> list[Flow]:
    """The arrows that touch these streams and lead from an open process to an open one."""
    is_open = {
        f"{end}__{name}": False
        for end in ("source", "target")
        for name in ("is_closed", "value_stream__is_closed")
    }
    touching = Q(source__value_stream__in=streams) | Q(target__value_stream__in=streams)
    found = Flow.objects.filter(touching, **is_open)
    return list(found.select_related("source__value_stream", "target__value_stream").order_by("id"))


def _seen(
    stream: ValueStream, processes: list[Process], flows: list[Flow], marks: dict[int, list[Mark]]
) -> Seen:
    return Seen(
        stream=stream,
        processes=processes,
        flows=flows,
        map=draw(processes, flows, marks=marks, mirrored=get_language_bidi()),
        told=_told(processes, flows, marks),
    )


def _told(processes: list[Process], flows: list[Flow], marks: dict[int, list[Mark]]) -> list[Told]:
    """The processes as one meets them on the map, from the top, each with what it hands on."""
    places = places_of(processes, flows)
    by_place = sorted(processes, key=lambda one: (places[one.pk][1], places[one.pk][0], one.pk))
    return [
        Told(one, [flow for flow in flows if flow.source_id == one.pk], marks.get(one.pk, []))
        for one in by_place
    ]
