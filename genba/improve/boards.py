"""How a board comes to be."""

from django.db import transaction
from django.utils.translation import gettext as _

from genba.improve import facts
from genba.improve.models import Board, Column
from genba.people.models import Person, Team
from genba.trail.record import record


@transaction.atomic
def make_board(team: Team, *, name: str = "", by: Person | None = None) -> Board:
    """Make a board with the six standard columns. A team's board of that name is made once."""
    board, is_new = Board.objects.get_or_create(team=team, name=name or _("Improvement"))
    if is_new:
        Column.objects.bulk_create(
            Column(board=board, stage=stage, name=str(label), position=position)
            for position, (stage, label) in enumerate(Column.Stage.choices)
        )
        record(facts.BOARD_MADE, board, by=by, team=team.pk)
    return board
