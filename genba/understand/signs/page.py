"""What stands on the page of all signs and on the page of one."""

from typing import Any

from genba.people.models import Person
from genba.people.subjects import find
from genba.trail.models import Link
from genba.trail.subjects import kind_of
from genba.understand.models import Sign
from genba.understand.signs.answering import ANSWERS
from genba.understand.signs.in_words import chance_in_words
from genba.understand.signs.listing import MOST, evidence, in_words, rows
from genba.understand.signs.registry import described

MOST_CARDS = 5


def page_of_all(person: Person) -> dict[str, Any]:
    """Those that ask and were not answered first; then all signs; then what came before."""
    seen = Sign.objects.visible_to(person).select_related("answered_by", "truth_by")
    said = in_words(seen[:MOST], person)
    return {
        "asking": [one for one in said if one.sign.state == Sign.State.OPEN],
        "answered": [one for one in said if one.sign.state == Sign.State.ANSWERED],
        "rows": rows(),
    }


def page_of_one(sign: Sign, person: Person) -> dict[str, Any]:
    """The question in plain words, its evidence, its cards, and whether this person may answer."""
    (said,) = in_words([sign], person)
    return {
        "sign": sign,
        "said": said,
        "says": described(sign.sign),
        "evidence": evidence(sign),
        "chance": chance_in_words(sign.p),
        "row": next((row for row in rows() if row.name == sign.sign), None),
        "cards": cards_of(sign, person),
        "may_answer": Sign.objects.answerable_by(person).filter(pk=sign.pk).exists(),
    }


def cards_of(sign: Sign, person: Person) -> list[tuple[str, str]]:
    """Title and address of the cards with which it was answered, as far as this person may see them."""
    ties = Link.objects.filter(to_kind=kind_of(sign), to_id=str(sign.pk), meaning=ANSWERS)
    found = [find(person, link.from_kind, link.from_id) for link in ties[:MOST_CARDS]]
    return [(subject.title(card), subject.url(card)) for subject, card in filter(None, found)]
