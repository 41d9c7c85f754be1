"""How work flows through a board: how long it takes, how old it grows, how much comes out.

Plain numbers in and out. Lengths are in days (floats); `None` stands where there is too little to say.
Words after D. Vacanti, Actionable Agile Metrics for Predictability (2015): cycle time, age, throughput.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil, comb

ENOUGH_TO_COMPARE = 10
OLD, VERY_OLD = 85, 95
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spread:
    """What a set of lengths looks like: how many there are, and the marks that 50, 85 and 95 % stay within.

    Unit of the marks: days. All marks are None where `n` is 0.
    """

    n: int
    median: float | None = None
    old: float | None = None
    very_old: float | None = None

    @property
    def is_enough(self) -> bool:
        """Whether there is enough history to compare something with it."""
        return self.n >= ENOUGH_TO_COMPARE


@dataclass(frozen=True)
class Week:
    """How many cards were done in the week that began on this Monday."""

    monday: date
    done: int


def days_between(begun: datetime, ended: datetime) -> float:
    """The length in days; clocks that ran backwards (imports) count as no time at all."""
    return max((ended - begun) / DAY, 0.0)


def time_in_column(stays: Iterable[tuple[datetime, datetime | None]], *, now: datetime) -> float:
    """How many days a card stood in one column, over all its stays there. An open stay lasts until `now`."""
    return sum(days_between(entered, left or now) for entered, left in stays)


def cycle_times(cards: Iterable[tuple[datetime, datetime | None]]) -> list[float]:
    """Days from created to done, of each card that is done; cards under way are left out."""
    return [days_between(created, done) for created, done in cards if done is not None]


def percentile(lengths: Sequence[float], percent: int) -> float | None:
    """The smallest length that at least `percent` (1 to 100) of the lengths do not exceed. Same unit.

    It is always one of the lengths that really happened. None for no lengths.
    Source: the inverse of the empirical distribution, type 1 in Hyndman & Fan (1996), The American
    Statistician 50, 361-365.
    """
    if not 1 <= percent <= 100:
        message = f"{percent} is not a percentage from 1 to 100."
        raise ValueError(message)
    ordered = sorted(lengths)
    return ordered[ceil(percent * len(ordered) / 100) - 1] if ordered else None


def spread(lengths: Sequence[float]) -> Spread:
    """How many lengths there are, and the marks that 50, 85 and 95 % of them stay within."""
    ordered = sorted(lengths)
    return Spread(
        n=len(ordered),
        median=percentile(ordered, 50),
        old=percentile(ordered, OLD),
        very_old=percentile(ordered, VERY_OLD),
    )


def median_interval(lengths: Sequence[float], *, confidence: float = 0.95) -> tuple[float, float] | None:
    """Where the median lies with at least this confidence; None where n is too small (below 6 at 95 %).

    Needs no assumption about the shape. Source: Conover, Practical Nonparametric Statistics (1999), 3.2:
    the r-th smallest and r-th largest value, with the largest r for which the binomial tail of each side
    stays within half of what may be missed.
    """
    ordered = sorted(lengths)
    n, tail, rank = len(ordered), 0.0, 0
    for smaller in range(n // 2):
        tail += comb(n, smaller) / 2**n
        if tail > (1 - confidence) / 2:
            break
        rank = smaller + 1
    return (ordered[rank - 1], ordered[n - rank]) if rank else None


def share_younger(age: float, history: Sequence[float]) -> float | None:
    """The share (0 to 1) of the history that was shorter than this age. None for too little history."""
    if len(history) < ENOUGH_TO_COMPARE:
        return None
    return bisect_left(sorted(history), age) / len(history)


def age_mark(age: float, history: Spread) -> int | None:
    """85 or 95 where the age exceeds that mark of the history. Too little history marks nothing."""
    if not history.is_enough:
        return None
    if history.very_old is not None and age > history.very_old:
        return VERY_OLD
    return OLD if history.old is not None and age > history.old else None


def throughput(done_on: Iterable[date], *, today: date, weeks: int = 8) -> list[Week]:
    """How many were done in each of the last weeks, oldest first; the last one is today's, not yet over."""
    this_monday = _monday(today)
    counts = Counter(_monday(day) for day in done_on)
    mondays = (this_monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1))
    return [Week(monday, counts[monday]) for monday in mondays]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
