"""The map of a value stream: boxes, arrows and their words, ready to be written as SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from genba.analysis.arrows import Box, Curve, Point, bounds, curves, label_places
from genba.analysis.layers import layered
from genba.work.box_marks import Mark
from genba.work.lettering import lines_of, width_of
from genba.work.models import Flow, Process

WIDTH, HEIGHT = 176.0, 64.0
COLUMN, ROW = WIDTH + 44, HEIGHT + 78
LETTERS, LINE = 14.0, 18.0
SMALL, SMALL_LINE = 12.5, 16.0
LABEL_ROOM = 118.0
EDGE = 14.0
SMALLER = 0.36
Words = tuple[str, str, str]  # a line, and where its middle stands


@dataclass(frozen=True)
class DrawnMark:
    """A mark on the corner of a box."""

    mark: Mark
    x: str
    y: str
    width: str
    middle: str
    line: str


@dataclass(frozen=True)
class DrawnBox:
    """A process on the map; one of another value stream is drawn apart."""

    process: Process
    is_outside: bool
    x: str
    y: str
    middle: Point
    lines: list[Words]
    marks: list[DrawnMark]

    @property
    def place(self) -> tuple[str, str]:
        """Its middle."""
        return _n(self.middle[0]), _n(self.middle[1])

    @property
    def handle(self) -> tuple[str, str]:
        """Where the editor takes hold to draw an arrow."""
        return _n(self.middle[0]), _n(self.middle[1] + HEIGHT / 2)


@dataclass(frozen=True)
class DrawnArrow:
    """An arrow with its words on a plate."""

    flow: Flow
    path: str
    lines: list[Words]
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class StreamMap:
    """All of it. `mirrored` turns left and right, for those who read from the right."""

    boxes: list[DrawnBox]
    arrows: list[DrawnArrow]
    view_box: str
    width: str
    height: str
    mirrored: bool

    @property
    def small_width(self) -> str:
        """Of the picture in a list."""
        return _n(float(self.width) * SMALLER)

    @property
    def small_height(self) -> str:
        """Of the picture in a list."""
        return _n(float(self.height) * SMALLER)


def draw(
    processes: Sequence[Process],
    flows: Sequence[Flow],
    *,
    marks: Mapping[int, list[Mark]] | None = None,
    mirrored: bool = False,
) -> StreamMap:
    """Draw a value stream: its processes, and the arrows among them and to processes of other streams.

    Each flow comes with its source and target; a flow that touches none of the processes is not drawn.
    """
    own = {process.pk: process for process in processes}
    shown = [flow for flow in flows if flow.source_id in own or flow.target_id in own]
    known = {end.pk: end for flow in shown for end in (flow.source, flow.target)} | own
    places = with_neighbours(places_of(processes, shown), shown)
    side = -1 if mirrored else 1
    boxes = {pk: Box(side * x, y, WIDTH, HEIGHT) for pk, (x, y) in places.items()}
    drawn = curves(boxes, [(flow.source_id, flow.target_id) for flow in shown])
    words = [lines_of(flow.label, room=LABEL_ROOM, size=SMALL, most=2) for flow in shown]
    plates = label_places(list(boxes.values()), drawn, [_size(lines) for lines in words])
    whole = bounds([*boxes.values(), *plates], drawn)
    width, height = whole.width + 2 * EDGE, whole.height + 2 * EDGE
    return StreamMap(
        boxes=[
            _box(known[pk], box, _marks(box, (marks or {}).get(pk, []), side), is_outside=pk not in own)
            for pk, box in boxes.items()
        ],
        arrows=[_arrow(*parts) for parts in zip(shown, drawn, words, plates, strict=True)],
        view_box=f"{_n(whole.x - width / 2)} {_n(whole.y - height / 2)} {_n(width)} {_n(height)}",
        width=_n(width),
        height=_n(height),
        mirrored=mirrored,
    )


def places_of(processes: Sequence[Process], flows: Sequence[Flow]) -> dict[int, Point]:
    """Where the middle of each box stands: as it was put; in layers where nobody has put any.

    Boxes that came after others were put stand in rows below them.
    """
    arrows = [(flow.source_id, flow.target_id) for flow in flows]
    put = {one.pk: (one.x, one.y) for one in processes if one.x is not None and one.y is not None}
    if not put:
        found = layered([one.pk for one in processes], arrows)
        return {pk: (round(column * COLUMN, 1), row * ROW) for pk, (column, row) in found.items()}
    new = [one.pk for one in processes if one.pk not in put]
    left, below = min(x for x, _y in put.values()), max(y for _x, y in put.values())
    beneath = layered(new, arrows)
    first = min((column for column, _row in beneath.values()), default=0.0)
    return put | {
        pk: (round(left + (column - first) * COLUMN, 1), below + (row + 1) * ROW)
        for pk, (column, row) in beneath.items()
    }


def with_neighbours(places: dict[int, Point], flows: Sequence[Flow]) -> dict[int, Point]:
    """The places, and those of processes of other streams: above what they feed, below what feeds them."""
    feeding: dict[int, list[float]] = {}
    fed: dict[int, list[float]] = {}
    for flow in flows:
        if flow.target_id not in places:
            fed.setdefault(flow.target_id, []).append(places[flow.source_id][0])
        elif flow.source_id not in places:
            feeding.setdefault(flow.source_id, []).append(places[flow.target_id][0])
    heights = [y for _x, y in places.values()]
    above = {pk: xs for pk, xs in feeding.items() if pk not in fed}
    return (
        places
        | _in_a_row(above, min(heights, default=0.0) - ROW)
        | _in_a_row(fed, max(heights, default=0.0) + ROW)
    )


def _in_a_row(wished: dict[int, list[float]], y: float) -> dict[int, Point]:
    found: dict[int, Point] = {}
    at = None
    for pk, xs in sorted(wished.items(), key=lambda wish: (fmean(wish[1]), wish[0])):
        at = fmean(xs) if at is None else max(fmean(xs), at + COLUMN)
        found[pk] = (at, y)
    return found


def _box(process: Process, box: Box, marks: list[DrawnMark], *, is_outside: bool) -> DrawnBox:
    lines = lines_of(process.name, room=WIDTH - 22, size=LETTERS, most=2 if is_outside else 3)
    below = lines_of(str(process.value_stream), room=WIDTH - 22, size=SMALL, most=1) if is_outside else []
    return DrawnBox(
        process=process,
        is_outside=is_outside,
        x=_n(box.x - WIDTH / 2),
        y=_n(box.y - HEIGHT / 2),
        middle=(box.x, box.y),
        lines=_set([*lines, *below], box.x, box.y, LINE),
        marks=marks,
    )


def _marks(box: Box, marks: Sequence[Mark], side: int) -> list[DrawnMark]:
    """One beside the other on the upper edge, from the corner where lines end."""
    drawn, edge = [], box.x + side * (WIDTH / 2 + 4)
    for mark in marks:
        wide = max(24.0, width_of(str(mark.count), SMALL) + 14)
        middle, top = edge - side * wide / 2, box.y - HEIGHT / 2 - 10
        drawn.append(DrawnMark(mark, _n(middle - wide / 2), _n(top), _n(wide), _n(middle), _n(top + 15.5)))
        edge -= side * (wide + 4)
    return drawn


def _arrow(flow: Flow, curve: Curve, lines: list[str], plate: Box) -> DrawnArrow:
    start, bend, back, end = (
        f"{_n(x)} {_n(y)}" for x, y in (curve.start, curve.bend, curve.bend_back, curve.end)
    )
    return DrawnArrow(
        flow=flow,
        path=f"M{start}C{bend} {back} {end}",
        lines=_set(lines, plate.x, plate.y, SMALL_LINE),
        x=_n(plate.x - plate.width / 2),
        y=_n(plate.y - plate.height / 2),
        width=_n(plate.width),
        height=_n(plate.height),
    )


def _size(lines: list[str]) -> tuple[float, float]:
    if not lines:
        return 0.0, 0.0
    return max(width_of(line, SMALL) for line in lines) + 10, len(lines) * SMALL_LINE + 4


def _set(lines: Sequence[str], x: float, y: float, height: float) -> list[Words]:
    """Lines around a middle; letters stand a third of a line below it."""
    first = y - (len(lines) - 1) * height / 2 + height * 0.27
    return [(line, _n(x), _n(first + number * height)) for number, line in enumerate(lines)]


def _n(value: float) -> str:
    """A number as SVG reads it, whatever the reader's language."""
    return f"{value + 0.0:.1f}"
