"""The board of one's own team in brief."""

from typing import Any

from django.db.models import Count, Q

from genba.improve.models import Column
from genba.people.models import Person

UNDER_WAY = Q(cards__done_at=None, cards__withdrawn_at=None)


def team_board(person: Person) -> dict[str, Any]:
    """How many cards stand in each column of my teams' first board."""
    columns = list(
        Column.objects.filter(board__team__in=person.teams, board__is_closed=False)
        .exclude(stage=Column.Stage.DONE)
        .annotate(count=Count("cards", filter=UNDER_WAY))
        .select_related("board__team")
        .order_by("board", "position")
    )
    board = columns[0].board if columns else None
    return {
        "board": board,
        "columns": [column for column in columns if board and column.board_id == board.pk],
    }
