"""From the readings of metrics to the series that the charts and the signs compute with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np

from genba.analysis.series import Series
from genba.understand.models import Metric, Reading, StepChange

At = list[datetime]


class Measured(NamedTuple):
    """The readings of a metric in the order of their moments. `whys`: why one is left out, or empty."""

    at: At
    series: Series
    whys: list[str]


def series_of(metric: Metric) -> tuple[At, Series]:
    """The moments of a metric's readings, and the readings. Two questions."""
    return many_series([metric])[metric.pk]


def many_series(metrics: Iterable[Metric]) -> dict[int, tuple[At, Series]]:
    """The same for many metrics, by their number; two questions for all of them."""
    known = {metric.pk: metric for metric in metrics}
    changes: dict[int, list[datetime]] = defaultdict(list)
    for key, at in StepChange.objects.filter(metric__in=known, struck_at=None).values_list("metric_id", "at"):
        changes[key].append(at)
    return {key: (one.at, one.series) for key, one in measured(known.values(), changes).items()}


def measured(metrics: Iterable[Metric], changes: Mapping[int, Sequence[datetime]]) -> dict[int, Measured]:
    """The readings of many metrics by their number, where the step changes are known; one question."""
    known = {metric.pk: metric for metric in metrics}
    rows: dict[int, list[tuple[datetime, float, float | None, str]]] = defaultdict(list)
    columns = ("metric_id", "at", "value", "denominator", "left_out_why")
    for key, *row in (
        Reading.objects.filter(metric__in=known).order_by("metric_id", "at").values_list(*columns)
    ):
        rows[key].append(tuple(row))
    return {key: _measured(metric, rows[key], changes.get(key, ())) for key, metric in known.items()}


def _measured(
    metric: Metric, rows: list[tuple[datetime, float, float | None, str]], changes: Sequence[datetime]
) -> Measured:
    at = [row[0] for row in rows]
    starts = {0} | {sum(one < change for one in at) for change in changes}
    left_out = np.array([bool(row[3]) for row in rows], dtype=bool)
    until = metric.frozen_until
    denominator = (
        np.array([np.nan if row[2] is None else row[2] for row in rows], dtype=float)
        if metric.needs_denominator
        else None
    )
    series = Series(
        value=np.array([row[1] for row in rows], dtype=float),
        left_out=left_out,
        denominator=denominator,
        starts=tuple(sorted(start for start in starts if start < len(at) or not start)),
        frozen=sum(one <= until for one, out in zip(at, left_out, strict=True) if not out) if until else None,
    )
    return Measured(at, series, [row[3] for row in rows])
