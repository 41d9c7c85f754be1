"""What looks like a report or a card. It only suggests: whether it is the same trouble, people say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

from django.db.models import QuerySet, Value
from django.db.models.functions import Length

from genba.analysis.similar_texts import (
    Asked,
    Integers,
    Telling,
    fair_to_short,
    likeness,
    weigh,
    words_to_ask,
)
from genba.improve.models import Card, FamilyMember, NotTheSame
from genba.improve.recurrence.things import KINDS, Thing, name_of, readable, short_kind
from genba.people.models import Person

MOST_SHOWN = 10
MOST_WEIGHED = 400  # of each kind; whoever may read little finds enough among them
MOST_COMPARED = 150
LEAST_LIKE = 0.08  # below it stood nearly nothing that people had tied together
SHARES_MUCH = 0.3  # of what its rare words weigh; shown, however many others hold the same
FEW = 0.11  # more is asked of few candidates, divided by their number: the small words are not yet known

Key: TypeAlias = tuple[str, int]  # card or report, and its number
FindHolders = Callable[[Mapping[str, str], Sequence[Asked]], dict[str, dict[int, Integers]]]
_indexes: list[FindHolders] = []


@dataclass(frozen=True)
class Alike:
    """A record that looks like another one; `likeness`, from 0 to 1, is never shown as a chance."""

    thing: Thing
    likeness: float

    @property
    def short_kind(self) -> str:
        """Card or report."""
        return short_kind(self.thing)


def offer_index(find: FindHolders) -> None:
    """Tell where the words of reports and cards are found: the room that keeps the index calls this."""
    _indexes[:] = [find]


def alike_to(
    thing: Thing, person: Person, *, together: Sequence[FamilyMember] = (), most: int = MOST_SHOWN
) -> list[Alike]:
    """What this person may read and looks most like it, without what people have settled already.

    `together` are the members of its own family.
    """
    known = {member.name for member in together} | _apart(thing)
    found = (one for one in ranked(thing, person) if name_of(one.thing) not in known)
    return list(islice((one for one in found if not _is_tied(thing, one.thing)), most))


def ranked(thing: Thing, person: Person) -> list[Alike]:
    """Every candidate that this person may read, the most alike first. Four queries."""
    telling = telling_of(thing)
    weighed = _weighed(telling, thing)
    compared = _loaded(_best(weighed, person), person)
    found = likeness(telling, [telling_of(one) for one in compared])
    least = LEAST_LIKE + FEW / max(len(compared), 1)
    both = sorted(zip(compared, found, strict=True), key=lambda pair: -pair[1])
    return [
        Alike(one, float(like))
        for one, like in both
        if like >= least or weighed[short_kind(one), one.pk] >= SHARES_MUCH
    ]


def telling_of(thing: Thing) -> Telling:
    """The words of a record as they are compared. The first words of a report are its title."""
    if isinstance(thing, Card):
        return Telling(thing.title, thing.text)
    title, text = thing.title.removesuffix("…"), thing.text.strip()
    return Telling(title, text[len(title) :]) if text.startswith(title) else Telling(title, text)


def _weighed(telling: Telling, thing: Thing) -> dict[Key, float]:
    """The candidates of both kinds and how much the words weigh that they share with it."""
    asked = words_to_ask(telling)
    labels = {kind: model._meta.label_lower for kind, model in KINDS.items()}
    weighed = {
        (kind, key): weight
        for find in _indexes
        for kind, found in find(labels, asked).items()
        for key, weight in weigh(asked, found, most=MOST_WEIGHED).items()
    }
    weighed.pop((short_kind(thing), thing.pk), None)
    return weighed


def _best(weighed: Mapping[Key, float], person: Person) -> list[Key]:
    """The candidates to compare in earnest: those that the person may read, fair to short ones."""
    if not weighed:
        return []
    cards, reports = (_lengths(kind, weighed, person) for kind in KINDS)
    found = {(kind, key): letters for kind, key, letters in cards.union(reports, all=True)}
    fair = {key: fair_to_short(weighed[key], letters) for key, letters in found.items()}
    return sorted(fair, key=lambda key: (-fair[key], key))[:MOST_COMPARED]


def _lengths(kind: str, weighed: Mapping[Key, float], person: Person) -> QuerySet[Any, tuple[str, int, int]]:
    records = readable(kind, person).filter(pk__in=[key for of_kind, key in weighed if of_kind == kind])
    told = records.annotate(of_kind=Value(kind), letters=Length("text"))
    return told.order_by().values_list("of_kind", "pk", "letters")


def _loaded(best: Sequence[Key], person: Person) -> list[Thing]:
    keys = {kind: [key for of_kind, key in best if of_kind == kind] for kind in KINDS}
    found = {
        (kind, row.pk): row
        for kind, of_kind in keys.items()
        if of_kind
        for row in readable(kind, person).filter(pk__in=of_kind)
    }
    return [found[key] for key in best if key in found]


def _apart(thing: Thing) -> set[str]:
    """The names of those of which people have said that they are another trouble."""
    name = name_of(thing)
    pairs = NotTheSame.objects.filter(one=name) | NotTheSame.objects.filter(other=name)
    return {end for pair in pairs.values_list("one", "other") for end in pair}


def _is_tied(one: Thing, other: Thing) -> bool:
    """Whether one is a card and the other a report that stands behind it: they belong together already."""
    if isinstance(one, Card) == isinstance(other, Card):
        return False
    card, report = (one, other) if isinstance(one, Card) else (other, one)
    tie = getattr(report, "card_tie", None)
    return tie is not None and tie.card_id == card.pk
