"""Turn the cells of one column into values of one kind; errors are words."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from functools import lru_cache

from django.utils.functional import Promise

from genba.sources.dates import DateColumn
from genba.sources.numbers import NumberColumn
from genba.sources.problems import RowError
from genba.sources.table import Cell, cell_text, is_blank

TEXT_KINDS = frozenset({"text", "long_text", "id", "lookup", "email"})

Value = str | int | bool | date | datetime | Decimal | None
Reader = Callable[[Cell], Value]

_TRUE = "yes y true t 1 x ja j wahr si sí s verdadero oui o vrai ✓ ✔ ☑ on"
_FALSE = "no n false f 0 nein falsch falso non faux ✗ ✘ ☐ off -"
TRUE_WORDS, FALSE_WORDS = frozenset(_TRUE.split()), frozenset(_FALSE.split())

_ADDRESS = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+")
_NAMED_ADDRESS = re.compile(r".*<(?P<address>[^<>]+)>\s*")


@dataclass(frozen=True)
class FieldSpec:
    """One field that a table may fill.

    `kind`: text, long_text, id, lookup (a name that the target looks up), date, datetime, number, choice,
    person, email or truth. The field that `identifies` a row (or has the kind id) is its number in the list.
    `synonyms` are names that people give this column, in any language; `choices` maps each allowed value to
    the words that mean it. With `other_choice`, any other word counts as that one and is not refused; for a
    person, any `other_choice` means that an unknown one is left out.
    """

    name: str
    label: str | Promise
    kind: str = "text"
    required: bool = False
    synonyms: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    other_choice: str | None = None
    max_length: int | None = None
    help: str | Promise = ""
    identifies: bool = False


@dataclass(frozen=True)
class Habits:
    """What a column cannot tell by itself: how this organisation writes, and who its people are."""

    zone: tzinfo
    day_first: bool = True
    decimal: str = "."
    people: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def reader_for(spec: FieldSpec, cells: Iterable[Cell], habits: Habits) -> Reader:
    """Make the function that reads the cells of this column; it has seen all of them before."""
    if spec.kind in {"date", "datetime"}:
        return date_reader(spec, DateColumn.of(cells, prefer_day_first=habits.day_first), habits)
    if spec.kind == "number":
        return NumberColumn.of(cells, prefer=habits.decimal).read
    if spec.kind == "choice":
        return _choices(spec)
    if spec.kind == "person":
        return _people(habits.people, is_strict=spec.other_choice is None)
    if spec.kind == "truth":
        return read_truth
    return read_address if spec.kind == "email" else _texts(spec)


def date_reader(spec: FieldSpec, column: DateColumn, habits: Habits) -> Reader:
    """Make the function that reads dates (or moments) as `column` has decided."""
    return _moments(column, habits.zone) if spec.kind == "datetime" else _days(column)


def plain(text: str) -> str:
    """Write a word so that spelling habits do not matter: no case, accents, punctuation or double spaces."""
    if text.isascii():
        folded = text.lower()
    else:
        parts = unicodedata.normalize("NFKD", text).casefold()
        folded = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", folded))


def words(text: str) -> tuple[str, ...]:
    """Write many synonyms in one line: `words("open; to do")`."""
    return tuple(word.strip() for word in text.split(";"))


def read_truth(cell: Cell) -> bool:
    """Read yes or no. Raises RowError."""
    if isinstance(cell, bool):
        return cell
    word = cell_text(cell).strip().casefold()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise RowError("not_yes_or_no", value=word)


def read_address(cell: Cell) -> str:
    """Read an e-mail address, also out of “Name <address>”. Raises RowError."""
    text = cell_text(cell).strip()
    named = _NAMED_ADDRESS.fullmatch(text)
    address = named["address"].strip() if named else text.removeprefix("mailto:")
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        raise RowError("not_an_address", value=text)
    return address.lower()


def _texts(spec: FieldSpec) -> Reader:
    limit = spec.max_length

    def read(cell: Cell) -> str:
        text = cell if isinstance(cell, str) else cell_text(cell)
        text = text.strip()
        if text[:1] == "'" and text[1:2] in "=+-@":  # as our own exports write it, see export.neutral
            text = text[1:]
        if limit and len(text) > limit:
            raise RowError("too_long", limit=limit)
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    return read


def _moments(column: DateColumn, zone: tzinfo) -> Reader:
    def read(cell: Cell) -> datetime:
        found = column.read(cell)
        moment = found if isinstance(found, datetime) else datetime.combine(found, time())
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)

    return read


def _days(column: DateColumn) -> Reader:
    def read(cell: Cell) -> date:
        found = column.read(cell)
        return found.date() if isinstance(found, datetime) else found

    return read


def _choices(spec: FieldSpec) -> Reader:
    meanings = {plain(word): value for value, words in spec.choices.items() for word in (value, *words)}

    @lru_cache(maxsize=1024)
    def read(cell: Cell) -> str:
        text = cell_text(cell)
        value = meanings.get(plain(text), spec.other_choice)
        if value is None:
            raise RowError("not_a_choice", value=text.strip(), choices=", ".join(spec.choices))
        return value

    return read


def _people(people: Mapping[str, tuple[int, ...]], *, is_strict: bool) -> Reader:
    @lru_cache(maxsize=4096)
    def read(cell: Cell) -> int | None:
        text = cell_text(cell).strip()
        named = _NAMED_ADDRESS.fullmatch(text)
        found = people.get((named["address"] if named else text).strip().casefold()) or people.get(
            plain(text), ()
        )
        if len(found) != 1 and not is_strict:
            return None
        if not found:
            raise RowError("nobody", value=text)
        if len(found) > 1:
            raise RowError("several_people", value=text)
        return found[0]

    return read


def people_index(people: Iterable[tuple[int, str, str]]) -> dict[str, tuple[int, ...]]:
    """Make the look-up of `Habits.people` from `(id, e-mail, name)`; “Miller, Anna” finds Anna Miller too."""
    found: dict[str, tuple[int, ...]] = {}
    for key, email, name in people:
        words = plain(name).split()
        turned = " ".join([*words[-1:], *words[:-1]])
        for entry in {email.strip().casefold(), " ".join(words), turned} - {""}:
            found[entry] = (*found.get(entry, ()), key)
    return found


def read_optional(spec: FieldSpec, read: Reader, cell: Cell) -> Value:
    """Read a cell that may be empty. Raises RowError when it is empty but needed."""
    if is_blank(cell):
        if spec.required:
            raise RowError("missing")
        return "" if spec.kind in TEXT_KINDS else None
    return read(cell)
