"""How old cards grow: the worker reads the history of each board and leaves a small table for the pages."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from genba.analysis import flow
from genba.improve.models import Board, BoardFlow, Card, Stay
from genba.trail.work import job

HISTORY = timedelta(days=365)
FRESH_FOR = timedelta(hours=6)  # without any move; what an import brings is backdated and waits for this


@job()
def measure_flow() -> None:
    """Measure every board on which something moved, and the others now and then."""
    now = timezone.now()
    for board in Board.objects.filter(is_closed=False).select_related("flow"):
        if _is_out_of_date(board, now=now):
            measure(board, now=now)


def measure(board: Board, *, now: datetime) -> BoardFlow:
    """Read a year of a board's history and keep what it says."""
    cycle = _cycle_times(board, now=now)
    measured, _is_new = BoardFlow.objects.update_or_create(
        board=board,
        defaults={
            "measured_at": now,
            "columns": {
                str(column): asdict(flow.spread(lengths)) for column, lengths in _stays(board, now).items()
            },
            "cycle": {**asdict(flow.spread(cycle)), "between": flow.median_interval(cycle)},
            "weeks": [[week.monday.isoformat(), week.done] for week in _weeks(board, now)],
        },
    )
    return measured


def _is_out_of_date(board: Board, *, now: datetime) -> bool:
    measured: BoardFlow | None = getattr(board, "flow", None)
    if measured is None or measured.measured_at < now - FRESH_FOR:
        return True
    return Stay.objects.filter(column__board=board, entered_at__gt=measured.measured_at).exists()


def _stays(board: Board, now: datetime) -> dict[int, list[float]]:
    lengths: dict[int, list[float]] = defaultdict(list)
    rows = (
        Stay.objects.filter(column__board=board, left_at__gte=now - HISTORY, card__withdrawn_at=None)
        .order_by()
        .values_list("column_id", "entered_at", "left_at")
    )
    for column_id, entered, left in rows.iterator(chunk_size=2000):
        if left is not None:
            lengths[column_id].append(flow.days_between(entered, left))
    return lengths


def _cycle_times(board: Board, *, now: datetime) -> list[float]:
    rows = Card.objects.current().filter(board=board, done_at__gte=now - HISTORY)
    return flow.cycle_times(rows.values_list("created_at", "done_at"))


def _weeks(board: Board, now: datetime) -> list[flow.Week]:
    rows = Card.objects.current().filter(board=board, done_at__gte=now - timedelta(weeks=9))
    done = [timezone.localtime(at).date() for at in rows.values_list("done_at", flat=True) if at is not None]
    return flow.throughput(done, today=timezone.localtime(now).date())


@dataclass(frozen=True)
class Age:
    """How long a card has stood in its column, and whether that is long compared with others before it."""

    length: timedelta
    mark: int | None
    n: int

    @property
    def words(self) -> str:
        """The mark in words; empty where there is nothing to remark."""
        if self.mark is None:
            return ""
        words = _("longer here than %(percent)s %% of the %(n)s cards before it")
        return words % {"percent": self.mark, "n": self.n}


def age_of(card: Card, measured: BoardFlow | None, *, now: datetime | None = None) -> Age:
    """The age of a card in its column. A card that is done grows no older."""
    length = max((now or timezone.now()) - card.column_since, timedelta())
    if measured is None or card.done_at is not None:
        return Age(length, None, 0)
    history = measured.of_column(card.column_id)
    return Age(length, flow.age_mark(length / flow.DAY, history), history.n)
