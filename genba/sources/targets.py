"""What a table can become. Each room above registers its targets when Django starts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, Protocol

from django.utils.functional import Promise

from genba.sources.rows import FineRow
from genba.sources.values import FieldSpec, Value

Words = str | Promise
Fault = tuple[str, Words]
"""The field of a row that cannot be, and the sentence that says why."""
Before = dict[str, Any]


@dataclass(frozen=True)
class ImportContext:
    """What a target needs to know about the import it works for."""

    import_id: int
    place: str
    by_id: int | None
    zone: tzinfo
    mapping: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)
    """What the target wants to remember from one batch of rows to the next."""

    def column_of(self, field_name: str) -> str:
        """The heading of the column that fills a field; empty when none does."""
        return next((column for column, name in self.mapping.items() if name == field_name), "")


Ids = Sequence[int]


def _same_place(place: str, _by_id: int | None) -> str:
    return place


def _no_existing(_rows: Sequence[FineRow], _context: ImportContext) -> dict[str, int]:
    return {}


class Judge(Protocol):
    """Says what cannot be although each value can be read: more parts than the whole, a day to come."""

    def __call__(self, values: Mapping[str, Value], /, context: ImportContext) -> Fault | None:
        """The fault of a row; None where it is fine."""


def _no_fault(_values: Mapping[str, Value], /, context: ImportContext) -> Fault | None:
    del context
    return None


def _no_people() -> Iterable[tuple[int, str, str]]:
    return ()


@dataclass(frozen=True)
class Target:
    """One kind of record that rows can become.

    Records are first made withdrawn (`make`) in short transactions, so that nobody waits, and all shown at
    once (`show`) in one transaction at the end; if anything fails before, `discard` removes them and nothing
    stays. `change` returns what stood there before, as JSON, so that undoing can `put_back`. `withdraw`
    hides; nothing that was ever shown is deleted.
    """

    kind: str
    label: Words
    fields: Sequence[FieldSpec]
    make: Callable[[Sequence[FineRow], ImportContext], list[int]]
    show: Callable[[Ids, ImportContext], None]
    withdraw: Callable[[Ids, ImportContext], None]
    discard: Callable[[Ids], None]
    change: Callable[[Sequence[tuple[int, FineRow]], ImportContext], list[Before]]
    put_back: Callable[[Sequence[tuple[int, Before]], ImportContext], None]
    address: Callable[[str], str]
    """Where one sees what arrived, given the place."""
    place_label: Words = ""
    places: Callable[[Any], Sequence[tuple[str, Words]]] = lambda _person: ()
    """Where this person (of the room `people`) may import to: `(value, words)`; empty: nowhere."""
    settle: Callable[[str, int | None], str] = _same_place
    """Make the chosen place exist (a new board) at commit time; returns the lasting value."""
    known: Callable[[Sequence[FineRow], ImportContext], dict[str, int]] = _no_existing
    """Records that are there already without an import: external id → id (people by e-mail address)."""
    judge: Judge = _no_fault
    people: Callable[[], Iterable[tuple[int, str, str]]] = _no_people
    """`(id, e-mail, name)` of everybody whom a column of persons may mean."""


_targets: dict[str, Target] = {}


def register_target(target: Target) -> None:
    """Offer a kind of record as a target of imports."""
    _targets[target.kind] = target


def target_named(kind: str) -> Target | None:
    """The registered target, or None."""
    return _targets.get(kind)


def all_targets() -> list[Target]:
    """Every registered target, by kind."""
    return [_targets[kind] for kind in sorted(_targets)]
