"""The dated looks at whether something helped, when their day has come."""

from typing import Any

from django.utils import timezone

from genba.improve.models import Card, EffectivenessCheck
from genba.people.models import Person

MOST = 5
OPEN = (EffectivenessCheck.Result.PLANNED, EffectivenessCheck.Result.DUE)


def due_checks(person: Person) -> dict[str, Any]:
    """What this person should go and look at now."""
    due = EffectivenessCheck.objects.filter(
        result__in=OPEN, due_on__lte=timezone.localdate(), card__in=Card.objects.changeable_by(person)
    )
    return {"checks": due.select_related("card__board").order_by("due_on")[:MOST]}
