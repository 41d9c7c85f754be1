"""A card as the answer to a warning sign."""

from typing import Any

from django.db import transaction

from genba.improve.cards import open_card
from genba.improve.models import Card
from genba.people.models import Person
from genba.understand.models import Sign
from genba.understand.signs.answering import answer_with_card


@transaction.atomic
def open_card_for(sign: Sign | None, *, by: Person, **details: Any) -> Card:
    """Open a card; where it comes from a sign, it is the answer to it."""
    card = open_card(by=by, **details)
    if sign is not None:
        answer_with_card(sign, card, by=by)
    return card
