"""Whether metrics moved, and whether the counter-metrics of targets moved the wrong way."""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np

from genba.analysis.series import Series
from genba.analysis.signs import counter_moved, metric_moved
from genba.analysis.signs.sign import not_enough
from genba.understand.models import Metric, Target
from genba.understand.series import At, many_series
from genba.understand.signs.registry import Found, of, of_all_of_us, register_look

SEED = 20_26  # the same every night: readings that did not change keep their p
PER_MONTH = {
    Metric.Rhythm.DAY: 30.0,
    Metric.Rhythm.WEEK: 4.35,
    Metric.Rhythm.MONTH: 1.0,
    Metric.Rhythm.QUARTER: 1 / 3,
    Metric.Rhythm.YEAR: 1 / 12,
}
A_QUARTER = timedelta(days=91)


def look_at_metrics(today: date) -> Iterable[Found]:
    """All metrics that are measured, together: the portfolio of one night."""
    metrics = list(Metric.objects.current())
    if not metrics:
        return of_all_of_us(not_enough(metric_moved.SIGN.name, "metrics", 1))
    series = many_series(metrics)
    verdicts = metric_moved.look(
        [_since_step_change(series[one.pk][1]) for one in metrics],
        [_per_month(one, series[one.pk][0], today) for one in metrics],
        generator=np.random.default_rng(SEED),
    )
    return [of(metric, verdict) for metric, verdict in zip(metrics, verdicts, strict=True)]


def look_at_counters(today: date) -> Iterable[Found]:
    """The counter-metrics of the targets that count now; without a good direction there is no wrong one."""
    targets = Target.objects.filter(ended_on=None).select_related("counter")
    metrics = {target.counter_id: target.counter for target in targets}
    wrong = {
        pk: one for pk, one in metrics.items() if one.better != Metric.Better.NEITHER and not one.is_closed
    }
    if not wrong:
        return of_all_of_us(not_enough(counter_moved.SIGN.name, "targets", 1))
    series = many_series(wrong.values())
    verdicts = counter_moved.look(
        [
            counter_moved.Counter(
                _since_step_change(series[pk][1]),
                _per_month(one, series[pk][0], today),
                wrong_is_up=one.better == Metric.Better.DOWN,
            )
            for pk, one in wrong.items()
        ],
        generator=np.random.default_rng(SEED),
    )
    return [of(metric, verdict) for metric, verdict in zip(wrong.values(), verdicts, strict=True)]


def _since_step_change(series: Series) -> list[float]:
    """The readings since the last step change that count, as shares where they are made of two numbers."""
    start = series.starts[-1] if series.starts else 0
    values = series.value if series.denominator is None else series.value / series.denominator
    counted: list[float] = values[start:][~series.left_out[start:]].tolist()
    return counted


def _per_month(metric: Metric, at: At, today: date) -> float:
    """How often a month a metric is read; what has no rhythm is counted over the last quarter."""
    if metric.rhythm == Metric.Rhythm.EVENT:
        return sum(one.date() > today - A_QUARTER for one in at) / 3
    return PER_MONTH[Metric.Rhythm(metric.rhythm)]


register_look(metric_moved.SIGN, look_at_metrics)
register_look(counter_moved.SIGN, look_at_counters)
