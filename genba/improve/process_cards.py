"""The cards that stand beside a process."""

from typing import Any

from django.db.models import F

from genba.improve.models import Card
from genba.people.models import Person
from genba.work.models import Process

MOST = 12


def open_cards_of(person: Person, process: Process) -> dict[str, Any]:
    """What is under way about a process: the first of it, what is due soonest on top, and how much it is."""
    cards = Card.objects.visible_to(person).under_way().filter(process=process)
    count = cards.count()
    shown = cards.select_related("board__team", "column", "owner").order_by(
        F("due_on").asc(nulls_last=True), "id"
    )[:MOST]
    return {
        "process": process,
        "cards": shown if count else [],
        "count": count,
        "beyond": max(0, count - MOST),
    }
