"""Read the rows of a table as values of fields, each row fine or refused with a reason."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from genba.sources.dates import DateColumn
from genba.sources.mapping import missing_fields
from genba.sources.problems import RowError
from genba.sources.table import Cell, Row, Table, cell_text, is_blank
from genba.sources.values import FieldSpec, Habits, Reader, Value, date_reader, read_optional, reader_for

KINDS_THAT_LOOK_AHEAD = frozenset({"date", "datetime", "number"})
KINDS_THAT_LOSE_WORDS = frozenset({"choice", "person", "lookup"})


class FineRow(NamedTuple):
    """A row that can be taken over.

    `external_id` says which row it is (the number in its own register, else made of its content);
    `fingerprint` changes whenever anything in the row changes; `rest` holds the columns that fill no field,
    and the words of those whose field does not keep them ("Patch available" became the stage Check).
    """

    number: int
    values: dict[str, Value]
    rest: dict[str, str]
    external_id: str
    fingerprint: str


class RefusedRow(NamedTuple):
    """A row that cannot be taken over; `cells` are kept to give them back."""

    number: int
    cells: tuple[Cell, ...]
    error: RowError


@dataclass(frozen=True)
class Plan:
    """What to make of the table: the mapping, the fields, and how the organisation writes."""

    table: Table
    mapping: Mapping[str, str]
    fields: Sequence[FieldSpec]
    habits: Habits
    judge: Callable[[Mapping[str, Value]], tuple[str, object] | None] = lambda _values: None
    """The field and the sentence where the values of a row cannot be together."""


class RowReading:
    """Reads every row of the table, in its order. `notes` say what was decided for whole columns."""

    def __init__(self, plan: Plan) -> None:
        self.notes: list[str] = []
        self._plan = plan
        self._id_field = next(
            (field.name for field in plan.fields if field.identifies or field.kind == "id"), ""
        )
        self._unfilled = missing_fields(plan.mapping, plan.fields)
        self._has_ids = self._id_field in plan.mapping.values()
        self._columns = self._look_ahead()

    def __iter__(self) -> Iterator[FineRow | RefusedRow]:
        plan = self._plan
        lossy = {field.name for field in plan.fields if field.kind in KINDS_THAT_LOSE_WORDS}
        kept = [
            (index, name)
            for index, name in enumerate(plan.table.columns)
            if name not in plan.mapping or plan.mapping[name] in lossy
        ]
        seen: dict[str, int] = {}
        for row in plan.table.rows():
            try:
                yield self._fine(row, kept, seen)
            except RowError as error:
                yield RefusedRow(row.number, row.cells, error)

    def _fine(self, row: Row, kept: Sequence[tuple[int, str]], seen: dict[str, int]) -> FineRow:
        if row.error is not None:
            raise row.error
        if self._unfilled:
            raise RowError("missing", column=str(self._unfilled[0].label))
        values = _values(row, self._columns)
        if fault := self._plan.judge(values):
            raise RowError("refused", column=self._heading(fault[0]), sentence=str(fault[1]))
        fingerprint = _fingerprint(row.cells)
        if self._has_ids and values[self._id_field]:
            external_id = self._own_id(values[self._id_field], row, seen)
        else:
            external_id = _made_id(fingerprint, seen)
        rest = {
            name: cell_text(row.cells[index]).strip()
            for index, name in kept
            if not is_blank(row.cells[index])
        }
        return FineRow(row.number, values, rest, external_id, fingerprint)

    def _own_id(self, value: Value, row: Row, seen: dict[str, int]) -> str:
        external_id = value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
        first = seen.setdefault(external_id, row.number)
        if first != row.number:
            column = self._heading(self._id_field)
            problem = "time_twice" if isinstance(value, date) else "id_twice"
            shown = cell_text(row.cells[self._plan.table.columns.index(column)]).strip()
            raise RowError(problem, column=column, value=shown, row=first)
        return external_id

    def _heading(self, field_name: str) -> str:
        """The column that fills a field; empty where none does."""
        return next((name for name, field in self._plan.mapping.items() if field == field_name), "")

    def _look_ahead(self) -> list["_Column"]:
        """Look at whole columns first where one row cannot tell (day or month first, comma or point)."""
        plan = self._plan
        specs = {field.name: field for field in plan.fields}
        places = {name: index for index, name in enumerate(plan.table.columns)}
        chosen = [
            (places[column], column, specs[name]) for column, name in plan.mapping.items() if column in places
        ]
        ahead = [index for index, _name, spec in chosen if spec.kind in KINDS_THAT_LOOK_AHEAD]
        seen: dict[int, dict[Cell, None]] = {index: {} for index in ahead}
        if ahead:
            for row in plan.table.rows():
                if row.error is None:
                    for index in ahead:
                        seen[index][row.cells[index]] = None
        return [
            _Column(index, column, spec, self._reader(column, spec, seen.get(index, {})))
            for index, column, spec in sorted(chosen, key=lambda entry: entry[0])
        ]

    def _reader(self, column: str, spec: FieldSpec, cells: Iterable[Cell]) -> Reader:
        habits = self._plan.habits
        if spec.kind not in {"date", "datetime"}:
            return reader_for(spec, cells, habits)
        dates = DateColumn.of(cells, prefer_day_first=habits.day_first)
        if dates.ambiguous:
            words = (
                _("In “%(column)s”, days and months could be mixed up; the day was read first.")
                if habits.day_first
                else _("In “%(column)s”, days and months could be mixed up; the month was read first.")
            )
            self.notes.append(words % {"column": column})
        return date_reader(spec, dates, habits)


class _Column(NamedTuple):
    place: int
    name: str
    spec: FieldSpec
    read: Reader


def _values(row: Row, columns: Sequence[_Column]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for column in columns:
        try:
            values[column.spec.name] = read_optional(column.spec, column.read, row.cells[column.place])
        except RowError as error:
            raise RowError(error.problem, column=column.name, **error.details) from None
    return values


def _fingerprint(cells: Sequence[Cell]) -> str:
    text = "\x1f".join(map(cell_text, cells))
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _made_id(fingerprint: str, seen: dict[str, int]) -> str:
    """Equal rows are told apart by their count, so that the same file again finds the same rows."""
    count = seen[fingerprint] = seen.get(fingerprint, 0) + 1
    return f"#{fingerprint}" if count == 1 else f"#{fingerprint}.{count}"


def as_json(values: Mapping[str, Value]) -> dict[str, object]:
    """Return values in a form that JSON can hold."""
    return {
        name: value.isoformat()
        if isinstance(value, date | datetime)
        else str(value)
        if isinstance(value, Decimal)
        else value
        for name, value in values.items()
    }


def canonical(values: object) -> str:
    """Write JSON in one way only, for comparing."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
