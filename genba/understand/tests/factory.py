"""Metrics and readings for tests."""

from datetime import UTC, datetime, timedelta

from genba.understand.measuring import NewReading, keep_metric, take_readings
from genba.understand.models import Metric

FIRST = datetime(2025, 1, 6, tzinfo=UTC)
WEEKLY = [12, 14, 11, 13, 15, 12, 10, 13, 14, 12, 11, 13, 12, 14, 13]


def make_metric(cast, name="Near misses told", **more):
    """A metric of the line's, owned by Amira; nothing is read yet."""
    words = {
        "definition": "Reports of the kind near miss in a week.",
        "better": Metric.Better.UP,
        "shape": Metric.Shape.COUNT,
        "rhythm": Metric.Rhythm.WEEK,
        "owner": cast.amira,
        "team": cast.line,
        "made_on": FIRST.date(),
        **more,
    }
    metric = Metric(name=name, **words)
    keep_metric(metric, by=cast.quentin)
    return metric


def weekly(values, denominators=None):
    """Readings a week apart, from the first Monday of 2025."""
    outs = denominators or [None] * len(values)
    return [
        NewReading(FIRST + timedelta(weeks=week), value, out)
        for week, (value, out) in enumerate(zip(values, outs, strict=True))
    ]


def make_measured(cast, values=WEEKLY, denominators=None, **more):
    """A metric with weekly readings."""
    metric = make_metric(cast, **more)
    take_readings(metric, weekly(values, denominators))
    return metric
