"""A card as the answer to a warning sign, and what the signs see of cards."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from genba.improve import facts
from genba.improve.cards import open_card
from genba.improve.models import Card
from genba.people.models import Person
from genba.understand.looks.given import Action, count_as_activity, give
from genba.understand.models import Sign
from genba.understand.signs.answering import answer_with_card


@transaction.atomic
def open_card_for(sign: Sign | None, *, by: Person, **details: Any) -> Card:
    """Open a card; where it comes from a sign, it is the answer to it."""
    card = open_card(by=by, **details)
    if sign is not None:
        answer_with_card(sign, card, by=by)
    return card


def actions(today: date) -> Iterable[Action]:
    """When each card was opened and finished, oldest first. An import says nothing of our pace."""
    del today
    rows = Card.objects.current().filter(import_id=None).order_by("created_at")
    for opened, done in rows.values_list("created_at", "done_at").iterator():
        yield Action(timezone.localdate(opened), timezone.localdate(done) if done else None)


give(Action, actions)
count_as_activity(
    facts.CARD_MOVED,
    facts.EXPERIMENT_ENDED,
    facts.STANDARD_SET,
    facts.EFFECTIVENESS_HELPED,
    facts.EFFECTIVENESS_DID_NOT_HELP,
)
