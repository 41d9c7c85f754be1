"""How the teams stand, in numbers: for everybody, so nobody is named, and small teams are not counted."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from genba.people.models import Person, Team
from genba.work.models import Need
from genba.work.skills.matrix import matrices_of

FEWEST = 5  # people; below, a number could tell about one of them


@dataclass(frozen=True)
class TeamLine:
    """One team: its counts, None where they are not shown; and whether its page may be opened."""

    team: Team
    counts: dict[str, int] | None
    may_open: bool


def teams_with_needs() -> QuerySet[Team]:
    """The teams whose work asks for anything, by themselves or by a team above."""
    wanted = Q(pk__in=[])
    for path in Need.objects.filter(ended_on=None).values_list("team__path", flat=True).distinct():
        wanted |= Q(path__startswith=path)
    return Team.objects.filter(wanted, memberships__person__is_active=True).distinct().order_by("name")


def team_lines(teams: Iterable[Team], viewer: Person) -> list[TeamLine]:
    """A line a team. Who works there, or answers for it, sees the counts of a small team too."""
    lines = []
    for matrix in matrices_of(teams):
        may_open = viewer.works_in(matrix.team)
        shown = may_open or len(matrix.rows) >= FEWEST
        lines.append(TeamLine(matrix.team, matrix.counts() if shown else None, may_open))
    return lines
