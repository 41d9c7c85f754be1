"""How much a procedure is used: opened, run, printed. Counted by week, and never by whom."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.work.models import Procedure, UseCount

WEEKS_SHOWN = 12


@dataclass(frozen=True)
class Use:
    """One kind of use: its counts by week, oldest first, and their sum."""

    what: str
    label: str
    weeks: tuple[tuple[date, int], ...]

    @property
    def total(self) -> int:
        """How often in all the weeks shown."""
        return sum(times for _week, times in self.weeks)

    @property
    def words(self) -> str:
        """What its bars show, for who does not see them."""
        return _("%(what)s: %(times)s") % {"what": self.label, "times": ", ".join(map(str, self.times))}

    @property
    def times(self) -> list[int]:
        """The counts alone."""
        return [times for _week, times in self.weeks]


def count_use(procedure: Procedure, what: str) -> None:
    """Count one use of this week: `opened`, `run` or `printed`. One statement, no person, no time, no fact.

    Where the database cannot write just now, the page is worth more than the count. Raises ValueError for
    anything else than the three.
    """
    kind = UseCount.What(what).value
    with suppress(OperationalError):
        UseCount.add_one(procedure.pk, kind, week=week_of(timezone.localdate()))


def uses_of(procedure: Procedure, *, today: date | None = None, weeks: int = WEEKS_SHOWN) -> list[Use]:
    """Its use in the last weeks, this one included, by kind; weeks without any use count zero."""
    first = week_of(today or timezone.localdate()) - timedelta(weeks=weeks - 1)
    counted = UseCount.objects.filter(procedure=procedure, week__gte=first)
    return uses_by_week(counted, today=today, weeks=weeks)


def uses_by_week(
    rows: Iterable[UseCount], *, today: date | None = None, weeks: int = WEEKS_SHOWN
) -> list[Use]:
    """The same of the rows of one procedure, of whatever weeks they are."""
    this = week_of(today or timezone.localdate())
    shown = [this - timedelta(weeks=back) for back in reversed(range(weeks))]
    counted = {(row.what, row.week): row.times for row in rows}
    return [
        Use(what, str(label), tuple((week, counted.get((what, week), 0)) for week in shown))
        for what, label in UseCount.What.choices
    ]


def used_at_all(uses: Iterable[Use]) -> bool:
    """Whether anything was counted."""
    return any(use.total for use in uses)


def week_of(day: date) -> date:
    """The Monday of a day's ISO week."""
    return day - timedelta(days=day.weekday())
