"""People in bulk: a roster of names, addresses, teams and roles is taken in, again and again without harm."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.people.joining import join
from genba.people.lists import LONGEST_NAME
from genba.people.models import Membership, Person, Site, Team
from genba.people.models.team import DEEPEST

Words = str | Promise
NOT_TEXT = _("This row holds characters that are not text.")
BETWEEN_TEAMS = re.compile(r"\s*(?:[/>›»|\\])\s*")


@dataclass(frozen=True)
class RosterRow:
    """One line of a roster. `team` is a path such as `Plant / Line 4`; `role` a word for a role."""

    name: str
    email: str
    team: str = ""
    role: str = ""
    site: str = ""
    language: str = ""


@dataclass
class Taken:
    """What came of a roster."""

    added: int = 0
    changed: int = 0
    same: int = 0
    teams_added: int = 0
    people: Sequence[int] = ()


def fault_of(row: RosterRow) -> tuple[str, str] | None:
    """The field that cannot be taken and why, in words; None for a good row."""
    faults = {
        "name": _fault_of_name(row.name),
        "email": _fault_of_email(row.email),
        "team": _fault_of_path([*path_of(row.team), row.site]),
        "role": ""
        if role_of(row.role)
        else _("This role is not known. Use member, team lead, process owner or champion."),
    }
    return next(((field, str(fault)) for field, fault in faults.items() if fault), None)


def role_of(word: str) -> str | None:
    """The role that a word in a table means, in any of our languages; None when it means none."""
    plain = word.strip().casefold().replace("_", " ").replace("-", " ")
    if not plain:
        return Membership.Role.MEMBER
    meanings = {
        "lead": Membership.Role.LEAD,
        "leader": Membership.Role.LEAD,
        "owner": Membership.Role.PROCESS_OWNER,
    }
    for value, label in Membership.Role.choices:
        meanings[value.replace("_", " ")] = meanings[str(label).casefold()] = Membership.Role(value)
    return meanings.get(plain)


def path_of(team: str) -> list[str]:
    """The names on the way to a team: `Plant / Line 4` is below `Plant`."""
    return [" ".join(name.split()) for name in BETWEEN_TEAMS.split(team) if name.strip()]


@transaction.atomic
def take_in(rows: Iterable[RosterRow], *, by: Person | None) -> Taken:
    """Add whoever is not here yet (by e-mail address), put everybody into their teams, make missing teams.

    Nobody is removed, deactivated, renamed into somebody else or invited: a roster only adds. The same
    roster twice changes nothing. Rows must be good (`fault_of` is None); raises ValidationError otherwise.
    """
    taken, people = Taken(), []
    teams = _Teams(by=by)
    for row in rows:
        fault = fault_of(row)
        if fault is not None:
            raise ValidationError(fault[1])
        person, is_new = _person_for(row, by=by)
        joined = _join(person, row, teams, by=by)
        people.append(person.pk)
        if is_new:
            taken.added += 1
        elif joined:
            taken.changed += 1
        else:
            taken.same += 1
    taken.people, taken.teams_added = people, teams.added
    return taken


def _fault_of_name(name: str) -> Words:
    if not name.strip():
        return _("The name is missing.")
    if "\x00" in name:
        return NOT_TEXT
    return _("This name is too long.") if len(name) > LONGEST_NAME else ""


def _fault_of_email(email: str) -> Words:
    try:
        validate_email(email.strip())
    except ValidationError:
        return _("This is not an e-mail address.")
    return ""


def _fault_of_path(names: list[str]) -> Words:
    if any("\x00" in name for name in names):
        return NOT_TEXT
    is_long = len(names) > DEEPEST + 1 or any(len(name) > LONGEST_NAME for name in names)
    return _("This team path is too long.") if is_long else ""


def _person_for(row: RosterRow, *, by: Person | None) -> tuple[Person, bool]:
    email = row.email.strip().lower()
    found = Person.objects.filter(email=email).first()
    if found is not None:
        return found, False
    person = Person(name=" ".join(row.name.split()), email=email, language=row.language)
    person.keep(by=by)
    return person, True


def _join(person: Person, row: RosterRow, teams: "_Teams", *, by: Person | None) -> bool:
    team = teams.at(row.site, path_of(row.team))
    role = role_of(row.role)
    if (
        team is None
        or role is None
        or Membership.objects.filter(person=person, team=team, role=role).exists()
    ):
        return False
    join(person, team, role=role, by=by)
    return True


class _Teams:
    """Finds teams by their path and makes the missing ones, each once."""

    def __init__(self, *, by: Person | None) -> None:
        self.by = by
        self.added = 0
        self.known: dict[tuple[int | None, int | None, str], Team] = {}
        for team in Team.objects.select_related("site", "parent"):
            self.known[self._key(team.site_id, team.parent_id, team.name)] = team
        self.sites = {site.name.casefold(): site for site in Site.objects.all()}

    def at(self, site_name: str, path: list[str]) -> Team | None:
        """The team at the end of a path; None for an empty path."""
        team: Team | None = None
        for name in path:
            team = self._child(site_name, team, name)
        return team

    def _child(self, site_name: str, parent: Team | None, name: str) -> Team:
        site = parent.site if parent else self._site(site_name)
        key = self._key(site.pk, parent.pk if parent else None, name)
        found = self.known.get(key) or (self._anywhere(name) if not (parent or site_name.strip()) else None)
        if found is None:
            found = Team(site=site, parent=parent, name=name)
            found.keep(by=self.by)
            self.known[key] = found
            self.added += 1
        return found

    def _anywhere(self, name: str) -> Team | None:
        same = [team for team in self.known.values() if team.name.casefold() == name.casefold()]
        return same[0] if len(same) == 1 else None

    def _site(self, name: str) -> Site:
        plain = " ".join(name.split())
        if not plain and self.sites:
            return next(iter(self.sites.values()))
        found = self.sites.get(plain.casefold())
        if found is None:
            found = Site(name=plain or str(_("Main site")))
            found.keep(by=self.by)
            self.sites[found.name.casefold()] = found
        return found

    @staticmethod
    def _key(site: int | None, parent: int | None, name: str) -> tuple[int | None, int | None, str]:
        return (None if parent else site, parent, name.casefold())
