from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from genba.analysis.flow import Spread, Week
from genba.improve.models.board import Board


class BoardFlow(models.Model):
    """What the history of a board says about its flow. The worker measures it, so that no page has to.

    Lengths are in days. `columns` holds one spread for each column's id.
    """

    board = models.OneToOneField(Board, on_delete=models.CASCADE, related_name="flow")
    measured_at = models.DateTimeField(default=timezone.now)
    columns = models.JSONField(default=dict)
    cycle = models.JSONField(default=dict)
    weeks = models.JSONField(default=list)

    if TYPE_CHECKING:
        board_id: int

    def __str__(self) -> str:
        return f"{self.board}, {self.measured_at:%Y-%m-%d}"

    def of_column(self, column_id: int) -> Spread:
        """How long cards stood in a column."""
        return _spread(self.columns.get(str(column_id)))

    @property
    def of_cards(self) -> Spread:
        """How long cards took from created to done."""
        return _spread(self.cycle)

    @property
    def median_between(self) -> tuple[float, float] | None:
        """Where the median cycle time lies with 95 % confidence, where there is enough to say."""
        found = self.cycle.get("between")
        return (found[0], found[1]) if found else None

    @property
    def throughput(self) -> list[Week]:
        """How many cards were done in each of the last weeks."""
        return [Week(date.fromisoformat(monday), done) for monday, done in self.weeks]


def _spread(found: dict[str, Any] | None) -> Spread:
    found = found or {"n": 0}
    return Spread(found["n"], found.get("median"), found.get("old"), found.get("very_old"))
