"""Sign-in links for the people of the demonstration. They open nothing in a real organisation."""

from typing import NamedTuple

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from genba.people.models import Membership, Organisation, Person

PURPOSE = "genba.front.demo_links: sign in to the demonstration"


class Link(NamedTuple):
    """One way in."""

    role: str
    name: str
    path: str


def links() -> list[Link]:
    """One person of each role, with the path that signs one in as them."""
    return [
        Link(str(role), person.name, reverse("front:demo", args=[token_of(person)]))
        for role, person in _one_of_each()
    ]


def token_of(person: Person) -> str:
    """The signed number of a person, good for this purpose only."""
    return Signer(salt=PURPOSE).sign(str(person.pk))


def person_behind(token: str) -> Person | None:
    """The person whom a link stands for. Nobody, unless this is the demonstration."""
    if not Organisation.objects.filter(is_demonstration=True).exists():
        return None
    try:
        number = int(Signer(salt=PURPOSE).unsign(token))
    except (BadSignature, ValueError):
        return None
    return Person.objects.filter(pk=number, is_active=True).first()


def _one_of_each() -> list[tuple[object, Person]]:
    people = Person.objects.filter(is_active=True).order_by("pk")
    plain = people.filter(is_quality=False, is_executive=False, is_auditor=False, is_administrator=False)
    found = [
        (Membership.Role(role).label, plain.filter(memberships__role=role).first())
        for role in Membership.Role.values
    ]
    found += [
        (_("quality"), people.filter(is_quality=True).first()),
        (_("top management"), people.filter(is_executive=True).first()),
        (_("auditor"), people.filter(is_auditor=True).first()),
        (_("administrator"), people.filter(is_administrator=True).first()),
    ]
    return [(role, person) for role, person in found if person is not None]
