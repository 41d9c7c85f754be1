"""Who has read a version, by team, for those who answer for the team. Nobody is scored or ranked."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import F, Q

from genba.people.models import Person, Team
from genba.work.models import Reading, Version
from genba.work.whole import whole_of

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
    wanted = Q()
    for path in _paths(whole_of(version, person).teams, person):
        wanted |= Q(person__memberships__team__path__startswith=path)
    if not wanted:
        return []
    team = {name: F(f"person__memberships__team__{name}") for name in ("id", "name", "path")}
    asked = version.readings.filter(wanted, person__is_active=True).select_related("person")
    rows: dict[tuple[str, str, int], dict[int, Reading]] = defaultdict(dict)
    for reading in asked.annotate(**{f"team_{name}": path for name, path in team.items()}):
        if reading.read_at or not reading.stopped_at:
            of = reading.__dict__
            rows[(of["team_path"], of["team_name"], of["team_id"])][reading.person_id] = reading
    return [
        _team(Team(pk=key, name=name, path=path), list(rows[path, name, key].values()))
        for path, name, key in sorted(rows)
    ]


def _paths(teams: list[Team], person: Person) -> list[str]:
    """The parts of the tree that belong to these teams, and for which this person answers."""
    if person.is_quality:
        return [team.path for team in teams]
    pairs = [(team.path, led.path) for team in teams for led in person.teams_led]
    within = [ours for ours, led in pairs if ours.startswith(led)]
    return within + [led for ours, led in pairs if led.startswith(ours)]


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
