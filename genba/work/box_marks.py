"""Small marks on the boxes of a map, hung in by rooms above: how many cards are open, which sign is up."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on one box: a number, and what it means in words."""

    count: int
    words: str


Look = Callable[[Any, Collection[int]], dict[int, Mark]]
_looks: dict[str, Look] = {}


def register_box_mark(name: str, look: Look) -> None:
    """Hang a mark in. `look(person, process_ids)` asks the database once and names no box without one."""
    _looks[name] = look


def marks_of(person: object, process_ids: Collection[int]) -> dict[int, list[Mark]]:
    """The marks of every box, in the order in which they were hung in."""
    found: dict[int, list[Mark]] = {pk: [] for pk in process_ids}
    for look in _looks.values() if process_ids else ():
        for pk, mark in look(person, process_ids).items():
            found[pk].append(mark)
    return found
