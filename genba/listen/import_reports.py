"""Rows of a register become reports: complaints, ideas and problems that were written down elsewhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from genba.listen import facts
from genba.listen.models import Report
from genba.listen.report_words import FIELDS
from genba.people.bringing import Withdrawable, tell_of_import
from genba.people.models import Person, Place, Team
from genba.sources.rows import FineRow
from genba.sources.targets import Before, ImportContext, Target, Words, register_target
from genba.sources.values import plain
from genba.sources.writing import write_many
from genba.trail.keys import random_key

LONGEST_TEXT = 10_000
LONGEST_OUTCOME = 1000


class _Report(NamedTuple):
    kind: str
    text: str
    severity: str
    place_id: int | None
    reporter_id: int | None
    reporter_name: str
    received_on: Any
    received_at: datetime | None
    state: str
    answered_at: datetime | None
    outcome: str
    outcome_on: Any
    external_id: str
    imported: dict[str, str]


BROUGHT = Withdrawable(Report, imported=facts.REPORT_IMPORTED, undone=facts.REPORT_IMPORT_UNDONE)


def make(rows: Sequence[FineRow], context: ImportContext) -> list[int]:
    """Make the reports of these rows, still withdrawn. Their numbers are random, as those of all reports."""
    now, keys = timezone.now(), [random_key() for row in rows]
    same = {"team_id": _team_id(context), "import_id": context.import_id, "withdrawn_at": now}
    reports = (_report(row, context, now) for row in rows)
    write_many(
        Report,
        ("id", *_Report._fields, *same),
        ((key, *report, *same.values()) for key, report in zip(keys, reports, strict=True)),
    )
    return keys


def change(pairs: Sequence[tuple[int, FineRow]], context: ImportContext) -> list[Before]:
    """Take over what changed in the register; an answer that people gave here is never touched."""
    reports = Report.objects.in_bulk([pk for pk, _row in pairs])
    befores = [_change(reports[pk], row, context) for pk, row in pairs]
    tell_of_import(facts.REPORT_CHANGED_BY_IMPORT, Report, [pk for pk, _row in pairs], context)
    return befores


def put_back(pairs: Sequence[tuple[int, Before]], context: ImportContext) -> None:
    """Undo what `change` did."""
    reports = Report.objects.in_bulk([pk for pk, _before in pairs])
    for pk, before in pairs:
        for name, value in before.items():
            setattr(reports[pk], name, _from_json(name, value))
        reports[pk].save(update_fields=list(before))
    tell_of_import(facts.REPORT_IMPORT_UNDONE, Report, [pk for pk, _before in pairs], context)


def places(person: Person) -> list[tuple[str, Words]]:
    """The teams for which this person may bring in reports."""
    teams = Team.objects.order_by("name")
    return [
        (f"team:{team.pk}", team.name)
        for team in teams
        if person.is_administrator or person.answers_for(team)
    ]


def address(place: str) -> str:
    """Where the reports of the team wait."""
    del place
    try:
        return reverse("listen:inbox")
    except NoReverseMatch:
        return ""


def people() -> list[tuple[int, str, str]]:
    """Everybody who may have sent a report."""
    return list(Person.objects.filter(erased_on=None).values_list("pk", "email", "name"))


def _report(row: FineRow, context: ImportContext, now: datetime) -> _Report:
    values: dict[str, Any] = row.values
    received = values.get("received") or now
    outcome, text = values.get("answer") or "", values["text"]
    is_answered = bool(outcome or values.get("answered")) or values.get("state") == Report.State.ANSWERED
    answered_at = (values.get("answered") or received) if is_answered else None
    rest = dict(row.rest)
    if len(text) > LONGEST_TEXT:
        rest[context.column_of("text")], text = text, text[: LONGEST_TEXT - 1] + "…"
    if len(outcome) > LONGEST_OUTCOME:
        rest[context.column_of("answer")], outcome = outcome, outcome[: LONGEST_OUTCOME - 1] + "…"
    return _Report(
        kind=values.get("kind") or "",
        text=text,
        severity=values.get("severity") or "",
        place_id=_place_id(values.get("place") or "", context),
        reporter_id=values.get("reporter"),
        reporter_name=values.get("reporter_name") or "",
        received_on=timezone.localdate(received),
        received_at=received,
        state=Report.State.ANSWERED.value if is_answered else Report.State.NEW.value,
        answered_at=answered_at,
        outcome=outcome,
        outcome_on=timezone.localdate(answered_at) if answered_at and outcome else None,
        external_id=row.external_id if not row.external_id.startswith("#") else "",
        imported=rest,
    )


def _change(report: Report, row: FineRow, context: ImportContext) -> Before:
    wanted = _report(row, context, report.received_at or timezone.now())
    names = {"text", "imported"}
    for field, columns in _COLUMNS_OF.items():
        if context.column_of(field):
            names |= columns
    if report.answered_by_id is not None:
        names -= {"state", "answered_at", "outcome", "outcome_on"}
    fresh = {name: getattr(wanted, name) for name in names}
    before = {
        name: _to_json(getattr(report, name)) for name, new in fresh.items() if getattr(report, name) != new
    }
    for name in before:
        setattr(report, name, fresh[name])
    report.save(update_fields=list(before))
    return before


_COLUMNS_OF = {
    "kind": {"kind"},
    "severity": {"severity"},
    "place": {"place_id"},
    "reporter": {"reporter_id"},
    "reporter_name": {"reporter_name"},
    "received": {"received_on", "received_at"},
    "answer": {"state", "answered_at", "outcome", "outcome_on"},
    "state": {"state", "answered_at"},
}


def _place_id(name: str, context: ImportContext) -> int | None:
    """The place of that name; an unknown one stays as a word with the report."""
    if "places" not in context.memory:
        context.memory["places"] = {plain(known): pk for pk, known in Place.objects.values_list("pk", "name")}
    return cast(dict[str, int], context.memory["places"]).get(plain(name)) if name else None


def _team_id(context: ImportContext) -> int:
    return int(context.place.removeprefix("team:"))


def _to_json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _from_json(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name.endswith("_at"):
        return parse_datetime(value)
    return parse_date(value) if name.endswith("_on") else value


register_target(
    Target(
        kind="reports",
        label=_("Reports for a team"),
        fields=FIELDS,
        make=make,
        show=BROUGHT.show,
        withdraw=BROUGHT.withdraw,
        discard=BROUGHT.discard,
        change=change,
        put_back=put_back,
        address=address,
        place_label=_("Team that answers"),
        places=places,
        people=people,
    )
)
