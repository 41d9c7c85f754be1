"""Worlds for the audit-theatre index: weeks in which work waits for audits, and in which it does not."""

from collections.abc import Iterable

import numpy as np

from benchmarks.signs.simulating import Rate, World, counts, rates
from genba.analysis.signs import only_before_audits

NAME = "only_before_audits"
TARGET = 0.025
WEEKS = 157


def weeks(  # noqa: PLR0913 - a world has that many sides
    rush: float = 1.0,
    *,
    mean: float = 5,
    spread: float = 1,
    lag: float = 0.0,
    growth: float = 1.0,
    is_closed: bool = False,
    audits: tuple[int, ...] = (),
) -> World:
    """Three years of weeks; `rush` is the rate in the four weeks before an audit.

    `lag` is the AR(1) coefficient of the log rate (its spread 0.3), `growth` the last week's rate by the
    first's, `is_closed` leaves one or two working days in six weeks of every year. Audits come about every
    half year, at no fixed date, unless `audits` says when.
    """

    def look(generator: np.random.Generator):
        days = np.full(WEEKS, 5.0)
        if is_closed:
            days[np.arange(WEEKS) % 52 >= 50] = 1
            days[(np.arange(WEEKS) % 52 >= 30) & (np.arange(WEEKS) % 52 < 34)] = 2
        level = mean * days / 5 * np.linspace(1, growth, WEEKS)
        if lag:
            level = level * np.exp(_waves(generator, lag))
        when = audits or tuple(np.cumsum(generator.integers(22, 31, size=5)).tolist())
        for week in when:
            level[max(0, week - 4) : week] *= rush
        return only_before_audits.look(
            counts(generator, level, spread), days.tolist(), when, generator=generator
        )

    return look


def _waves(generator: np.random.Generator, lag: float) -> np.ndarray:
    wave = generator.normal(size=WEEKS) * np.sqrt(1 - lag**2)
    for week in range(1, WEEKS):
        wave[week] += lag * wave[week - 1]
    return 0.3 * wave


NULLS = {
    "5 a week, Poisson": weeks(),
    "two audits only": weeks(audits=(60, 115)),
    "overdispersed (variance 2.5 × mean)": weeks(spread=2.5),
    "autocorrelated (0.6)": weeks(lag=0.6),
    "holidays": weeks(is_closed=True),
    "growth to four times": weeks(growth=4),
    "shrinking to a quarter": weeks(growth=0.25),
    "all together": weeks(spread=2, lag=0.6, growth=3, is_closed=True),
}
EFFECTS = {
    "twice as much before five audits": weeks(2),
    "three times before five audits": weeks(3),
    "three times before two audits": weeks(3, audits=(60, 115)),
    "three times, all together": weeks(3, spread=2, lag=0.6, growth=3, is_closed=True),
}


def measure(name: str, size: int) -> Iterable[Rate]:
    """False alarms in every null world and power in every other, each looked at `size` times."""
    yield from rates(name, "false alarm", NULLS, size, TARGET)
    yield from rates(name, "power", EFFECTS, max(1, size // 4))
