"""What a card is tied to in other rooms, as one person may see it."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.functional import Promise

from genba.improve.models import Card
from genba.listen.models import Report
from genba.people.models import Person
from genba.people.subjects import subject_named
from genba.trail.models import Link
from genba.trail.subjects import kind_of

MOST_LINKS = 50


@dataclass(frozen=True)
class Tie:
    """A record that the card is tied to."""

    label: str | Promise
    icon: str
    title: str
    url: str
    meaning: str


def ties_of(card: Card, person: Person) -> list[Tie]:
    """The records tied to a card, apart from its reports, which have a place of their own."""
    own = (kind_of(card), str(card.pk))
    meanings: dict[str, dict[str, str]] = defaultdict(dict)
    for link in Link.objects.touching(card).exclude(from_kind=kind_of(Report))[:MOST_LINKS]:
        far = (
            (link.to_kind, link.to_id)
            if (link.from_kind, link.from_id) == own
            else (link.from_kind, link.from_id)
        )
        meanings[far[0]][far[1]] = link.meaning
    return [tie for kind, keys in meanings.items() for tie in _seen(kind, keys, person)]


def _seen(kind: str, keys: dict[str, str], person: Person) -> list[Tie]:
    subject = subject_named(kind)
    if subject is None:
        return []
    records = subject.visible_to(person).filter(pk__in=list(keys))
    return [
        Tie(subject.label, subject.icon, subject.title(one), subject.url(one), keys[str(one.pk)])
        for one in records
    ]
