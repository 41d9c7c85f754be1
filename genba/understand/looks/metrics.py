"""Whether metrics moved, and whether the counter-metrics of targets moved the wrong way."""

from collections.abc import Iterable, Sequence
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
AT_ONCE = 500


def look_at_metrics(today: date) -> Iterable[Found]:
    """All metrics that are measured, together: the portfolio of one night."""
    metrics = list(Metric.objects.current())
    if not metrics:
        return of_all_of_us(not_enough(metric_moved.SIGN.name, "metrics", 1))
    read = _read(metrics, today)
    verdicts = metric_moved.look(
        [values for values, _per_month in read],
        [per_month for _values, per_month in read],
        generator=np.random.default_rng(SEED),
    )
    return [of(metric, verdict) for metric, verdict in zip(metrics, verdicts, strict=True)]


def look_at_counters(today: date) -> Iterable[Found]:
    """The counter-metrics of the targets that count now; without a good direction there is no wrong one."""
    targets = Target.objects.filter(ended_on=None).select_related("counter")
    counters = {target.counter_id: target.counter for target in targets}
    wrong = [one for one in counters.values() if one.better != Metric.Better.NEITHER and not one.is_closed]
    if not wrong:
        return of_all_of_us(not_enough(counter_moved.SIGN.name, "targets", 1))
    verdicts = counter_moved.look(
        [
            counter_moved.Counter(values, per_month, wrong_is_up=one.better == Metric.Better.DOWN)
            for one, (values, per_month) in zip(wrong, _read(wrong, today), strict=True)
        ],
        generator=np.random.default_rng(SEED),
    )
    return [of(metric, verdict) for metric, verdict in zip(wrong, verdicts, strict=True)]


def _read(metrics: Sequence[Metric], today: date) -> list[tuple[list[float], float]]:
    """The last readings that count of each metric, and how often a month it is read; 500 at a time."""
    read = []
    for start in range(0, len(metrics), AT_ONCE):
        some = metrics[start : start + AT_ONCE]
        series = many_series(some)
        for one in some:
            at, values = series[one.pk]
            read.append((_since_step_change(values)[-metric_moved.LONGEST :], _per_month(one, at, today)))
    return read


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
