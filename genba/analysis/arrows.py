"""Arrows between boxes: which way each goes, and where its words stand without covering a box."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Point = tuple[float, float]

OUTWARD = {"top": (0.0, -1.0), "bottom": (0.0, 1.0), "left": (-1.0, 0.0), "right": (1.0, 0.0)}
CORNER = 12.0  # how near to a corner an arrow may touch
BETWEEN_ENDS = 30.0  # how far apart arrows touch one side
AIR = 6.0  # how far an arrow stays away from boxes that are not its own
BENDS = (50.0, 110.0, 190.0, 300.0)
BETWEEN_BOXES = (24.0, 50.0, 110.0)  # from side to opposite side, through the gap between two columns
TIGHT = 14.0  # past boxes that stand close beside
SAMPLES = 20
WEIGHTS = [
    ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
    for t in (number / SAMPLES for number in range(SAMPLES + 1))
]  # of the four points of a cubic Bézier curve


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its middle and its size."""

    x: float
    y: float
    width: float
    height: float

    def touches(self, other: "Box", air: float = 0.0) -> bool:
        """Whether the two stand on one another, or nearer than `air`."""
        return (
            abs(self.x - other.x) < (self.width + other.width) / 2 + air
            and abs(self.y - other.y) < (self.height + other.height) / 2 + air
        )

    def holds(self, point: Point, air: float = 0.0) -> bool:
        """Whether a point lies in it, or nearer than `air`."""
        return (
            abs(self.x - point[0]) < self.width / 2 + air and abs(self.y - point[1]) < self.height / 2 + air
        )


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic Bézier curve from the edge of one box to the edge of another."""

    start: Point
    bend: Point
    bend_back: Point
    end: Point

    def at(self, t: float) -> Point:
        """The point at `t` from 0 to 1."""
        s = 1 - t
        return self._point(s**3, 3 * s**2 * t, 3 * s * t**2, t**3)

    def samples(self) -> list[Point]:
        """Points along it."""
        return [self._point(*weights) for weights in WEIGHTS]

    @property
    def around(self) -> Box:
        """A rectangle that holds all of it."""
        points = (self.start, self.bend, self.bend_back, self.end)
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        return Box((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, max(xs) - min(xs), max(ys) - min(ys))

    def _point(self, a: float, b: float, c: float, d: float) -> Point:
        return (
            a * self.start[0] + b * self.bend[0] + c * self.bend_back[0] + d * self.end[0],
            a * self.start[1] + b * self.bend[1] + c * self.bend_back[1] + d * self.end[1],
        )


@dataclass(frozen=True, slots=True)
class _Way:
    """By which sides an arrow leaves and arrives, and how far it swings out."""

    leaves: str
    arrives: str
    bend: float


def curves(boxes: Mapping[Key, Box], arrows: Sequence[tuple[Key, Key]]) -> list[Curve]:
    """One curve for each arrow, in their order: round other boxes where there is a way round.

    Arrows that touch one side of a box share it, in the order of what lies at their other ends. Sizes and
    places share one unit. Raises KeyError for an arrow to an unknown box.
    """
    ways = [_way(boxes, source, target) for source, target in arrows]
    ends = _ends(boxes, arrows, ways)
    return [_curve(ends[number, 0], ends[number, 1], way) for number, way in enumerate(ways)]


def label_places(
    boxes: Sequence[Box], drawn: Sequence[Curve], sizes: Sequence[tuple[float, float]]
) -> list[Box]:
    """Where the words of each curve stand: on it where that can be, never on a box, never on other words.

    `sizes` gives width and height of the words of each curve; what has no width stands nowhere in particular.
    """
    taken: list[Box] = []
    lines = [(curve.around, curve.samples()) for curve in drawn]
    for number, (curve, (width, height)) in enumerate(zip(drawn, sizes, strict=True)):
        others = [line for place, line in enumerate(lines) if place != number]
        near = (Box(x, y, width, height) for x, y in _near(curve))
        free = (
            box for box in near if not any(box.touches(one, 2.0) for one in boxes) and not _on(box, taken)
        )
        best = None
        crossed = 0
        for box in free if width else ():
            count = sum(
                box.holds(point, 2.0) for around, line in others if around.touches(box) for point in line
            )
            if best is None or count < crossed:
                best, crossed = box, count
            if not count or abs(box.y - curve.at(0.5)[1]) > 3 * height + 40:
                break
        taken.append(best or Box(*curve.at(0.5), 0.0, 0.0))
    return taken


def _on(box: Box, taken: Sequence[Box]) -> bool:
    return any(box.touches(one, 1.0) for one in taken if one.width)


def _near(curve: Curve) -> Iterator[Point]:
    """First along the curve, then ever further away from its middle: somewhere there is room."""
    for t in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        yield curve.at(t)
    x, y = curve.at(0.5)
    reach = 14.0
    for _ring in range(400):
        for across, down in ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)):
            yield (x + across * reach * 1.5, y + down * reach)
        reach += 14.0


def _way(boxes: Mapping[Key, Box], source: Key, target: Key) -> _Way:
    """The first way that crosses no other box; where there is none, the one that crosses fewest."""
    best, least = None, 0
    for way in _ways(boxes[source], boxes[target]):
        curve = _curve(_middle(boxes[source], way.leaves), _middle(boxes[target], way.arrives), way)
        crossed = _crossed(boxes, source, target, curve)
        if best is None or crossed < least:
            best, least = way, crossed
        if not crossed:
            break
    assert best is not None  # noqa: S101  (there are always ways)
    return best


def _ways(source: Box, target: Box) -> Iterator[_Way]:
    across, down = target.x - source.x, target.y - source.y
    is_beside = abs(down) < (source.height + target.height) / 2 + 8
    if is_beside and across:
        leaves, arrives = ("right", "left") if across > 0 else ("left", "right")
        yield _Way(leaves, arrives, max(20.0, (abs(across) - source.width) / 2))
    else:
        leaves, arrives = ("bottom", "top") if down >= 0 else ("top", "bottom")
        yield _Way(leaves, arrives, max(24.0, abs(abs(down) - source.height) * 0.6))
    sides = ("right", "left") if across >= 0 else ("left", "right")
    for bend in BENDS:
        yield from (_Way(side, side, bend) for side in sides)
    if is_beside:
        yield from (_Way(side, side, bend) for bend in BENDS for side in ("bottom", "top"))
    yield from (_Way(side, side, TIGHT) for side in sides)
    yield from (_Way(side, other, bend) for bend in BETWEEN_BOXES for side, other in (sides, sides[::-1]))


def _crossed(boxes: Mapping[Key, Box], source: Key, target: Key, curve: Curve) -> int:
    """How many points of the curve lie in other boxes, or inside its own two."""
    around, points = curve.around, curve.samples()
    count = 0
    for key, box in boxes.items():
        if not box.touches(around, AIR):
            continue
        is_own = key in (source, target)
        inner = points[2:-2] if is_own else points
        count += sum(box.holds(point, 0.0 if is_own else AIR) for point in inner)
    return count


def _ends(
    boxes: Mapping[Key, Box], arrows: Sequence[tuple[Key, Key]], ways: Sequence[_Way]
) -> dict[tuple[int, int], Point]:
    """Where each arrow leaves (0) and arrives (1): side by side along the edge."""
    at_side: dict[tuple[Key, str], list[tuple[float, int, int]]] = defaultdict(list)
    for number, ((source, target), way) in enumerate(zip(arrows, ways, strict=True)):
        for end, (here, there, side) in enumerate(
            ((source, target, way.leaves), (target, source, way.arrives))
        ):
            other = boxes[there]
            at_side[here, side].append((other.x if side in ("top", "bottom") else other.y, number, end))
    ends = {}
    for (key, side), touching in at_side.items():
        for place, (_other, number, end) in enumerate(sorted(touching)):
            ends[number, end] = _touch(boxes[key], side, place, len(touching))
    return ends


def _touch(box: Box, side: str, place: int, count: int) -> Point:
    long = box.width if side in ("top", "bottom") else box.height
    along = (place - (count - 1) / 2) * min(BETWEEN_ENDS, (long - 2 * CORNER) / count)
    x, y = _middle(box, side)
    return (x + along, y) if side in ("top", "bottom") else (x, y + along)


def _middle(box: Box, side: str) -> Point:
    across, down = OUTWARD[side]
    return box.x + across * box.width / 2, box.y + down * box.height / 2


def _curve(start: Point, end: Point, way: _Way) -> Curve:
    return Curve(start, _out(start, way.leaves, way.bend), _out(end, way.arrives, way.bend), end)


def _out(point: Point, side: str, far: float) -> Point:
    across, down = OUTWARD[side]
    return point[0] + across * far, point[1] + down * far


def bounds(boxes: Sequence[Box], drawn: Sequence[Curve]) -> Box:
    """The smallest rectangle around boxes and curves; one without size where there is nothing."""
    corners = [
        (box.x + across * box.width / 2, box.y + down * box.height / 2)
        for box in boxes
        for across, down in ((-1, -1), (1, 1))
    ]
    points = corners + [point for curve in drawn for point in curve.samples()]
    if not points:
        return Box(0.0, 0.0, 0.0, 0.0)
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return Box((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, max(xs) - min(xs), max(ys) - min(ys))
