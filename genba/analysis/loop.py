"""How work passes through the steps of the improvement loop: counts, medians, and who waits longest.

Plain numbers in and out; times are days (as floats) on one common scale, for example days since 1970.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

FEWEST_FOR_A_MEDIAN = 5


@dataclass(frozen=True, slots=True)
class Passing:
    """One thing on its way to one step: since when, and when it arrived (None: it still waits)."""

    since: float
    arrived: float | None = None


@dataclass(frozen=True, slots=True)
class StepFigure:
    """One step of the loop.

    `count` arrived within the window; `median_days` is the median time from the step before, over those
    `count` arrivals, and None when fewer than FEWEST_FOR_A_MEDIAN arrived. `waiting` are still on their way;
    the longest of them has been for `oldest_days`.
    """

    count: int
    median_days: float | None
    waiting: int
    oldest_days: float | None


def step_figure(passings: Iterable[Passing], *, now: float, window: float) -> StepFigure:
    """The figure of one step over the last `window` days up to `now`.

    A thing that arrived before it set out (clocks differ, imports are odd) took no time.
    """
    took: list[float] = []
    waits: list[float] = []
    for passing in passings:
        if passing.arrived is None:
            waits.append(max(0.0, now - passing.since))
        elif now - window <= passing.arrived <= now:
            took.append(max(0.0, passing.arrived - passing.since))
    return StepFigure(
        count=len(took),
        median_days=median(took) if len(took) >= FEWEST_FOR_A_MEDIAN else None,
        waiting=len(waits),
        oldest_days=max(waits, default=None),
    )


def share(part: int, whole: int) -> float | None:
    """A share between 0 and 1, or None when fewer than FEWEST_FOR_A_MEDIAN are behind it."""
    return part / whole if whole >= FEWEST_FOR_A_MEDIAN else None
