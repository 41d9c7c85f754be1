"""What the room `improve` does when others say something."""

from genba.improve.boards import make_board
from genba.people.facts import TEAM_ADDED
from genba.people.models import Team
from genba.trail.models import Fact
from genba.trail.reactions import on


@on(TEAM_ADDED)
def give_the_team_a_board(fact: Fact) -> None:
    """A new team has a board from the start."""
    team = Team.objects.filter(pk=fact.subject_id).first()
    if team is not None and not team.boards.exists():
        make_board(team)
