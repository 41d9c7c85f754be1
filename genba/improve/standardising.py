"""Standardise: what became the normal way, and where."""

from django.db import transaction

from genba.improve import facts
from genba.improve.models import Card
from genba.people.models import Person, Place
from genba.trail.models import Link
from genba.trail.models.link import LinkQuerySet
from genba.trail.record import record
from genba.trail.subjects import kind_of

CHANGED = "changed"


@transaction.atomic
def set_standard(card: Card, *, standard_changed: str, place: Place | None, by: Person) -> bool:
    """Write down what became the standard, and tie the card to the place that changed, or untie it."""
    before = (card.standard_changed, place_changed(card))
    if before == (standard_changed, place.pk if place else None):
        return False
    card.standard_changed = standard_changed
    card.save(update_fields=["standard_changed"])
    _ties(card).delete()
    if place is not None:
        Link.objects.tie(card, place, meaning=CHANGED)
    record(facts.STANDARD_SET, card, by=by, place=place.pk if place else None)
    return True


def place_changed(card: Card) -> int | None:
    """The place that the card changed."""
    key = _ties(card).values_list("to_id", flat=True).first()
    return int(key) if key else None


def _ties(card: Card) -> LinkQuerySet:
    return Link.objects.filter(
        from_kind=kind_of(card), from_id=str(card.pk), to_kind=kind_of(Place), meaning=CHANGED
    )
