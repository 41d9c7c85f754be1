"""The people of the demonstration organisation, from plain words to rows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from genba.people import facts
from genba.people.models import Membership, Organisation, Person, Place, Site, Team
from genba.trail.record import Telling

DOMAIN = "riverside.example"
OFFICES = {
    "quality": "is_quality",
    "executive": "is_executive",
    "auditor": "is_auditor",
    "administrator": "is_administrator",
}


@dataclass
class Crew:
    """A team of the demonstration with its people and places, and how it behaves."""

    team: Team
    lead: Person
    people: list[Person]
    places: list[Place]
    reports_a_week: float
    answer_days: float


@dataclass
class Town:
    """Everybody of the demonstration."""

    organisation: Organisation
    crews: dict[str, Crew] = field(default_factory=dict)
    officers: dict[str, list[Person]] = field(default_factory=dict)

    @property
    def quality(self) -> Person:
        """Who looks after quality."""
        return self.officers["quality"][0]


def found(words: dict[str, Any], *, at: datetime) -> tuple[Town, list[Telling]]:
    """Found the organisation at a moment of the past. Returns its people and the facts of its founding."""
    told = words["organisation"]
    organisation = Organisation.objects.create(
        name=told["name"],
        is_demonstration=True,
        promise=told["promise"].strip(),
        promise_by=told["by"],
        promise_role=told["role"],
        promise_on=at.date(),
        founded_on=at.date(),
    )
    town = Town(organisation)
    for officer in words["officer"]:
        person = _person(officer["name"], at, **{OFFICES[officer["role"]]: True})
        town.officers.setdefault(officer["role"], []).append(person)
    sites = {row["name"]: Site.objects.create(**row) for row in words["site"]}
    for row in words["team"]:
        town.crews[row["key"]] = _crew(row, sites[row["site"]], at)
    administrator, executive = town.officers["administrator"][0], town.officers["executive"][0]
    tellings = [
        Telling(facts.ORGANISATION_FOUNDED, organisation, by=administrator, at=at),
        Telling(facts.PROMISE_SIGNED, organisation, by=executive, at=at),
        *(Telling(facts.SITE_ADDED, site, by=administrator, at=at) for site in sites.values()),
        *(Telling(facts.TEAM_ADDED, crew.team, by=administrator, at=at) for crew in town.crews.values()),
    ]
    return town, tellings


def _crew(row: dict[str, Any], site: Site, at: datetime) -> Crew:
    team = Team.objects.create(site=site, name=row["name"])
    lead = _person(row["lead"], at)
    people = [_person(name, at) for name in row["people"]]
    roles = {
        row.get("champion"): Membership.Role.CHAMPION,
        row.get("process_owner"): Membership.Role.PROCESS_OWNER,
    }
    Membership.objects.create(person=lead, team=team, role=Membership.Role.LEAD)
    for person in [lead, *people]:
        if person.name in roles or person != lead:
            Membership.objects.create(
                person=person, team=team, role=roles.get(person.name, Membership.Role.MEMBER)
            )
    places = [Place.objects.create(site=site, team=team, name=name) for name in row["places"]]
    return Crew(team, lead, people, places, row["rate"], row["answer_days"])


def _person(name: str, at: datetime, **office: Any) -> Person:
    address = f"{name.lower().replace(' ', '.')}@{DOMAIN}"
    return Person.objects.create_user(address, name, joined_on=at.date(), wants_mail=False, **office)
