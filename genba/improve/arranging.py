"""How a team makes a board its own: names and limits of the columns."""

from collections.abc import Iterable

from django.db import transaction

from genba.improve import facts
from genba.improve.models import Board, Column
from genba.people.models import Person
from genba.trail.record import record


@transaction.atomic
def arrange(board: Board, *, columns: Iterable[Column], by: Person) -> None:
    """Keep the new name of a board, whether a colleague looks, and its columns' names and limits."""
    board.save(update_fields=["name", "review_since"])
    for column in columns:
        column.save(update_fields=["name", "wip_limit"])
    record(facts.BOARD_CHANGED, board, by=by)
