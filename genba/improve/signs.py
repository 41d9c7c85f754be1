"""A card as the answer to a warning sign, and what the signs see of cards."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from genba.improve import facts
from genba.improve.cards import open_card
from genba.improve.models import Card, Family
from genba.improve.recurrence.joining import join_family
from genba.improve.recurrence.taken_up import families
from genba.people.models import Person
from genba.trail.subjects import kind_of
from genba.understand.looks.given import Action, Families, count_as_activity, give
from genba.understand.models import Sign
from genba.understand.signs.answering import answer_with_card


@transaction.atomic
def open_card_for(sign: Sign | None, *, by: Person, **details: Any) -> Card:
    """Open a card; where it comes from a sign, it is the answer to it."""
    card = open_card(by=by, **details)
    if sign is not None:
        answer_with_card(sign, card, by=by)
        _join(sign, card, by=by)
    return card


def _join(sign: Sign, card: Card, *, by: Person) -> None:
    """What answers the sign about a family is work on it, so that its page shows whether it helped."""
    if sign.subject_kind == kind_of(Family) and sign.subject_id.isdecimal():
        for family in Family.objects.filter(pk=sign.subject_id):
            join_family(family, card, by=by)


def actions(today: date) -> Iterable[Action]:
    """When each card was opened and finished, oldest first. An import says nothing of our pace."""
    del today
    rows = Card.objects.current().filter(import_id=None).order_by("created_at")
    for opened, done in rows.values_list("created_at", "done_at").iterator():
        yield Action(timezone.localdate(opened), timezone.localdate(done) if done else None)


give(Action, actions)
give(Families, families)
count_as_activity(
    facts.CARD_MOVED,
    facts.EXPERIMENT_ENDED,
    facts.STANDARD_SET,
    facts.EFFECTIVENESS_HELPED,
    facts.EFFECTIVENESS_DID_NOT_HELP,
)
