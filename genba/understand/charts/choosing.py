"""The chart of a metric: chosen by its data or by somebody, drawn, and said in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from genba.analysis.chart_choice import Choice, choose
from genba.analysis.control_charts import suited_chart
from genba.analysis.series import Series
from genba.people.models import Person
from genba.trail.record import record
from genba.ui.control_chart.picture import Picture
from genba.understand import facts
from genba.understand.models import Metric, StepChange, Target
from genba.understand.series import Measured, measured

Shape, Kind = Metric.Shape, Metric.Chart
FITTING: Mapping[str, tuple[str, ...]] = {
    Shape.MEASURE: (Kind.XMR, Kind.RUN, Kind.EWMA),
    Shape.COUNT: (Kind.C, Kind.XMR, Kind.RUN, Kind.EWMA),
    Shape.PROPORTION: (Kind.P, Kind.PP, Kind.IP, Kind.XMR, Kind.RUN),
    Shape.RATE: (Kind.U, Kind.UP, Kind.IP, Kind.XMR, Kind.RUN),
    Shape.BETWEEN: (Kind.G, Kind.T, Kind.XMR, Kind.RUN),
}


@dataclass(frozen=True)
class Shown:
    """A metric with its picture. `choice` is what the data ask for.

    `changes` are the step changes that begin a phase of the picture, in its order; `marked` are all that
    stand. `whys` says of each reading why it is left out; empty where it counts.
    """

    metric: Metric
    choice: Choice
    kind: str
    picture: Picture
    series: Series
    target: Target | None = None
    changes: list[StepChange] = field(default_factory=list)
    marked: list[StepChange] = field(default_factory=list)
    whys: list[str] = field(default_factory=list)

    @property
    def is_chosen(self) -> bool:
        """Whether somebody chose the chart."""
        return self.kind == self.metric.chart

    @property
    def is_replaced(self) -> bool:
        """Whether another chart is drawn for now, as there are too few readings."""
        return self.picture.charted.kind != self.kind


def shown(metric: Metric) -> Shown:
    """The chart of one metric, with who marked its step changes."""
    return shown_many([metric])[metric.pk]


def shown_many(metrics: Iterable[Metric]) -> dict[int, Shown]:
    """The charts of many metrics by their number, in three questions to the database."""
    known = list(metrics)
    standing = Target.objects.filter(metric__in=known, ended_on=None).select_related("counter")
    targets = {one.metric_id: one for one in standing}
    changes: dict[int, list[StepChange]] = defaultdict(list)
    for change in StepChange.objects.filter(metric__in=known, struck_at=None).select_related("by"):
        changes[change.metric_id].append(change)
    read = measured(known, {key: [change.at for change in marked] for key, marked in changes.items()})
    return {one.pk: _shown(one, read[one.pk], targets.get(one.pk), changes[one.pk]) for one in known}


@transaction.atomic
def draw_as(metric: Metric, kind: str, *, by: Person) -> bool:
    """Draw this chart from now on; empty: let the data choose. Whether anything changed.

    Raises ValidationError for a chart that does not fit what a reading of the metric is.
    """
    if kind and kind not in FITTING[metric.shape]:
        raise ValidationError({"chart": _("This chart does not fit what a reading of this metric is.")})
    if not Metric.objects.filter(pk=metric.pk).exclude(chart=kind).update(chart=kind):
        return False
    metric.chart = kind
    record(facts.CHART_CHOSEN if kind else facts.CHART_FREED, metric, by=by, chart=kind)
    return True


@transaction.atomic
def read_with(metric: Metric, *, rules: str, spread: str, is_screened: bool, by: Person) -> bool:
    """Keep which patterns are marked, and how the usual variation is estimated. Whether anything changed."""
    held = Metric.objects.select_for_update().get(pk=metric.pk)
    if (held.rules, held.spread, held.is_screened) == (rules, spread, is_screened):
        return False
    held.rules, held.spread, held.is_screened = rules, spread, is_screened
    held.save(update_fields=["rules", "spread", "is_screened"])
    record(facts.CHART_RULES_CHANGED, metric, by=by, rules=rules, spread=spread, is_screened=is_screened)
    return True


def _shown(metric: Metric, read: Measured, target: Target | None, marked: list[StepChange]) -> Shown:
    at, series, whys = read
    with np.errstate(
        over="ignore", invalid="ignore", divide="ignore"
    ):  # huge readings are drawn, not refused
        choice = choose(series, metric.shape)
        kind = metric.chart if metric.chart in FITTING[metric.shape] else choice.kind
        charted = suited_chart(
            series, kind, metric.rules, spread=metric.spread, is_screened=metric.is_screened
        )
    picture = Picture(
        charted,
        at,
        better=metric.better,
        target=target.value if target else None,
        unit=unit_of(metric),
        scale=metric.per if metric.needs_denominator else 1.0,
        floor=None if metric.may_be_negative else 0.0,
    )
    begun = {at[start] for start in charted.starts[1:]}
    changes = [one for one in marked if _first(one, at) in begun]
    return Shown(metric, choice, kind, picture, series, target, changes, marked, whys)


def _first(change: StepChange, at: list[datetime]) -> datetime | None:
    """The first reading of the new time."""
    return next((moment for moment in at if moment >= change.at), None)


def unit_of(metric: Metric) -> str:
    """What the numbers on the axis are: the unit, or "%" and "per 1,000" for shares and rates."""
    if metric.unit or not metric.needs_denominator or metric.per == 1:
        return metric.unit
    if metric.per == 100 and metric.shape == Shape.PROPORTION:
        return "%"
    return _("per %(number)s") % {"number": metric.per}
