"""Who has read a version, by team, for those who answer for the team. Nobody is scored or ranked."""

from collections import Counter
from dataclasses import dataclass

from genba.people.models import Membership, Person, Team
from genba.work.models import Reading, Version

LEAST_ANSWERS = 5


@dataclass(frozen=True)
class TeamReading:
    """One team: who has read it and who is still asked."""

    team: Team
    done: list[Reading]
    waiting: list[Reading]

    @property
    def asked(self) -> int:
        """How many were asked."""
        return len(self.done) + len(self.waiting)


def by_team(version: Version, person: Person) -> list[TeamReading]:
    """The teams that work with it, and those below, for which this person answers, each with its readings.

    Of all others, nothing is said. Who is in several teams stands in each of them.
    """
    below = Team.objects.below(version.procedure.teams.all()).order_by("path")
    teams = [team for team in below if person.answers_for(team)]
    if not teams:
        return []
    readings = {
        reading.person_id: reading
        for reading in version.readings.filter(person__is_active=True).select_related("person")
        if reading.read_at or not reading.stopped_at
    }
    rows: dict[int, dict[int, Reading]] = {}
    for team, member in Membership.objects.filter(team__in=teams).values_list("team", "person"):
        if member in readings:
            rows.setdefault(team, {})[member] = readings[member]
    return [_team(team, list(rows.get(team.pk, {}).values())) for team in teams if team.pk in rows]


def answers_to(version: Version) -> list[tuple[str, int]]:
    """What was answered, without names and in no order of time; nothing before five have answered."""
    given = version.readings.exclude(read_at=None).exclude(answer="").values_list("answer", flat=True)
    found = Counter(given)
    if found.total() < LEAST_ANSWERS:
        return []
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def _team(team: Team, readings: list[Reading]) -> TeamReading:
    readings.sort(key=lambda reading: reading.person.name)
    done = [reading for reading in readings if reading.read_at]
    return TeamReading(team, done, [reading for reading in readings if not reading.read_at])
