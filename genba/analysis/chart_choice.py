"""Which chart fits a series, and why: counts, shares, rare events, and more variation than chance.

Sources: Provost and Murray, *The Health Care Data Guide*, ch. 5; Wheeler, *Understanding Variation* (an XmR
chart where the assumptions of the others fail); Laney (2002); Spiegelhalter (2005) for overdispersion.
"""

import math
from dataclasses import dataclass

import numpy as np

from genba.analysis.control_charts import counted
from genba.analysis.series import Floats, Series

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
    if shape == "measure":
        return Choice("xmr", "measured")
    if shape == "count":
        return _of_counts(series.value[there])
    if shape == "between":
        return _of_times(series.value[there])
    if shape not in {"proportion", "rate"} or series.denominator is None:
        message = f"There is no chart for {shape} without denominators."
        raise ValueError(message)
    return _of_shares(series.value[there], series.denominator[there], is_rate=shape == "rate")


def _of_counts(value: Floats) -> Choice:
    mean = float(value.mean()) if len(value) else math.nan
    if len(value) and not _are_whole(value):
        return Choice("xmr", "measured")
    spread = _spread(value, np.full(len(value), mean), np.full(len(value), mean))
    if _is_more_than_chance(spread, len(value)):
        return Choice("xmr", "counts_overdispersed", spread)
    return Choice("c", "rare_counts" if mean <= RARE else "counts", spread)


def _of_shares(value: Floats, out_of: Floats, *, is_rate: bool) -> Choice:
    if len(value) and not _are_whole(value):
        return Choice("ip", "weighed")
    share = float(value.sum() / out_of.sum()) if len(value) else math.nan
    variance = out_of * share * (1 if is_rate else 1 - share)
    spread = _spread(value, out_of * share, variance)
    plain, laney, words = ("u", "up", "rates") if is_rate else ("p", "pp", "shares")
    if _is_more_than_chance(spread, len(value)):
        return Choice(laney, f"{words}_overdispersed", spread)
    return Choice(plain, words, spread)


def _of_times(value: Floats) -> Choice:
    return Choice("g", "between_counts") if _are_whole(value) else Choice("t", "between_times")


def _are_whole(value: Floats) -> bool:
    return bool(np.all(value == np.round(value)))


def _spread(value: Floats, expected: Floats, variance: Floats) -> float:
    """The dispersion of Pearson: about 1 where only chance is at work; not a number for too few."""
    if len(value) < LEAST_TO_JUDGE or not np.all(variance > 0):
        return math.nan
    return float(((value - expected) ** 2 / variance).sum() / (len(value) - 1))


def _is_more_than_chance(spread: float, count: int) -> bool:
    """Whether chi-squared is beyond its one in a hundred (Wilson and Hilferty 1931)."""
    if math.isnan(spread):
        return False
    freedom = 2 / (9 * (count - 1))
    return float(np.cbrt(spread) - (1 - freedom)) / math.sqrt(freedom) > EVIDENCE
