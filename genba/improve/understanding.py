"""Understand: five whys, and a cause drawn from the system. Nowhere is there a place for a culprit."""

from collections.abc import Iterable

from django.db import transaction

from genba.improve import facts
from genba.improve.models import Card, Cause, Why
from genba.people.models import Person
from genba.trail.record import record

MOST_WHYS = 5


@transaction.atomic
def write_whys(card: Card, answers: Iterable[str], *, by: Person) -> bool:
    """Write down the whys in their order, at most five; empty ones close up. True where anything changed."""
    kept = [answer.strip() for answer in answers if answer.strip()][:MOST_WHYS]
    if kept == [why.answer for why in card.whys.all()]:
        return False
    card.whys.all().delete()
    Why.objects.bulk_create(
        Why(card=card, position=place, answer=answer) for place, answer in enumerate(kept, start=1)
    )
    record(facts.WHYS_WRITTEN, card, by=by, count=len(kept))
    return True


@transaction.atomic
def name_cause(card: Card, *, category: str, text: str, by: Person) -> Cause:
    """Name what in the system allowed it. The same words in the same category are one cause."""
    cause, is_new = Cause.objects.get_or_create(card=card, category=category, text=text)
    if is_new:
        record(facts.CAUSE_NAMED, card, by=by, category=category)
    return cause


@transaction.atomic
def take_back_cause(cause: Cause, *, by: Person) -> None:
    """Take a cause off the card; the trail keeps that it stood there."""
    record(facts.CAUSE_TAKEN_BACK, cause.card, by=by, category=cause.category)
    cause.delete()
