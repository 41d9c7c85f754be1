"""The optional fields that the house asks. Each room registers its forms when Django starts.

How often a field is asked and answered is not watched while people write: it is read off the records that are
kept anyway, by week, once the week is over. So nothing new is stored about whoever writes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class AskedField:
    """An optional field. `kept_because` says why it cannot be removed all the same; empty: it can."""

    name: str
    label: Words
    kept_because: Words = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """Of some weeks: how often a form was asked, and how often each field had an answer."""

    asked: int
    answered: dict[str, int]


@dataclass(frozen=True)
class AskedForm:
    """A form with its optional fields. `count(from, before)` reads the answers of whole days off the records.

    `at_least`: fewer than so many together are not written down; they wait for the weeks after them, so that
    no count tells about one single sender.
    """

    key: str
    where: Words
    fields: tuple[AskedField, ...]
    count: Callable[[date, date], Answers]
    at_least: int = 1

    def code(self, name: str) -> str:
        """The code of one of its fields, for example `improve.card.severity`."""
        return f"{self.key}.{name}"

    @property
    def codes(self) -> list[str]:
        """The codes of all its fields."""
        return [self.code(field.name) for field in self.fields]


_forms: dict[str, AskedForm] = {}


def register_asked(form: AskedForm) -> None:
    """Make a form's optional fields known; a second one with the same key replaces the first."""
    _forms[form.key] = form


def asked_forms() -> list[AskedForm]:
    """Every registered form, in the order of registration."""
    return list(_forms.values())


def field_coded(code: str) -> tuple[AskedForm, AskedField] | None:
    """The form and the field behind a code, or None."""
    key, _dot, name = code.rpartition(".")
    form = _forms.get(key)
    return next(((form, field) for field in form.fields if field.name == name), None) if form else None


def answers_in(records: Iterable[object], names: Iterable[str]) -> Answers:
    """Count rows of values: one mapping a record, asked once each, answered where something stands."""
    rows = [dict(record) if isinstance(record, dict) else vars(record) for record in records]
    wanted = list(names)
    return Answers(len(rows), {name: sum(row.get(name) not in (None, "") for row in rows) for name in wanted})
