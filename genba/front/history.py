"""Facts told in plain words: who, what, when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from genba.people.facts import PERSON_EXPORTED, SIGNING_PAUSED, SIGNING_REFUSED
from genba.people.models import Person
from genba.people.subjects import subject_named
from genba.trail.models import Fact
from genba.trail.models.fact import FactQuerySet
from genba.trail.subjects import kind_of

QUIET = {kind.name for kind in (PERSON_EXPORTED, SIGNING_REFUSED, SIGNING_PAUSED)}
"""Nobody’s business but that of the person and of those who look after people and read the trail."""


@dataclass(frozen=True)
class Line:
    """One line of a history. `who` is empty where the sentence stands alone."""

    who: str
    sentence: str
    at: datetime
    label: str | Promise = ""
    title: str = ""
    url: str = ""
    proof: str = ""


def facts_about(record: Any, person: Person) -> FactQuerySet:
    """The facts about a record as this person may read them, newest first."""
    found = Fact.objects.about(record)
    return found if _reads_quiet_ones(record, person) else found.exclude(name__in=QUIET)


def may_read(fact: Fact, record: Any, person: Person) -> bool:
    """Whether a fact that is read already is among `facts_about` this record for this person."""
    if (fact.subject_kind, fact.subject_id) != (kind_of(record), str(record.pk)):
        return False
    return fact.name not in QUIET or _reads_quiet_ones(record, person)


def told(
    facts: Iterable[Fact], person: Person | None, *, with_titles: bool = False, with_proofs: bool = False
) -> list[Line]:
    """The facts as lines. Who is no longer here, or was never named, is "somebody".

    With titles, each line names its record as far as the person may see it; with proofs, where its proof is.
    """
    facts = list(facts)
    people = {fact.by_id for fact in facts if fact.by_id is not None}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    titles = _titles(facts, person) if with_titles else {}
    return [_line(fact, names, titles, with_proof=with_proofs) for fact in facts]


def _reads_quiet_ones(record: Any, person: Person) -> bool:
    if not isinstance(record, Person) or record.pk == person.pk:
        return True
    return person.manages_people or person.is_auditor


def _line(fact: Fact, names: dict[int, str], titles: dict[tuple[str, str], str], *, with_proof: bool) -> Line:
    sentence = fact.sentence
    stands_alone = sentence[:1].isupper()
    by = _("Genba") if fact.by_id is None else names.get(fact.by_id) or _("Somebody")
    subject = subject_named(fact.subject_kind)
    title = titles.get((fact.subject_kind, fact.subject_id), "")
    return Line(
        who="" if stands_alone else by,
        sentence=sentence,
        at=fact.at,
        label=subject.label if subject else "",
        title=title,
        url=reverse("front:history", args=[fact.subject_kind, fact.subject_id]) if title else "",
        proof=reverse("front:proof", args=[fact.pk]) if with_proof else "",
    )


def _titles(facts: list[Fact], person: Person | None) -> dict[tuple[str, str], str]:
    """Titles of the records behind the facts, with one question for each kind of record."""
    wanted: dict[str, set[str]] = {}
    for fact in facts:
        wanted.setdefault(fact.subject_kind, set()).add(fact.subject_id)
    found: dict[tuple[str, str], str] = {}
    for kind, keys in wanted.items():
        if (subject := subject_named(kind)) is None:
            continue
        numbers = [key for key in keys if key.isdecimal()]
        for record in subject.visible_to(person).filter(pk__in=numbers):
            found[kind, str(record.pk)] = subject.title(record)
    return found
