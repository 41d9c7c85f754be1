"""Worlds for the signs that count: what happens where nothing changes, and where it does."""

from collections.abc import Iterable

import numpy as np

from benchmarks.signs.simulating import Rate, World, counts, rates, shares
from genba.analysis.signs import (
    actions_stall,
    blame_language,
    findings_rise,
    ideas_dry_up,
    leaders_absent,
    no_report,
    recurring_ignored,
    suppressed,
)

YEAR = np.ones(12)
HEADS = [40] * 15
Generator = np.random.Generator


def ideas(level: float = 1.0, *, mean: float = 6, spread: float = 1, growth: bool = False) -> World:
    """15 months of ideas of 40 people; the last three at `level`; people may double while it runs."""
    heads = np.linspace(20, 40, 15) if growth else np.full(15, 40.0)
    rate = mean / 40 * heads
    rate[-3:] *= level
    return lambda g: ideas_dry_up.look(counts(g, rate, spread), heads.tolist())


def findings(level: float = 1.0, *, mean: float = 4, spread: float = 1) -> World:
    """Eight audits of 1 to 4 days, `mean` findings in two days; the last two at `level`."""

    def look(g: Generator):
        days = g.integers(1, 5, size=8).astype(float)
        rate = mean / 2 * days
        rate[-2:] *= level
        return findings_rise.look(counts(g, rate, spread), days.tolist())

    return look


def actions(level: float = 1.0, *, spread: float = 1, growth: bool = False) -> World:
    """12 months before the certificate and 6 after, one action finished for 40 open days."""
    open_days = np.linspace(150, 400, 18) if growth else np.full(18, 300.0)
    rate = open_days / 40
    rate[12:] *= level
    return lambda g: actions_stall.look(counts(g, rate, spread), open_days.tolist(), certified=12)


def leaders(share: float = 0.8, *, usual: float = 0.8, alike: float = 0.0) -> World:
    """24 reviews with six places and the last four at `share`; reviews may be alike within."""
    chances = np.array([usual] * 20 + [share] * 4)
    return lambda g: leaders_absent.look(shares(g, [6] * 24, chances, alike), [6] * 24)


def recurring(share: float, *, usual: float = 0.6, reports: int = 6, alike: float = 0.0) -> World:
    """A family of six reports beside 80 others of which `usual` are taken up."""

    def look(g: Generator):
        taken, others = shares(g, [reports], share, alike)[0], shares(g, [80], usual)[0]
        return recurring_ignored.look(reports=reports, taken=taken, others=80, others_taken=others)

    return look


def silence(*, rate: float = 0.4, cluster: float = 1, days: int = 240) -> World:
    """Reports on 240 days and then a month of nightly looks: an alarm at any of them."""

    def look(g: Generator):
        came = counts(g, np.full(days, rate), cluster)
        verdicts = [no_report.look(came[: days - back]) for back in range(20, -1, -1)]
        return min(verdicts, key=lambda one: (one.state.value != "alarm", one.p or 0))

    return look


def silent(quiet: int, *, rate: float = 0.4) -> World:
    """As before, and then nothing for so many working days."""
    return lambda g: no_report.look(counts(g, np.full(220, rate)) + [0] * quiet)


def escapes(inside: float, outside: float, *, spread: float = 1, mean: float = 30) -> World:
    """A year before and six months after: internal reports and complaints at these levels of before."""
    internal, complaints = np.full(18, float(mean)), np.full(18, mean / 8)
    internal[12:] *= inside
    complaints[12:] *= outside
    return lambda g: suppressed.look(counts(g, complaints, spread), counts(g, internal, spread))


def blaming(share: float, *, usual: float = 0.04, texts: int = 60, alike: float = 0.0) -> World:
    """A year with a usual share of flagged texts, and three months with another."""
    chances = np.array([usual] * 12 + [share] * 3)
    return lambda g: blame_language.look(shares(g, [texts] * 15, chances, alike), [texts] * 15)


NULLS: dict[str, tuple[float | None, dict[str, World]]] = {
    "ideas_dry_up": (
        0.01,
        {
            "6 a month, Poisson": ideas(),
            "20 a month, Poisson": ideas(mean=20),
            "6 a month, heads double": ideas(growth=True),
            "10 a month, variance 2 × mean": ideas(mean=10, spread=2),
        },
    ),
    "no_report": (
        0.01,
        {
            "2 a week, a month of nightly looks": silence(),
            "1 a week, a month of nightly looks": silence(rate=0.2),
            "2 a week in clusters (variance 2 × mean)": silence(cluster=2),
        },
    ),
    "findings_rise": (
        0.01,
        {
            "4 in two days, Poisson": findings(),
            "10 in two days, Poisson": findings(mean=10),
            "10 in two days, variance 2 × mean": findings(mean=10, spread=2),
        },
    ),
    "actions_stall": (
        0.01,
        {
            "7.5 a month, Poisson": actions(),
            "open actions grow": actions(growth=True),
            "7.5 a month, variance 2 × mean": actions(spread=2),
        },
    ),
    "leaders_absent": (
        0.01,
        {
            "80 % come, each for himself": leaders(),
            "60 % come, each for himself": leaders(0.6, usual=0.6),
            "80 % come, alike within a review (0.2)": leaders(alike=0.2),
        },
    ),
    "recurring_ignored": (
        0.01,
        {
            "60 % taken up": recurring(0.6),
            "80 % taken up, four reports": recurring(0.8, usual=0.8, reports=4),
            "stress: 80 % taken up, alike in the family (0.2)": recurring(0.8, usual=0.8, alike=0.2),
        },
    ),
    "suppressed": (
        0.01,
        {
            "nothing changes": escapes(1, 1),
            "genuine: both fall by a third": escapes(0.67, 0.67),
            "genuine: both halve": escapes(0.5, 0.5),
            "genuine: both halve, variance 2 × mean": escapes(0.5, 0.5, spread=2),
            "stress, lopsided: reports halve, complaints fall by 30 %": escapes(0.5, 0.7),
        },
    ),
    "blame_language": (
        0.01,
        {
            "4 % of 60 texts a month": blaming(0.04),
            "10 % of 60 texts a month": blaming(0.1, usual=0.1),
            "4 % of 60, alike within a month (0.02)": blaming(0.04, alike=0.02),
        },
    ),
}

EFFECTS: dict[str, dict[str, World]] = {
    "ideas_dry_up": {
        "a third of 6 a month is left": ideas(1 / 3),
        "half of 20 a month is left": ideas(0.5, mean=20),
        "a third of 10 a month, variance 2 × mean": ideas(1 / 3, mean=10, spread=2),
    },
    "no_report": {
        "2 a week, silent for 20 days": silent(20),
        "2 a week, silent for 30 days": silent(30),
        "1 a week, silent for 40 days": silent(40, rate=0.2),
    },
    "findings_rise": {
        "4 in two days become 12": findings(3),
        "10 in two days become 20": findings(2, mean=10),
    },
    "actions_stall": {"half the pace": actions(0.5), "a third of the pace": actions(1 / 3)},
    "leaders_absent": {"80 % become 40 %": leaders(0.4), "80 % become 50 %": leaders(0.5)},
    "recurring_ignored": {
        "none of six, usual 60 %": recurring(0),
        "none of four, usual 80 %": recurring(0, usual=0.8, reports=4),
    },
    "suppressed": {
        "reports halve, complaints stay": escapes(0.5, 1),
        "a quarter of the reports is left, complaints stay": escapes(0.25, 1),
        "a quarter is left, complaints rise by a fifth": escapes(0.25, 1.2),
    },
    "blame_language": {"4 % become 12 %": blaming(0.12), "10 % become 20 %": blaming(0.2, usual=0.1)},
}


def measure(name: str, size: int) -> Iterable[Rate]:
    """False alarms in every null world and power in every other, each looked at `size` times."""
    level, nulls = NULLS[name]
    yield from rates(name, "false alarm", nulls, size, level)
    yield from rates(name, "power", EFFECTS[name], max(1, size // 4))
