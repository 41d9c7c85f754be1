"""The first run: an organisation, its sites and teams, its first administrator, its promise."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.utils import IntegrityError

from genba.people import facts
from genba.people.inviting import invite
from genba.people.lists import Branch
from genba.people.models import Organisation, Person, Site, Team
from genba.trail.record import record


class AlreadyFoundError(Exception):
    """Somebody else was quicker: the organisation exists."""


@dataclass(frozen=True)
class NewSite:
    """A site and the tree of its teams."""

    name: str
    town: str = ""
    teams: Sequence[Branch] = ()


@dataclass(frozen=True)
class NewPerson:
    """Somebody who is there from the first day."""

    name: str
    email: str
    password: str = ""
    language: str = ""


@dataclass(frozen=True)
class Promise:
    """The words, and who signs them: now with name and role, or later with an address to ask at."""

    words: str
    name: str = ""
    role: str = ""
    ask_name: str = ""
    ask_email: str = ""

    @property
    def is_signed_now(self) -> bool:
        """Whether the signer stands beside the administrator."""
        return bool(self.name)


@dataclass(frozen=True)
class Beginning:
    """Everything that the first run asks for."""

    organisation: str
    administrator: NewPerson
    promise: Promise
    sites: Sequence[NewSite] = field(default_factory=tuple)


def found(beginning: Beginning) -> Person:
    """Open the instance, all or nothing; gives the first administrator.

    Raises AlreadyFoundError when an organisation exists.
    """
    try:
        with transaction.atomic():
            return _found(beginning)
    except IntegrityError as trouble:
        if Organisation.objects.exists():
            raise AlreadyFoundError from trouble
        raise


def _found(beginning: Beginning) -> Person:
    if Organisation.objects.exists():
        raise AlreadyFoundError
    organisation = Organisation(name=beginning.organisation, promise=beginning.promise.words)
    organisation.save(force_insert=True)
    administrator = _first_administrator(beginning)
    record(facts.ORGANISATION_FOUNDED, organisation, by=administrator)
    for site in beginning.sites:
        _open_site(site, by=administrator)
    _settle_promise(organisation, beginning, by=administrator)
    return administrator


def _first_administrator(beginning: Beginning) -> Person:
    new, promise = beginning.administrator, beginning.promise
    is_the_signer = new.name.casefold() == promise.name.casefold()
    person = Person.objects.create_user(
        new.email,
        new.name,
        new.password,
        language=new.language,
        is_administrator=True,
        is_executive=is_the_signer,
    )
    record(facts.PERSON_ADDED, person, by=person)
    return person


def _open_site(new: NewSite, *, by: Person) -> None:
    site = Site(name=new.name, town=new.town)
    site.keep(by=by)
    way: list[Team] = []
    for branch in new.teams:
        team = Team(site=site, name=branch.name, parent=way[branch.level - 1] if branch.level else None)
        team.keep(by=by)
        way = [*way[: branch.level], team]


def _settle_promise(organisation: Organisation, beginning: Beginning, *, by: Person) -> None:
    promise = beginning.promise
    if promise.is_signed_now:
        organisation.sign_promise(words=promise.words, name=promise.name, role=promise.role, by=by)
    elif promise.ask_email and promise.ask_email.lower() != by.email:
        chief = Person(
            name=promise.ask_name or promise.ask_email,
            email=promise.ask_email,
            is_executive=True,
            language=by.language,
        )
        chief.keep(by=by)
        invite(chief, by=by)
