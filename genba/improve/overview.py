"""All boards at a glance: how many cards stand where, how old the oldest is, what is over its limit."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from genba.improve.models import Board, Card, Column

TALLEST = 30


@dataclass(frozen=True)
class Stack:
    """How many cards stand in one column, drawn as a bar."""

    column: Column
    count: int
    height: int

    @property
    def is_over(self) -> bool:
        """Whether it holds more than the team wants at once."""
        return self.column.wip_limit is not None and self.count > self.column.wip_limit


@dataclass(frozen=True)
class BoardAtAGlance:
    """One board, small."""

    board: Board
    stacks: list[Stack]
    oldest: timedelta | None
    done_lately: int | None

    @property
    def count(self) -> int:
        """How many cards are under way."""
        return sum(stack.count for stack in self.stacks)

    @property
    def over(self) -> list[Stack]:
        """The columns that hold more than they should."""
        return [stack for stack in self.stacks if stack.is_over]


def glance_at(boards: list[Board], *, now: datetime | None = None) -> list[BoardAtAGlance]:
    """Count the cards under way on these boards; two queries, however many there are.

    The boards come with `select_related("flow")` and their columns prefetched.
    """
    now = now or timezone.now()
    counts = _counts(boards)
    return [_glance(board, counts, now=now) for board in boards]


def _counts(boards: list[Board]) -> dict[int, Any]:
    rows = (
        Card.objects.current()
        .under_way()
        .filter(column__in=[column.pk for board in boards for column in _open_columns(board)])
        .order_by()
        .values("column_id")
        .annotate(n=Count("pk"), oldest=Min("created_at"))
    )
    found: dict[int, Any] = defaultdict(lambda: {"n": 0, "oldest": None})
    return found | {row["column_id"]: row for row in rows}


def _glance(board: Board, counts: dict[int, Any], *, now: datetime) -> BoardAtAGlance:
    columns = _open_columns(board)
    most = max((counts[column.pk]["n"] for column in columns), default=0) or 1
    oldest = [counts[column.pk]["oldest"] for column in columns if counts[column.pk]["oldest"]]
    measured = getattr(board, "flow", None)
    return BoardAtAGlance(
        board=board,
        stacks=[
            Stack(column, count := counts[column.pk]["n"], max(round(TALLEST * count / most), 1))
            for column in columns
        ],
        oldest=now - min(oldest) if oldest else None,
        done_lately=sum(week.done for week in measured.throughput) if measured else None,
    )


def _open_columns(board: Board) -> list[Column]:
    return [column for column in board.columns.all() if column.stage != Column.Stage.DONE]
