"""Where things stand in a diagram: pieces that know their size, put beside and under each other.

Units are those of the diagram (pixels of a screen at full size). Each piece has its way in at the left and
its way out at the right, both on its base line, which is y = 0; `up` and `down` say how far it reaches.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

Point = tuple[float, float]
GAP, ROOM = 50.0, 20.0
GATEWAY, EVENT = (50.0, 50.0), (36.0, 36.0)
TASK = (150.0, 80.0)


@dataclass(frozen=True)
class Shape:
    """A box of the diagram: its upper left corner, its size."""

    of: str
    x: float
    y: float
    width: float
    height: float
    is_open: bool = False  # a sub-process that shows what is in it


@dataclass(frozen=True)
class Line:
    """An arrow of the diagram, and the points through which it goes."""

    of: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Piece:
    """A part of a diagram with one way in and one way out, and the elements that it stands for."""

    first: str
    last: str
    width: float
    up: float
    down: float
    elements: tuple[Element, ...] = ()
    shapes: tuple[Shape, ...] = ()
    lines: tuple[Line, ...] = field(default=())

    def at(self, x: float, y: float) -> "Piece":
        """The same piece, moved."""
        return replace(
            self,
            shapes=tuple(replace(one, x=one.x + x, y=one.y + y) for one in self.shapes),
            lines=tuple(
                replace(one, points=tuple((at_x + x, at_y + y) for at_x, at_y in one.points))
                for one in self.lines
            ),
        )


def node(element: Element, size: tuple[float, float]) -> Piece:
    """One box alone."""
    width, height = size
    shape = Shape(element.attrib["id"], 0, -height / 2, width, height)
    return Piece(shape.of, shape.of, width, height / 2, height / 2, (element,), (shape,))


def opened(element: Element, inside: Piece) -> Piece:
    """A box around a piece."""
    width, up, down = inside.width + 2 * ROOM, inside.up + 2 * ROOM, inside.down + ROOM
    shape = Shape(element.attrib["id"], 0, -up, width, up + down, is_open=True)
    moved = inside.at(ROOM, 0)
    return Piece(shape.of, shape.of, width, up, down, (element,), (shape, *moved.shapes), moved.lines)


def beside(pieces: Sequence[Piece], arrows: Sequence[Element]) -> Piece:
    """Pieces from left to right, with an arrow between each two."""
    placed, x = [], 0.0
    lines: list[Line] = []
    for number, piece in enumerate(pieces):
        if number:
            lines.append(Line(arrows[number - 1].attrib["id"], ((x - GAP, 0), (x, 0))))
        placed.append(piece.at(x, 0))
        x += piece.width + GAP
    return Piece(
        pieces[0].first,
        pieces[-1].last,
        x - GAP,
        max(piece.up for piece in pieces),
        max(piece.down for piece in pieces),
        tuple(element for piece in pieces for element in piece.elements) + tuple(arrows),
        tuple(shape for piece in placed for shape in piece.shapes),
        tuple(line for piece in placed for line in piece.lines) + tuple(lines),
    )


def under(
    split: Piece, pieces: Sequence[Piece], join: Piece, arrows: Sequence[tuple[Element, Element]]
) -> Piece:
    """Pieces under each other between two gateways; each has an arrow in and an arrow out."""
    half, start = GATEWAY[0] / 2, GATEWAY[0] + GAP
    widest = max(piece.width for piece in pieces)
    right = start + widest + GAP
    y, placed, lines = 0.0, [], []
    for number, (piece, (coming, going)) in enumerate(zip(pieces, arrows, strict=True)):
        if number:
            y += pieces[number - 1].down + ROOM + piece.up
        placed.append(piece.at(start, y))
        end = start + piece.width
        into: list[Point] = [(half, half), (half, y), (start, y)] if y else [(2 * half, 0), (start, 0)]
        out: list[Point] = (
            [(end, y), (right + half, y), (right + half, half)] if y else [(end, 0), (right, 0)]
        )
        lines += [
            Line(coming.attrib["id"], tuple(into)),
            Line(going.attrib["id"], tuple(out)),
        ]
    last = join.at(right, 0)
    return Piece(
        split.first,
        join.last,
        right + GATEWAY[0],
        max(half, pieces[0].up),
        y + pieces[-1].down,
        tuple(element for piece in (split, *pieces, join) for element in piece.elements)
        + tuple(arrow for pair in arrows for arrow in pair),
        tuple(shape for piece in (split, *placed, last) for shape in piece.shapes),
        tuple(line for piece in placed for line in piece.lines) + tuple(lines),
    )


def around(piece: Piece, arrow: Element, *, back: bool) -> Piece:
    """One more arrow from the first gateway of a piece to its last, under it; or back again, above it."""
    half = GATEWAY[0] / 2
    left, right = half, piece.width - half
    if back:
        y = -(piece.up + ROOM)
        points: tuple[Point, ...] = ((right, -half), (right, y), (left, y), (left, -half))
    else:
        y = piece.down + ROOM
        points = ((left, half), (left, y), (right, y), (right, half))
    return replace(
        piece,
        up=max(piece.up, -y),
        down=max(piece.down, y),
        elements=(*piece.elements, arrow),
        lines=(*piece.lines, Line(arrow.attrib["id"], points)),
    )
