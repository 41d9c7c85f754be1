"""Where boxes stand when nobody has placed them: in layers from the first to the last, none on another.

Source: Sugiyama, Tagawa and Toda, Methods for Visual Understanding of Hierarchical System Structures
(1981): turn the arrows that close a circle, give each box a layer below all that lead to it, order each
layer by the middle of its neighbours, and set the boxes over one another where there is room.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

SWEEPS = 4
LANE = 0.2  # the room that an arrow needs between boxes, in columns
MOST_LANES = 1500  # an arrow has a lane of its own past the boxes, until there are this many in all


def layered(
    boxes: Sequence[Key], arrows: Iterable[tuple[Key, Key]], *, widest: int = 4
) -> dict[Key, tuple[float, int]]:
    """A column and a row for each box, in units of one box and its gap; the same for the same input.

    Two boxes in one row stand at least one column apart. No row holds more than `widest` boxes. Arrows lead
    down where that can be; arrows to a box itself, to unknown boxes and repeated ones are left out. Boxes
    without arrows stand in rows at the end. Takes time in proportion to arrows times rows.
    """
    known = set(boxes)
    real = [(a, b) for a, b in dict.fromkeys(arrows) if a in known and b in known and a != b]
    touched = {end for arrow in real for end in arrow}
    joined = [box for box in boxes if box in touched]
    forward = _without_circles(joined, real)
    rows = _split(joined, _ranks(joined, forward), widest)
    places = _placed(joined, forward, rows)
    below = max(rows.values(), default=-1) + 1
    alone = [box for box in boxes if box not in touched]
    for number, box in enumerate(alone):
        in_row = min(widest, len(alone) - number // widest * widest)
        places[box] = (number % widest - (in_row - 1) / 2, below + number // widest)
    return places


def _without_circles(boxes: Sequence[Key], arrows: Sequence[tuple[Key, Key]]) -> list[tuple[Key, Key]]:
    """The same arrows, those that close a circle turned round."""
    out: dict[Key, list[Key]] = defaultdict(list)
    for source, target in arrows:
        out[source].append(target)
    turned: set[tuple[Key, Key]] = set()
    seen: set[Key] = set()
    for start in boxes:  # whoever draws a map begins where the work begins
        _walk(start, out, seen, turned)
    return list(dict.fromkeys((b, a) if (a, b) in turned else (a, b) for a, b in arrows))


def _walk(start: Key, out: Mapping[Key, list[Key]], seen: set[Key], turned: set[tuple[Key, Key]]) -> None:
    """Go everywhere from one box; an arrow back to a box on the way is turned."""
    if start in seen:
        return
    seen.add(start)
    on_the_way = {start}
    stack = [(start, iter(out.get(start, ())))]
    while stack:
        box, rest = stack[-1]
        following = next(rest, None)
        if following is None:
            stack.pop()
            on_the_way.discard(box)
        elif following in on_the_way:
            turned.add((box, following))
        elif following not in seen:
            seen.add(following)
            on_the_way.add(following)
            stack.append((following, iter(out.get(following, ()))))


def _ranks(boxes: Sequence[Key], arrows: Sequence[tuple[Key, Key]]) -> dict[Key, int]:
    """The longest way to each box; a box that nothing leads to stands right before its first use."""
    out: dict[Key, list[Key]] = defaultdict(list)
    waits_for: dict[Key, int] = dict.fromkeys(boxes, 0)
    for source, target in arrows:
        out[source].append(target)
        waits_for[target] += 1
    begins = [box for box in boxes if not waits_for[box]]
    rank: dict[Key, int] = dict.fromkeys(boxes, 0)
    ready = list(begins)
    for box in ready:
        for target in out[box]:
            rank[target] = max(rank[target], rank[box] + 1)
            waits_for[target] -= 1
            if not waits_for[target]:
                ready.append(target)
    for box in begins:
        rank[box] = max(0, min((rank[target] for target in out[box]), default=1) - 1)
    return rank


def _split(boxes: Sequence[Key], rank: Mapping[Key, int], widest: int) -> dict[Key, int]:
    """Rows without gaps, none with more than the widest number of boxes."""
    layers: dict[int, list[Key]] = defaultdict(list)
    for box in boxes:
        layers[rank[box]].append(box)
    rows: dict[Key, int] = {}
    row = 0
    for layer in sorted(layers):
        for first in range(0, len(layers[layer]), widest):
            rows |= dict.fromkeys(layers[layer][first : first + widest], row)
            row += 1
    return rows


@dataclass(frozen=True)
class _Spot:
    """A place in a row: a box, or a lane in which a long arrow passes the row."""

    row: int
    number: int
    width: float


def _placed(
    boxes: Sequence[Key], arrows: Sequence[tuple[Key, Key]], rows: Mapping[Key, int]
) -> dict[Key, tuple[float, int]]:
    spots = {box: _Spot(rows[box], number, 1.0) for number, box in enumerate(boxes)}
    lines: list[list[_Spot]] = [[] for _row in range(max(rows.values(), default=-1) + 1)]
    for box in boxes:
        lines[rows[box]].append(spots[box])
    up, down = _tied(arrows, spots, lines)
    for _sweep in range(SWEEPS):
        _order(lines, up)
        _order(lines[::-1], down)
    across = _across(lines, up, down)
    return {box: (across[spots[box]], rows[box]) for box in boxes}


Neighbours = dict[_Spot, list[_Spot]]


def _tied(
    arrows: Sequence[tuple[Key, Key]], spots: Mapping[Key, _Spot], lines: list[list[_Spot]]
) -> tuple[Neighbours, Neighbours]:
    """Which spots of neighbouring rows hang together; a lane leads through every row that an arrow passes."""
    up: Neighbours = defaultdict(list)
    down: Neighbours = defaultdict(list)
    lanes = 0
    for source, target in arrows:
        first, last = spots[source], spots[target]
        if first.row > last.row:  # a box that was moved next to its first use
            first, last = last, first
        way = [first]
        if lanes + last.row - first.row <= MOST_LANES:
            for row in range(first.row + 1, last.row):
                lanes += 1
                way.append(_Spot(row, len(spots) + lanes, LANE))
                lines[row].append(way[-1])
        for above, below in pairwise([*way, last]):
            down[above].append(below)
            up[below].append(above)
    return up, down


def _order(lines: list[list[_Spot]], before: Neighbours) -> None:
    """Put each row into the order of the middles of what stands before it."""
    for earlier, line in pairwise(lines):
        place = {spot: number for number, spot in enumerate(earlier)}
        middle = {}
        for number, spot in enumerate(line):
            known = [place[one] for one in before[spot] if one in place]
            middle[spot] = sum(known) / len(known) if known else number
        line.sort(key=lambda spot: middle[spot])


def _across(lines: list[list[_Spot]], up: Neighbours, down: Neighbours) -> dict[_Spot, float]:
    """Where each spot stands in its row: over and under its neighbours as far as there is room."""
    across: dict[_Spot, float] = {}
    for line in lines:
        width, at = sum(spot.width for spot in line), 0.0
        for spot in line:
            across[spot] = at + spot.width / 2 - width / 2
            at += spot.width
    for _sweep in range(SWEEPS):
        for line in lines:
            _settle(line, up, across)
        for line in reversed(lines):
            _settle(line, down, across)
    return across


def _settle(line: list[_Spot], near: Neighbours, across: dict[_Spot, float]) -> None:
    """Each spot to the middle of its neighbours; the mean of two ways of keeping apart keeps apart."""
    wish = [
        sum(across[one] for one in near[spot]) / len(near[spot]) if near[spot] else across[spot]
        for spot in line
    ]
    apart = [(a.width + b.width) / 2 for a, b in pairwise(line)]
    to_the_right, to_the_left = list(wish), list(wish)
    for place, gap in enumerate(apart):
        to_the_right[place + 1] = max(wish[place + 1], to_the_right[place] + gap)
    for place in range(len(apart) - 1, -1, -1):
        to_the_left[place] = min(wish[place], to_the_left[place + 1] - apart[place])
    for spot, right, left in zip(line, to_the_right, to_the_left, strict=True):
        across[spot] = (right + left) / 2
