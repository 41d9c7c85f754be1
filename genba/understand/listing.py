"""The list of metrics: each with its newest reading and its target."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q, Subquery

from genba.people.models import Person
from genba.ui.control_chart.scale import number
from genba.understand.models import Metric, Reading, Target

MOST_SHOWN = 300


@dataclass(frozen=True)
class Listed:
    """One metric of the list. `shown` is its newest reading as people read it, a share told per something."""

    metric: Metric
    shown: float | None
    at: datetime | date | None
    target: Target | None

    @property
    def said(self) -> str:
        """The number as exact as the charts tell it: 97.7, never 97.73 here and 10.90 there."""
        return "—" if self.shown is None else number(self.shown)


def latest_of(person: Person, words: str = "") -> list[Listed]:
    """What is measured, narrowed to those that say these words; at most 300, in three questions."""
    found = Metric.objects.visible_to(person).current().select_related("team", "process")
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(definition__icontains=word))
    return listed(found[:MOST_SHOWN])


def listed(metrics: Iterable[Metric], targets: Mapping[int, Target] | None = None) -> list[Listed]:
    """Each with its newest reading that counts and its present target; three questions, however many.

    Two where whoever asks has read the targets with the metrics.
    """
    keys = [metric.pk for metric in metrics]
    readings = _newest(keys)
    if targets is None:
        targets = {one.metric_id: one for one in Target.objects.filter(metric__in=keys, ended_on=None)}
    return [_listed(metric, readings.get(metric.pk), targets.get(metric.pk)) for metric in metrics]


def newest_of(metric: Metric) -> Listed:
    """One metric with its newest reading that counts, without its target; one question."""
    return _listed(metric, _newest([metric.pk]).get(metric.pk), None)


def told(metric: Metric, reading: Reading) -> float:
    """The number that people read: the value, or the share of it told per something."""
    if metric.needs_denominator and reading.denominator:
        return reading.value / reading.denominator * metric.per
    return reading.value


def _newest(keys: list[int]) -> dict[int, Reading]:
    newest = Reading.objects.filter(metric=OuterRef("pk"), left_out_why="").order_by("-at").values("pk")[:1]
    newest_keys = Metric.objects.filter(pk__in=keys).values(newest=Subquery(newest))
    return {one.metric_id: one for one in Reading.objects.filter(pk__in=newest_keys)}


def _listed(metric: Metric, reading: Reading | None, target: Target | None) -> Listed:
    if reading is None:
        return Listed(metric, None, None, target)
    return Listed(metric, told(metric, reading), reading.told_at, target)
