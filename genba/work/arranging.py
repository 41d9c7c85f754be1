"""How the map of a value stream is drawn by hand: arrows between processes, and where the boxes stand."""

import math
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.trail.record import record
from genba.work import facts
from genba.work.drawing import places_of
from genba.work.models import Flow, Process, ValueStream

FURTHEST = 20_000.0
STEP = 40.0
WAYS = {"up": (0.0, -STEP), "down": (0.0, STEP), "left": (-STEP, 0.0), "right": (STEP, 0.0)}
Places = Mapping[int, tuple[float, float]]


@transaction.atomic
def draw_arrow(source: Process, target: Process, *, label: str, by: Person) -> Flow:
    """An arrow from one process to another; one that is there gets the new words.

    Raises ValidationError for an arrow from a process to itself.
    """
    if source.pk == target.pk:
        raise ValidationError(_("An arrow leads to another process."))
    flow, is_new = Flow.objects.get_or_create(source=source, target=target, defaults={"label": label})
    if not is_new and flow.label == label:
        return flow
    Flow.objects.filter(pk=flow.pk).update(label=label)
    flow.label = label
    record(facts.ARROW_DRAWN, source, by=by, target=target.pk)
    return flow


@transaction.atomic
def remove_arrow(flow: Flow, *, by: Person) -> None:
    """Take an arrow away."""
    if Flow.objects.filter(pk=flow.pk).delete()[0]:
        record(facts.ARROW_REMOVED, flow.source, by=by, target=flow.target_id)


@transaction.atomic
def put_boxes(stream: ValueStream, places: Places, *, by: Person) -> Places:
    """Put boxes where they shall stand, by the number of their process; where all boxes stood before.

    All others keep the place that they have on the map today. What belongs to another value stream is left
    alone. Raises ValidationError for a place off the map.
    """
    if not all(math.isfinite(part) and abs(part) <= FURTHEST for place in places.values() for part in place):
        raise ValidationError(_("This place lies outside the map."))
    processes = list(Process.objects.select_for_update().filter(value_stream=stream, is_closed=False))
    before = stand_now(processes)
    put = [process for process in processes if process.pk in places]
    if not put or all(before[process.pk] == tuple(places[process.pk]) for process in put):
        return before
    for process in processes:
        process.x, process.y = places.get(process.pk, before[process.pk])
    Process.objects.bulk_update(processes, ["x", "y"])
    record(facts.MAP_DRAWN, stream, by=by, boxes=len(put))
    return before


@transaction.atomic
def shift_box(process: Process, way: str, *, by: Person) -> Places:
    """Put one box a step up, down, left or right."""
    places = stand_now(list(process.value_stream.processes.filter(is_closed=False)))
    (x, y), (across, down) = places[process.pk], WAYS[way]
    return put_boxes(process.value_stream, {process.pk: (x + across, y + down)}, by=by)


@transaction.atomic
def lay_out_anew(stream: ValueStream, *, by: Person) -> Places:
    """Forget where boxes were put, so that the map lays itself out; where they stood before."""
    before = stand_now(list(stream.processes.filter(is_closed=False)))
    if stream.processes.exclude(x=None, y=None).update(x=None, y=None):
        record(facts.MAP_DRAWN, stream, by=by, boxes=0)
    return before


def stand_now(processes: list[Process]) -> Places:
    """Where the boxes of a value stream stand on its map."""
    inside = Flow.objects.filter(source__in=processes, target__in=processes).order_by("id")
    return places_of(sorted(processes, key=lambda one: one.pk), list(inside))
