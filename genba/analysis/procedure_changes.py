"""What is different between two wordings of a procedure, line by line, and nothing told twice.

Lines are mappings as they are kept: `key` (unlike any other in the procedure), further plain values, and
`steps` with the lines indented under it. A line is the same line in both wordings when it has the same key.
`compare()` is exact: `apply(old, compare(old, new)) == new`, it is empty for equal wordings only, and
`compare(new, old)` tells the way back. Who stays in place is the longest increasing subsequence (Schensted
1961), so that one line carried elsewhere is one change and not many.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Body = Sequence[Mapping[str, Any]]
Place = tuple[str, int]  # the key of the line above ("" at the top) and the number among its lines, from 0
Mark = tuple[str, str]  # "same", "gone" or "new", and the piece of text

WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Added:
    """A new line at a place of the new wording; `line` is without the lines under it."""

    key: str
    place: Place
    line: Mapping[str, Any]


@dataclass(frozen=True)
class Removed:
    """A line that is gone from a place of the old wording."""

    key: str
    place: Place
    line: Mapping[str, Any]


@dataclass(frozen=True)
class Moved:
    """A line that stands elsewhere: from a place of the old wording to one of the new."""

    key: str
    before: Place
    after: Place

    @property
    def is_under_another(self) -> bool:
        """Whether it is indented under another line, or no more."""
        return self.before[0] != self.after[0]


@dataclass(frozen=True)
class Changed:
    """One value of a line. What a line does not say is None."""

    key: str
    name: str
    before: Any
    after: Any


Change = Added | Removed | Moved | Changed


def compare(old: Body, new: Body) -> list[Change]:
    """Every change that leads from one wording to the other: first what is gone, then line by line."""
    was, now = _by_place(old), _by_place(new)
    staying = _staying(was, now)
    gone: list[Change] = [Removed(key, *was[key]) for key in was if key not in now]
    told: list[Change] = []
    for key, (place, line) in now.items():
        if key not in was:
            told.append(Added(key, place, line))
            continue
        if key not in staying:
            told.append(Moved(key, was[key][0], place))
        told += _changed(key, was[key][1], line)
    return [*gone, *told]


def apply(old: Body, changes: Sequence[Change]) -> list[dict[str, Any]]:
    """The new wording, made from the old one and the changes.

    Raises KeyError and ValueError for changes that are not between this wording and another.
    """
    held = {key: (place, dict(line)) for key, (place, line) in _by_place(old).items()}
    placed: dict[str, Place] = {}
    for change in changes:
        if isinstance(change, Removed):
            del held[change.key]
        elif isinstance(change, Added):
            held[change.key], placed[change.key] = (change.place, dict(change.line)), change.place
        elif isinstance(change, Moved):
            placed[change.key] = change.after
        elif change.after is None:
            held[change.key][1].pop(change.name)
        else:
            held[change.key][1][change.name] = change.after
    rows: dict[str, list[str]] = {}
    for key, ((above, _number), _line) in held.items():
        if key not in placed:
            rows.setdefault(above, []).append(key)
    for key, (above, number) in sorted(placed.items(), key=lambda one: one[1][1]):
        rows.setdefault(above, []).insert(number, key)
    grown = _grown("", rows, {key: line for key, (_place, line) in held.items()})
    if len(_by_place(grown)) != len(held):
        raise ValueError("A line is left that stands nowhere.")
    return grown


def words_changed(old: str, new: str) -> list[Mark]:
    """Which words are the same, gone and new, in reading order.

    The same and the gone make up the old text, the same and the new make up the new one.
    """
    before, after = WORD.findall(old), WORD.findall(new)
    marks: list[Mark] = []
    for _how, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = before[a:b] == after[c:d]
        pieces = [("same", before[a:b])] if same else [("gone", before[a:b]), ("new", after[c:d])]
        marks += [(kind, "".join(words)) for kind, words in pieces if words]
    return marks


def _by_place(body: Body) -> dict[str, tuple[Place, Mapping[str, Any]]]:
    return {key: (place, line) for key, place, line in _walk(body, "")}


def _walk(body: Body, above: str) -> Iterator[tuple[str, Place, Mapping[str, Any]]]:
    for number, line in enumerate(body):
        key = str(line["key"])
        yield key, (above, number), {name: value for name, value in line.items() if name != "steps"}
        yield from _walk(line.get("steps", ()), key)


def _staying(was: Mapping[str, tuple[Place, Any]], now: Mapping[str, tuple[Place, Any]]) -> set[str]:
    """The lines that need not be carried anywhere: as many as there can be."""
    rows: dict[str, list[str]] = {}
    for key, ((above, _number), _line) in now.items():
        if key in was and was[key][0][0] == above:
            rows.setdefault(above, []).append(key)
    return {
        key for row in rows.values() for key in _longest_rising(row, {key: was[key][0][1] for key in row})
    }


def _longest_rising(row: list[str], rank: Mapping[str, int]) -> list[str]:
    ends: list[int] = []  # the smallest rank with which a rising row of each length can end
    lasts: list[str] = []
    before: dict[str, str | None] = {}
    for key in row:
        length = bisect_left(ends, rank[key])
        before[key] = lasts[length - 1] if length else None
        ends[length : length + 1], lasts[length : length + 1] = [rank[key]], [key]
    found: list[str] = []
    last: str | None = lasts[-1] if lasts else None
    while last is not None:
        found.append(last)
        last = before[last]
    return found


def _changed(key: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    names = [*now, *(name for name in was if name not in now)]
    return [
        Changed(key, name, was.get(name), now.get(name)) for name in names if was.get(name) != now.get(name)
    ]


def _grown(
    above: str, rows: Mapping[str, list[str]], lines: Mapping[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    found = []
    for key in rows.get(above, []):
        line = dict(lines[key])
        if under := _grown(key, rows, lines):
            line["steps"] = under
        found.append(line)
    return found
