"""Metrics that Genba counts by itself, for tests."""

from datetime import UTC, date

from genba.conftest import make_person
from genba.people.models import Membership
from genba.understand.computed import filling
from genba.understand.tests.factory import make_metric

TODAY = date(2026, 5, 9)


def enough_people(cast):
    """Six people in the line, so that a count points at nobody."""
    for name in ("Ana", "Bo", "Cem", "Dag"):
        Membership.objects.create(person=make_person(f"{name} Example"), team=cast.line)
    return cast


def figures(metric):
    return {
        reading.at.astimezone(UTC).date(): (reading.value, reading.denominator)
        for reading in metric.readings.all()
    }


def filled(cast, code, *, today=TODAY, **more):
    metric = make_metric(cast, computes=code, **more)
    filling.fill(metric, today=today)
    return metric
