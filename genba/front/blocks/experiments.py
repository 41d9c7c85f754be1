"""Experiments whose day has come, or comes within a week."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from genba.improve.models import Card, Experiment
from genba.people.models import Person

MOST = 5


def ending_experiments(person: Person) -> dict[str, Any] | None:
    """What was tried and will soon show its result."""
    ending = Experiment.objects.filter(
        result=Experiment.Result.OPEN,
        until__lte=timezone.localdate() + timedelta(days=7),
        card__in=Card.objects.changeable_by(person),
    )
    found = list(ending.select_related("card__board").order_by("until")[:MOST])
    return {"experiments": found} if found else None
