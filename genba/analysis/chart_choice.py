"""Which chart fits a series, and why: counts, shares, rare events, and more variation than chance.

Sources: Provost and Murray, *The Health Care Data Guide*, ch. 5; Wheeler, *Understanding Variation* (an XmR
chart where the assumptions of the others fail); Laney (2002); Spiegelhalter (2005) for overdispersion.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genba.analysis.control_charts import counted
from genba.analysis.series import Floats, Series

Places = NDArray[np.intp]

LEAST_TO_JUDGE = 12
EVIDENCE = 2.326  # one in a hundred, one-sided: more spread than chance alone
RARE = 1.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The chart and the code of its reason.

    Codes: `measured`, `counts`, `counts_overdispersed`, `rare_counts`, `shares`, `shares_overdispersed`,
    `rates`, `rates_overdispersed`, `weighed`, `between_counts`, `between_times`. `spread` is how much larger
    the variation is than chance alone makes it (1 for chance), not a number where it was not looked at.
    """

    kind: str
    reason: str
    spread: float = math.nan


def choose(series: Series, shape: str) -> Choice:
    """The chart for readings of a shape: `measure`, `count`, `proportion`, `rate` or `between`.

    Raises ValueError for another shape, or a share without denominators.
    """
    there = counted(series)
    phase = np.searchsorted(series.starts, np.flatnonzero(there), side="right")
    if shape == "measure":
        return Choice("xmr", "measured")
    if shape == "count":
        return _of_counts(series.value[there], phase)
    if shape == "between":
        return _of_times(series.value[there])
    if shape not in {"proportion", "rate"} or series.denominator is None:
        message = f"There is no chart for {shape} without denominators."
        raise ValueError(message)
    return _of_shares(series.value[there], series.denominator[there], phase, is_rate=shape == "rate")


def _of_counts(value: Floats, phase: Places) -> Choice:
    mean = float(value.mean()) if len(value) else math.nan
    if len(value) and not _are_whole(value):
        return Choice("xmr", "measured")
    usual = _usual(value, np.ones(len(value)), phase)
    spread, freedom = _spread(value, usual, usual, phase)
    if _is_more_than_chance(spread, freedom):
        return Choice("xmr", "counts_overdispersed", spread)
    return Choice("c", "rare_counts" if mean <= RARE else "counts", spread)


def _of_shares(value: Floats, out_of: Floats, phase: Places, *, is_rate: bool) -> Choice:
    if len(value) and not _are_whole(value):
        return Choice("ip", "weighed")
    share = _usual(value, out_of, phase)
    variance = out_of * share * (1 if is_rate else 1 - share)
    spread, freedom = _spread(value, out_of * share, variance, phase)
    plain, laney, words = ("u", "up", "rates") if is_rate else ("p", "pp", "shares")
    if _is_more_than_chance(spread, freedom):
        return Choice(laney, f"{words}_overdispersed", spread)
    return Choice(plain, words, spread)


def _of_times(value: Floats) -> Choice:
    return Choice("g", "between_counts") if _are_whole(value) else Choice("t", "between_times")


def _are_whole(value: Floats) -> bool:
    return bool(np.all(value == np.round(value)))


def _usual(value: Floats, out_of: Floats, phase: Places) -> Floats:
    """The share of its own phase for each reading: a marked step is no spread."""
    sums = np.bincount(phase, value)
    with np.errstate(invalid="ignore"):
        shares: Floats = sums / np.bincount(phase, out_of)
    return shares[phase]


def _spread(value: Floats, expected: Floats, variance: Floats, phase: Places) -> tuple[float, int]:
    """The dispersion of Pearson within the phases, and its degrees of freedom.

    About 1 where only chance is at work; not a number for too few readings. A phase in which chance alone
    makes no variation (nothing was counted in it, or everything) is left out.
    """
    there = variance > 0
    freedom = int(there.sum()) - len(set(phase[there].tolist()))
    if freedom < LEAST_TO_JUDGE - 1:
        return math.nan, freedom
    found = ((value - expected)[there] ** 2 / variance[there]).sum() / freedom
    return float(found), freedom


def _is_more_than_chance(spread: float, freedom: int) -> bool:
    """Whether chi-squared is beyond its one in a hundred (Wilson and Hilferty 1931)."""
    if math.isnan(spread):
        return False
    part = 2 / (9 * freedom)
    return float(np.cbrt(spread) - (1 - part)) / math.sqrt(part) > EVIDENCE
