"""Rows of a table become readings of one metric: one for each moment, all of them or none."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.bringing import brought_by
from genba.people.models import Person
from genba.sources.rows import FineRow
from genba.sources.targets import Before, Fault, Ids, ImportContext, Target, Words, register_target
from genba.sources.values import FieldSpec, Value, words
from genba.sources.writing import reserve_keys, write_many
from genba.trail.kinds import FactKind
from genba.trail.record import Telling, record_many
from genba.understand import facts
from genba.understand.measuring import NewReading, fault_of
from genba.understand.models import Metric, Reading

FIELDS = (
    FieldSpec(
        "at",
        _("Day or time"),
        kind="datetime",
        required=True,
        identifies=True,
        synonyms=words(
            "day; date; when; time; t; week; month; period; timestamp; datum; tag; zeit; zeitpunkt; woche; "
            "monat; fecha; día; hora; semana; mes; jour; heure; semaine; mois"
        ),
        help=_("One reading for each moment: the same table twice changes nothing."),
    ),
    FieldSpec(
        "value",
        _("Value"),
        kind="number",
        required=True,
        synonyms=words(
            "y; reading; number; count; result; measurement; wert; messwert; anzahl; ergebnis; zahl; "
            "valor; cantidad; resultado; medida; valeur; nombre; résultat; mesure"
        ),
    ),
    FieldSpec(
        "denominator",
        _("Out of"),
        kind="number",
        synonyms=words(
            "n; denominator; total; of; per; base; size; opportunities; exposure; von; nenner; gesamt; "
            "grundgesamtheit; de; denominador; total general; sur; dénominateur"
        ),
        help=_("Only for shares and rates."),
    ),
    FieldSpec(
        "note",
        _("Note"),
        max_length=300,
        synonyms=words(
            "comment; remark; notiz; bemerkung; kommentar; nota; comentario; remarque; commentaire"
        ),
    ),
)
_KEPT = ("value", "denominator", "note")


def judge(values: Mapping[str, Value], /, context: ImportContext) -> Fault | None:
    """A day to come, or what cannot be for this metric."""
    new = _reading(values)
    if new.at > timezone.now():
        return "at", _("This day is still to come. A reading is of something that was.")
    return fault_of(_metric(context), new)


def make(rows: Sequence[FineRow], context: ImportContext) -> list[int]:
    """Make the readings of these rows, still withdrawn."""
    keys, now, metric = reserve_keys(Reading, len(rows)), timezone.now(), _metric(context)
    read = [_reading(row.values) for row in rows]
    same = (metric.pk, context.by_id, context.import_id, now)
    write_many(
        Reading,
        ("id", "at", "value", "denominator", "note", "metric_id", "by_id", "import_id", "withdrawn_at"),
        (
            (key, one.at, one.value, _denominator(metric, one), one.note, *same)
            for key, one in zip(keys, read, strict=True)
        ),
    )
    return keys


def show(ids: Ids, context: ImportContext) -> None:
    """Show them. What was written down for the same moments meanwhile hides until the import is undone."""
    brought, now = _brought(ids), timezone.now()
    there = Reading.objects.filter(metric=_metric(context), at__in=brought.values("at")).exclude(pk__in=ids)
    there.update(withdrawn_at=now, hidden_by_import=context.import_id)
    brought.update(withdrawn_at=None, hidden_by_import=None, import_id=context.import_id)
    _tell(facts.READINGS_IMPORTED, context, ids)


def withdraw(ids: Ids, context: ImportContext) -> None:
    """Hide the readings of an import that is undone, and show what they had hidden."""
    metric = _metric(context)
    _brought(ids).update(withdrawn_at=timezone.now(), hidden_by_import=None)
    hidden = Reading.with_withdrawn.filter(
        metric=metric, hidden_by_import=context.import_id, at__in=_brought(ids).values("at")
    )
    free = hidden.exclude(at__in=Reading.objects.filter(metric=metric).values("at"))
    free.update(withdrawn_at=None, hidden_by_import=None)
    _tell(facts.READINGS_IMPORT_UNDONE, context, ids)


def discard(ids: Ids) -> None:
    """Remove readings that nobody has ever seen."""
    _brought(ids).exclude(withdrawn_at=None).delete()


def change(pairs: Sequence[tuple[int, FineRow]], context: ImportContext) -> list[Before]:
    """A moment that is there already takes the value of the table. What people left out stays left out."""
    metric, readings = _metric(context), Reading.with_withdrawn.in_bulk([pk for pk, _row in pairs])
    befores = [_change(readings[pk], row, metric, context) for pk, row in pairs]
    _write(list(readings.values()))
    _tell(facts.READINGS_CHANGED_BY_IMPORT, context, [one for one in befores if one])
    return befores


def put_back(pairs: Sequence[tuple[int, Before]], context: ImportContext) -> None:
    """Undo what `change` did."""
    readings = Reading.with_withdrawn.in_bulk([pk for pk, _before in pairs])
    for pk, before in pairs:
        for name, value in before.items():
            setattr(readings[pk], name, value)
    _write(list(readings.values()))
    _tell(facts.READINGS_IMPORT_UNDONE, context, [before for _pk, before in pairs if before])


def known(rows: Sequence[FineRow], context: ImportContext) -> dict[str, int]:
    """Readings of these moments that are there already, whoever wrote them down."""
    moments = {cast(datetime, row.values["at"]): row.external_id for row in rows}
    there = Reading.objects.filter(metric=_metric(context), at__in=list(moments)).values_list("at", "pk")
    return {moments[at]: pk for at, pk in there}


def places(person: Person) -> list[tuple[str, Words]]:
    """The metrics whose readings this person may write down; those that Genba counts are none of them."""
    mine = Metric.objects.readable_by(person).current().filter(computes="").order_by("name").distinct()
    return [(str(pk), name) for pk, name in mine.values_list("pk", "name")]


def address(place: str) -> str:
    """The chart of the metric."""
    return reverse("understand:metric", args=[place])


def _metric(context: ImportContext) -> Metric:
    if "metric" not in context.memory:
        context.memory["metric"] = Metric.objects.get(pk=context.place)
    return cast(Metric, context.memory["metric"])


def _reading(values: Mapping[str, Value]) -> NewReading:
    """What a row says: its numbers are finite, as the reader of numbers refuses others."""
    found: Any = values
    out_of = found.get("denominator")
    note = str(found.get("note") or "")
    return NewReading(found["at"], float(found["value"]), None if out_of is None else float(out_of), note)


def _denominator(metric: Metric, new: NewReading) -> float | None:
    return new.denominator if metric.needs_denominator else None


def _change(reading: Reading, row: FineRow, metric: Metric, context: ImportContext) -> Before:
    new = _reading(row.values)
    wanted: Before = {"value": new.value, "denominator": _denominator(metric, new)}
    if context.column_of("note"):
        wanted["note"] = new.note
    before = {name: getattr(reading, name) for name in wanted if getattr(reading, name) != wanted[name]}
    for name in before:
        setattr(reading, name, wanted[name])
    return before


def _write(readings: list[Reading]) -> None:
    Reading.with_withdrawn.bulk_update(readings, _KEPT, batch_size=500)


def _brought(ids: Ids) -> QuerySet[Reading]:
    return Reading.with_withdrawn.filter(pk__in=ids)


def _tell(kind: FactKind, context: ImportContext, these: Sequence[object]) -> None:
    """One fact of many readings."""
    if these:
        data = {"count": len(these), "import": context.import_id}
        record_many([Telling(kind, _metric(context), by=brought_by(context), data=data)])


register_target(
    Target(
        kind="readings",
        label=_("Readings of a metric"),
        fields=FIELDS,
        make=make,
        show=show,
        withdraw=withdraw,
        discard=discard,
        change=change,
        put_back=put_back,
        address=address,
        place_label=_("Metric"),
        places=places,
        known=known,
        judge=judge,
    )
)
