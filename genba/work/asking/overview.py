"""What "Why we ask" shows: rules with their why, what has none, and fields whose answers nobody reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Sum
from django.utils.functional import Promise

from genba.ui.rules import Rule, all_rules
from genba.work.asking.fields import AskedField, AskedForm, asked_forms
from genba.work.asking.removing import fields_off
from genba.work.models import FieldCount, FieldOff, RuleWhy

Words = str | Promise
WEEKS_SHOWN = 52


@dataclass(frozen=True)
class Lacking:
    """Something of the organisation's own that asks without saying why. `url` leads to it."""

    title: str
    words: str
    url: str


@dataclass(frozen=True)
class FieldRow:
    """One optional field with its counts over the last year."""

    form: AskedForm
    field: AskedField
    asked: int
    answered: int
    read: int
    off_since: date | None

    @property
    def code(self) -> str:
        """Its code, for the address of the button."""
        return self.form.code(self.field.name)

    @property
    def is_unread(self) -> bool:
        """Whether people answer it and nobody else has ever looked."""
        return not self.off_since and self.answered > 0 and self.read == 0

    @property
    def is_unanswered(self) -> bool:
        """Whether it is asked and nobody answers it."""
        return not self.off_since and self.asked > 0 and self.answered == 0

    @property
    def is_idle(self) -> bool:
        """Whether it could go: nobody reads it, or nobody answers it."""
        return self.is_unread or self.is_unanswered

    @property
    def share(self) -> float:
        """The share of answers, 0 to 100."""
        return 100 * self.answered / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class RuleRow:
    """One rule with the words that count for it."""

    rule: Rule
    own: RuleWhy | None
    asked: int | None

    @property
    def why(self) -> Words:
        """The words that count."""
        return self.own.why if self.own and self.own.why else self.rule.why

    @property
    def is_own(self) -> bool:
        """Whether they are the organisation's."""
        return bool(self.own and self.own.why)


_lacking: dict[str, Callable[[], list[Lacking]]] = {}


def register_lacking(name: str, look: Callable[[], list[Lacking]]) -> None:
    """Hang in a look at things of the organisation's own that say no why."""
    _lacking[name] = look


def lacking() -> list[Lacking]:
    """Everything that says no why, in the order of registration."""
    return [one for look in _lacking.values() for one in look()]


def field_rows(today: date) -> list[FieldRow]:
    """Every optional field, those that could go first."""
    since = FieldCount.objects.filter(week__gt=today - timedelta(weeks=WEEKS_SHOWN))
    sums = {
        row["field"]: (row["asked"], row["answered"])
        for row in since.values("field").annotate(asked=Sum("asked"), answered=Sum("answered"))
    }
    reads = dict(FieldCount.objects.values_list("field").annotate(read=Sum("read")))
    off = dict(FieldOff.objects.filter(back_on=None).values_list("field", "off_on"))
    rows = [
        FieldRow(form, field, *sums.get(code, (0, 0)), reads.get(code, 0), off.get(code))
        for form in asked_forms()
        for field in form.fields
        for code in (form.code(field.name),)
    ]
    return sorted(rows, key=lambda row: (bool(row.off_since), not row.is_unread, not row.is_unanswered))


def rule_rows(rows: list[FieldRow]) -> list[tuple[Words, list[RuleRow]]]:
    """The rules by where one meets them; those without a why come first in each."""
    own = {said.code: said for said in RuleWhy.objects.select_related("owner")}
    asked = {row.form.key: row.asked for row in rows if row.code not in fields_off()}
    found = [
        RuleRow(rule, own.get(rule.code), asked.get(rule.code.rpartition(".")[0])) for rule in all_rules()
    ]
    found.sort(key=lambda row: str(row.rule.where))
    return [
        (where, sorted(group, key=lambda row: bool(row.why)))
        for where, group in groupby(found, key=lambda row: row.rule.where)
    ]


def whyless(rows: list[tuple[Words, list[RuleRow]]]) -> list[RuleRow]:
    """The rules about which nobody has said why."""
    return [row for _where, group in rows for row in group if not row.why]
