"""The nightly job that takes the readings which Genba counts by itself. It may be run again and again."""

from datetime import date, timedelta

from django.utils import timezone

from genba.people.models import Team
from genba.trail.work import job
from genba.understand.computed.records import heads_of
from genba.understand.computed.registry import (
    Computation,
    Scope,
    computation_named,
    moment_of,
    month_after,
    month_before,
    month_of,
)
from genba.understand.measuring import take_readings
from genba.understand.models import Metric

FEWEST_PEOPLE = 5
MONTHS_AT_FIRST = 24
MONTHS_ANEW = 3
SETTLED_AFTER = timedelta(days=7)


@job()
def fill_computed_metrics() -> None:
    """Fill every metric that Genba can count, one short transaction each."""
    today = timezone.localdate()
    for metric in Metric.objects.current().exclude(computes="").select_related("team", "process__team"):
        fill(metric, today=today)


def fill(metric: Metric, *, today: date) -> None:
    """Take the readings of one metric, for whole months that have settled.

    A month is counted when it has been over for a week. So no figure grows from one day to the next, which
    would tell the day on which a report without a name came. Teams of fewer than five people get no figure of
    what people say. The last three months are counted anew, for what came late.
    """
    computation = computation_named(metric.computes)
    if computation is None or is_too_small(metric, computation):
        return
    months = _months(metric, computation, last_settled(today))
    if months:
        scope = Scope(months, team_of(metric), metric.process)
        take_readings(metric, computation.compute(scope), by=None)


def last_settled(today: date) -> date:
    """The newest month that ended a week ago or earlier."""
    return month_before((today - SETTLED_AFTER).replace(day=1))


def team_of(metric: Metric) -> Team | None:
    """The team whose records count: the metric's own, or that of its process."""
    return metric.team or (metric.process.team if metric.process else None)


def is_too_small(metric: Metric, computation: Computation) -> bool:
    """Whether so few people are meant that a count could point at one of them."""
    return computation.of_people and heads_of(team_of(metric)) < FEWEST_PEOPLE


def _months(metric: Metric, computation: Computation, last: date) -> tuple[date, ...]:
    if computation.is_snapshot:
        return () if metric.readings.filter(at=moment_of(last)).exists() else (last,)
    newest = metric.readings.order_by("at").values_list("at", flat=True).last()
    number = MONTHS_AT_FIRST if newest is None else MONTHS_ANEW
    first = last if newest is None else min(last, month_of(newest))
    for _step in range(number - 1):
        first = month_before(first)
    months = [first]
    while months[-1] < last:
        months.append(month_after(months[-1]))
    return tuple(months)
