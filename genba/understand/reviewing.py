"""The rhythm in which metrics are looked at: when the next look is due, and that somebody looked."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from genba.people.models import Person
from genba.trail.record import record
from genba.understand import facts
from genba.understand.models import Metric

DAYS = {
    Metric.Rhythm.DAY: 1,
    Metric.Rhythm.WEEK: 7,
    Metric.Rhythm.MONTH: 31,
    Metric.Rhythm.QUARTER: 92,
    Metric.Rhythm.YEAR: 366,
}
MOST = 5


def next_look(metric: Metric) -> date | None:
    """The day of the next look; None where one looks whenever it happens."""
    days = DAYS.get(Metric.Rhythm(metric.review))
    return None if days is None else (metric.reviewed_on or metric.made_on) + timedelta(days=days)


@transaction.atomic
def look_at(metric: Metric, *, by: Person) -> bool:
    """Somebody looked at it today; told once a day. Whether anything changed."""
    today = timezone.localdate()
    not_today = Q(reviewed_on=None) | ~Q(reviewed_on=today)
    if not Metric.objects.filter(not_today, pk=metric.pk).update(reviewed_on=today):
        return False
    metric.reviewed_on = today
    record(facts.METRIC_LOOKED_AT, metric, by=by)
    return True


def due_looks(person: Person) -> dict[str, Any] | None:
    """What this person owns and has not looked at in its rhythm, the oldest first."""
    due = list(_due(Metric.objects.current().filter(owner=person), timezone.localdate())[: MOST + 1])
    if not due:
        return None
    rows = sorted(((one, next_look(one)) for one in due[:MOST]), key=lambda row: row[1] or date.max)
    return {"rows": rows, "more": len(due) > MOST}


def _due(found: QuerySet[Metric], today: date) -> QuerySet[Metric]:
    late = Q(pk__in=[])
    for rhythm, days in DAYS.items():
        before = today - timedelta(days=days)
        late |= Q(review=rhythm) & (Q(reviewed_on__lte=before) | Q(reviewed_on=None, made_on__lte=before))
    return found.filter(late).order_by("reviewed_on", "made_on")
