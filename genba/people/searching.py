"""Looking people up."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from genba.people.models import Membership, Person, Team
from genba.people.models.person import ORGANISATION_ROLES, PersonQuerySet


@dataclass(frozen=True)
class PeopleQuery:
    """Whom somebody looks for."""

    words: str = ""
    team: Team | None = None
    role: str = ""
    state: str = ""


def look_up(query: PeopleQuery, *, viewer: Person) -> PersonQuerySet:
    """The people this viewer may see and is looking for, by name, with their teams."""
    found = Person.objects.visible_to(viewer).filter(is_active=query.state != "left", erased_on=None)
    for word in query.words.split()[:8]:
        told = Q(name__icontains=word)
        if viewer.sees_addresses:
            told |= Q(email__icontains=word)
        found = found.filter(told)
    if query.team is not None:
        found = found.filter(memberships__team__path__startswith=query.team.path)
    if query.role in ORGANISATION_ROLES:
        found = found.filter(**{query.role: True})
    elif query.role:
        found = found.filter(memberships__role=query.role)
    if query.state == "invited":
        found = found.filter(last_login=None)
    teams = Prefetch("memberships", Membership.objects.select_related("team"))
    return found.distinct().order_by("name", "pk").prefetch_related(teams)


def person_meant(words: str) -> Person | None:
    """The one active person with this address or, where it is clear, this name."""
    active = Person.objects.filter(is_active=True)
    found = list(active.filter(email=words.strip().lower())[:1])
    found = found or list(active.filter(name__iexact=" ".join(words.split()))[:2])
    return found[0] if len(found) == 1 else None
