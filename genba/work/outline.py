"""Steps as they are edited: a flat list of lines with a depth, and the few ways to change it.

A line is a plain dict: `depth` and the fields of a step, as somebody typed them. `steps_of()` reads them
through the one gate of all steps. `static/work/editor-lines.js` does the same moves in the browser.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from genba.work.steps import DEEPEST, MOST, Place, Step, StepFault, Steps, steps_from, walk

Line = dict[str, Any]

FLAGS = ("wants_photo", "may_be_skipped", "may_be_repeated", "is_measured")
NUMBERS = ("low", "high")
TYPED = [one.name for one in fields(Step) if one.name != "steps"]
FILLED = ("what", "who", "how_well", "minutes", "tools", "why", "picture", "low", "high", "unit")


@dataclass
class LineFault(Exception):  # noqa: N818  (says what is wrong with somebody's writing)
    """A line cannot be read; `line` counts from 0, `column` names the field."""

    sentence: str
    line: int = 0
    column: str = ""


def flat(steps: Sequence[Step]) -> list[Line]:
    """The lines of steps, from the top to the bottom."""
    lines = []
    for place, step in walk(steps):
        line = {name: getattr(step, name) for name in TYPED}
        lines.append(line | {"depth": len(place) - 1, "order": str(step.order)})
    return lines


def steps_of(lines: Iterable[object]) -> Steps:
    """Read steps from lines. Raises LineFault. Lines in which nothing is written are left out."""
    kept = _kept(lines)
    places: dict[Place, int] = {}
    try:
        return steps_from(_nested(kept, places))
    except StepFault as fault:
        raise LineFault(str(fault), places.get(fault.place, 0), fault.column) from fault


def numbers_of(lines: Sequence[Line]) -> list[str]:
    """How people count the lines."""
    counted: list[int] = []
    found = []
    for line in lines:
        depth = int(line["depth"])
        counted = [*counted[: depth + 1], *[0] * (depth + 1 - len(counted))]
        counted[depth] += 1
        found.append(".".join(map(str, counted)))
    return found


def block_end(lines: Sequence[Line], at: int) -> int:
    """The place after a line and all that stands under it."""
    end = at + 1
    while end < len(lines) and lines[end]["depth"] > lines[at]["depth"]:
        end += 1
    return end


def moved_up(lines: list[Line], at: int) -> list[Line]:
    """The line with its block before the one above it on the same level."""
    above = at - 1
    while above >= 0 and lines[above]["depth"] > lines[at]["depth"]:
        above -= 1
    if above < 0 or lines[above]["depth"] < lines[at]["depth"]:
        return lines
    end = block_end(lines, at)
    return [*lines[:above], *lines[at:end], *lines[above:at], *lines[end:]]


def moved_down(lines: list[Line], at: int) -> list[Line]:
    """The line with its block after the one below it on the same level."""
    below = block_end(lines, at)
    if below >= len(lines) or lines[below]["depth"] < lines[at]["depth"]:
        return lines
    return moved_up(lines, below)


def indented(lines: list[Line], at: int) -> list[Line]:
    """The line with its block under the line above it."""
    end = block_end(lines, at)
    deepest = max(line["depth"] for line in lines[at:end])
    if at == 0 or lines[at]["depth"] > lines[at - 1]["depth"] or deepest + 1 >= DEEPEST:
        return lines
    return _shifted(lines, at, end, 1)


def outdented(lines: list[Line], at: int) -> list[Line]:
    """The line with its block one level up."""
    return _shifted(lines, at, block_end(lines, at), -1) if lines[at]["depth"] else lines


def removed(lines: list[Line], at: int) -> list[Line]:
    """Without the line; what stood under it moves up one level."""
    end = block_end(lines, at)
    return [*lines[:at], *_shifted(lines, at + 1, end, -1)[at + 1 :]]


def added_after(lines: list[Line], at: int) -> list[Line]:
    """With an empty line behind this one, as deep as it, or under it where it is a heading."""
    heads = at + 1 < len(lines) and lines[at + 1]["depth"] > lines[at]["depth"] if lines else False
    depth = lines[at]["depth"] + heads if lines else 0
    return [*lines[: at + 1], {"depth": depth, "what": ""}, *lines[at + 1 :]]


MOVES = {
    "up": moved_up,
    "down": moved_down,
    "in": indented,
    "out": outdented,
    "remove": removed,
    "add": added_after,
}


def _shifted(lines: list[Line], start: int, end: int, by: int) -> list[Line]:
    return [
        line | {"depth": line["depth"] + by} if start <= at < end else line for at, line in enumerate(lines)
    ]


def _kept(lines: Iterable[object]) -> list[tuple[int, Line]]:
    """The lines that say something, with the number under which they were sent."""
    read: list[tuple[int, Line]] = []
    for number, given in enumerate(lines):
        if not isinstance(given, Mapping):
            raise LineFault(str(_("A step is expected here.")), number)
        if number > 2 * MOST:
            raise LineFault(str(_("These are more than 500 steps. Make several procedures of them.")), number)
        read.append((number, _read(given)))
    return [
        (number, line)
        for at, (number, line) in enumerate(read)
        if any(line.get(name) for name in FILLED)
        or (at + 1 < len(read) and read[at + 1][1]["depth"] > line["depth"])
    ]


def _read(given: Mapping[str, Any]) -> Line:
    line: Line = {name: given[name] for name in TYPED if given.get(name) not in (None, "")}
    for name in FLAGS:
        if name in line:
            line[name] = True if line[name] in (True, "on", "true") else line[name]
    if isinstance(line.get("minutes"), str):
        line["minutes"] = _whole(line["minutes"])
    for name in NUMBERS:
        if isinstance(line.get(name), str):
            line[name] = _decimal(line[name])
    depth = given.get("depth")
    line["depth"] = depth if isinstance(depth, int) and 0 <= depth <= MOST else 0
    return line


def _whole(typed: str) -> int | str:
    plain = typed.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 12 else typed


def _decimal(typed: str) -> float | str:
    try:
        return float(typed.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        return typed


def _nested(lines: Sequence[tuple[int, Line]], places: dict[Place, int]) -> list[Line]:
    top: list[Line] = []
    path: list[list[Line]] = [top]
    for number, line in lines:
        depth = min(line["depth"], len(path) - 1)
        del path[depth + 1 :]
        step = {name: value for name, value in line.items() if name != "depth"}
        path[depth].append(step | {"steps": []})
        places[tuple(len(level) - 1 for level in path)] = number
        path.append(path[depth][-1]["steps"])
    return top
