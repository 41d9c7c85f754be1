"""The cards that stand beside a process."""

from typing import Any

from django.db.models import Count, F, Window

from genba.improve.models import Card
from genba.people.models import Person
from genba.work.models import Process

MOST = 12


def open_cards_of(person: Person, process: Process) -> dict[str, Any]:
    """What is under way about a process: the first of it, what is due soonest on top, and how much it is."""
    cards = Card.objects.visible_to(person).under_way().filter(process=process)
    soonest = cards.select_related("board__team", "column", "owner").order_by(
        F("due_on").asc(nulls_last=True), "id"
    )
    shown = list(soonest.annotate(in_all=Window(Count("pk")))[:MOST])
    count: int = shown[0].__dict__["in_all"] if shown else 0
    return {
        "process": process,
        "cards": shown,
        "count": count,
        "beyond": max(0, count - MOST),
    }
