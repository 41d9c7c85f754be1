"""How metrics are defined, and how readings are taken, corrected and left out; each with its fact."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.trail.record import record
from genba.understand import facts
from genba.understand.models import Metric, Reading


@dataclass(frozen=True, slots=True)
class NewReading:
    """A reading on its way in: by hand, from a table, from a source."""

    at: datetime
    value: float
    denominator: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A reading that was not taken, with its place among those that came and the reason in words."""

    place: int
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of many readings."""

    new: int
    changed: int
    same: int
    refused: tuple[Refused, ...]


@transaction.atomic
def keep_metric(metric: Metric, *, by: Person) -> None:
    """Save a new or changed metric. Raises ValidationError where the name is taken."""
    fact = facts.METRIC_CHANGED if metric.pk else facts.METRIC_DEFINED
    try:
        with transaction.atomic():
            metric.save()
    except IntegrityError:
        raise ValidationError({"name": _("There is a metric with this name already.")}) from None
    record(fact, metric, by=by)


@transaction.atomic
def close_metric(metric: Metric, *, by: Person, is_closed: bool = True) -> bool:
    """Stop measuring it, or begin again. Whether anything changed."""
    if not Metric.objects.filter(pk=metric.pk, is_closed=not is_closed).update(is_closed=is_closed):
        return False
    metric.is_closed = is_closed
    record(facts.METRIC_CLOSED if is_closed else facts.METRIC_REOPENED, metric, by=by)
    return True


def fault_of(metric: Metric, new: NewReading) -> tuple[str, str] | None:
    """The field and the sentence where a reading cannot be; None where it can."""
    numbers = [("value", new.value)] + [("denominator", d) for d in [new.denominator] if d is not None]
    for name, number in numbers:
        if not math.isfinite(number):
            return name, _("This is not a number that can be measured.")
    if new.value < 0 and not metric.may_be_negative:
        return "value", _("This metric cannot be less than zero.")
    return _fault_of_share(metric, new) if metric.needs_denominator else None


def _fault_of_share(metric: Metric, new: NewReading) -> tuple[str, str] | None:
    if new.denominator is None:
        return "denominator", _("Say out of how many, or per how much.")
    if new.denominator <= 0:
        return "denominator", _("Out of nothing there is no share: this must be more than zero.")
    if metric.shape == Metric.Shape.PROPORTION and new.value > new.denominator:
        return "value", _("There cannot be more than all: this is more than the number it is out of.")
    return None


@transaction.atomic
def take_reading(metric: Metric, new: NewReading, *, by: Person | None) -> Reading:
    """Write one reading down. Raises ValidationError where it cannot be, or where that moment has one."""
    if fault := fault_of(metric, new):
        raise ValidationError({fault[0]: fault[1]})
    try:
        with transaction.atomic():
            reading = Reading.objects.create(
                metric=metric, at=new.at, value=new.value, denominator=new.denominator, note=new.note, by=by
            )
    except IntegrityError:
        there = Reading.objects.get(metric=metric, at=new.at)
        words = _("There is a reading for this time already: {value}. Correct that one if it is wrong.")
        raise ValidationError({"at": words.format(value=f"{there.value:g}")}) from None
    record(facts.READING_TAKEN, metric, by=by, reading=reading.pk, value=new.value)
    return reading


@transaction.atomic
def correct_reading(reading: Reading, new: NewReading, *, by: Person) -> bool:
    """Another value for the same moment; the trail keeps what stood there. Whether anything changed."""
    if fault := fault_of(reading.metric, new):
        raise ValidationError({fault[0]: fault[1]})
    held = Reading.objects.select_for_update().get(pk=reading.pk)
    if (held.value, held.denominator, held.note) == (new.value, new.denominator, new.note):
        return False
    before = held.value
    held.value, held.denominator, held.note = new.value, new.denominator, new.note
    held.save(update_fields=["value", "denominator", "note"])
    record(facts.READING_CORRECTED, held.metric, by=by, reading=held.pk, before=before, value=new.value)
    return True


@transaction.atomic
def take_readings(metric: Metric, rows: Iterable[NewReading], *, by: Person | None = None) -> Arrived:
    """Many readings from outside: new moments are added, known ones take the newest value, faults are named.

    One fact tells of them all. A reading that people left out stays left out.
    """
    twice = _("There are two readings for this time; the first one counts.")
    fine, refused = {}, []
    for place, row in enumerate(rows):
        if fault := fault_of(metric, row):
            refused.append(Refused(place, *fault))
        elif row.at in fine:
            refused.append(Refused(place, "at", twice))
        else:
            fine[row.at] = row
    Metric.objects.select_for_update().get(pk=metric.pk)
    there = {one.at: one for one in Reading.objects.filter(metric=metric, at__in=list(fine))}
    new = [
        Reading(metric=metric, at=at, value=row.value, denominator=row.denominator, note=row.note, by=by)
        for at, row in fine.items()
        if at not in there
    ]
    changed = [
        one
        for at, one in there.items()
        if (one.value, one.denominator) != (fine[at].value, fine[at].denominator)
    ]
    for one in changed:
        one.value, one.denominator = fine[one.at].value, fine[one.at].denominator
    Reading.objects.bulk_create(new, batch_size=500)
    Reading.objects.bulk_update(changed, ["value", "denominator"], batch_size=500)
    if new or changed:
        record(facts.READINGS_ARRIVED, metric, by=by, count=len(new), changed=len(changed))
    return Arrived(len(new), len(changed), len(there) - len(changed), tuple(refused))


@transaction.atomic
def leave_out(reading: Reading, *, by: Person, why: str) -> bool:
    """It counts for no limit any more and stays to be seen. Without a reason (empty) it counts again."""
    if not Reading.objects.filter(pk=reading.pk).exclude(left_out_why=why).update(left_out_why=why):
        return False
    fact = facts.READING_LEFT_OUT if why else facts.READING_COUNTS
    record(fact, reading.metric, by=by, reading=reading.pk)
    return True
