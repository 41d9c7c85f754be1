"""Which metrics Genba can count by itself. Rooms above hang their own computations in when Django starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.functional import Promise

from genba.people.models import Team
from genba.understand.measuring import NewReading
from genba.work.models import Process


@dataclass(frozen=True, slots=True)
class Scope:
    """What to count: whole months, oldest first, of a team with those below it, of a process, or of all."""

    months: tuple[date, ...]
    team: Team | None = None
    process: Process | None = None

    @property
    def begin(self) -> datetime:
        """The first moment that counts."""
        return moment_of(self.months[0])

    @property
    def end(self) -> datetime:
        """The first moment that does not count any more."""
        return moment_of(month_after(self.months[-1]))


@dataclass(frozen=True, slots=True)
class Computation:
    """One way of counting.

    `compute(scope)` gives at most one reading for each month, at the first moment of the month; a month
    about which nothing can be said has none. `is_snapshot`: it can only be told as of now, so that it is
    taken once for the month that ended last and never counted anew. `of_people`: it counts what people say,
    so that a small team gets no figure.
    """

    name: str
    label: str | Promise
    compute: Callable[[Scope], Sequence[NewReading]]
    is_snapshot: bool = False
    of_people: bool = True


_computations: dict[str, Computation] = {}


def register_computation(computation: Computation) -> None:
    """Offer a computation; a second one with the same name replaces the first."""
    _computations[computation.name] = computation


def computation_named(name: str) -> Computation | None:
    """The registered computation, or None."""
    return _computations.get(name)


def moment_of(day: date) -> datetime:
    """Where the reading of a month stands: the first moment of its first day, here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def month_of(moment: datetime | date) -> date:
    """The first day of the month of a moment, as the clock here says."""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return day.replace(day=1)


def month_after(month: date) -> date:
    """The first day of the next month."""
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return month.replace(year=month.year - (month.month == 1), month=(month.month - 2) % 12 + 1)
