"""How much was looked at before it came in, by month. Of repositories, never of people."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from genba.work.models import Repository

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Month:
    """One month: how many changes came in, and how many of them somebody else had approved."""

    month: date
    merged: int
    reviewed: int

    @property
    def share(self) -> int | None:
        """Of a hundred that came in, how many were looked at first; None where nothing came in."""
        return round(100 * self.reviewed / self.merged) if self.merged else None


def months_of(repository: Repository, *, today: date | None = None) -> list[Month]:
    """The last twelve months, this one included, oldest first."""
    last = (today or timezone.localdate()).replace(day=1)
    shown = [last]
    while len(shown) < MONTHS_SHOWN:
        shown.insert(0, (shown[0] - timedelta(days=1)).replace(day=1))
    merged = repository.merge_requests.merged().filter(merged_at__date__gte=shown[0])
    counted = {
        row["month"].date(): (row["merged"], row["reviewed"])
        for row in merged.order_by()
        .annotate(month=TruncMonth("merged_at"))
        .values("month")
        .annotate(merged=Count("pk"), reviewed=Count("pk", filter=Q(reviewed=True)))
    }
    return [Month(month, *counted.get(month, (0, 0))) for month in shown]
