"""What can be of a family: reports and cards, by kind and number, as doors and facts name them."""

from typing import Final, TypeAlias

from django.db.models import QuerySet

from genba.improve.models import Card
from genba.listen.models import Report
from genba.people.models import Person
from genba.trail.subjects import kind_of

Thing: TypeAlias = Card | Report
KINDS: Final[dict[str, type[Card] | type[Report]]] = {"card": Card, "report": Report}


def name_of(thing: Thing) -> str:
    """Its kind and number, for example `improve.card:12`."""
    return f"{kind_of(thing)}:{thing.pk}"


def short_kind(thing: Thing) -> str:
    """Its kind as in addresses: card or report."""
    return "card" if isinstance(thing, Card) else "report"


def readable(kind: str, person: Person) -> QuerySet[Card] | QuerySet[Report]:
    """The records of a kind, `card` or `report`, that a person may read, with what their line shows."""
    if kind == "card":
        return Card.objects.visible_to(person).select_related("board__team", "column")
    return Report.objects.visible_to(person).select_related("team", "card_tie")


def may_say(thing: Thing, person: Person) -> bool:
    """Whether a person may say what this is the same as: who works on the card, who answers the report."""
    if isinstance(thing, Card):
        return person.works_in(thing.board.team)
    return person.answers_for(thing.team)
