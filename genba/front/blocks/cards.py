"""Cards on the home page: one's own, and those that are late."""

from typing import Any

from django.utils import timezone

from genba.improve.models import Card
from genba.people.models import Person

MOST = 5


def own_cards(person: Person) -> dict[str, Any]:
    """The work in my hands, what is due first on top."""
    own = Card.objects.current().under_way().filter(owner=person)
    return {"cards": own.select_related("column", "board").order_by("due_on", "-column_since")[:MOST]}


def late_cards(person: Person) -> dict[str, Any] | None:
    """What has passed its date in the teams I work in."""
    late = Card.objects.changeable_by(person).under_way().filter(due_on__lt=timezone.localdate())
    cards = list(late.select_related("column", "board", "owner").order_by("due_on")[:MOST])
    return {"cards": cards} if cards else None
