"""Centre lines and limits of control charts, for one phase of one series.

Sources: Wheeler, *Understanding Variation*; Montgomery, *Introduction to Statistical Quality Control*, 8th
ed., ch. 6 and 7; Provost and Murray, *The Health Care Data Guide*; Laney (2002) for p′ and u′; Taylor (2017)
for I′; Nelson (1982) for the screening of moving ranges.

Where programs disagree:

- *Sigma of an XmR chart* is the mean moving range over d2. The rule set decides how d2 is rounded, so that
  the labels are those of the program that people compare with: 2.66 times the mean range (NHSRplotthedots
  and Wheeler) for `nhs`, 1.128 (qicharts2) for `anhoej`, 2/√π (qcc) for `western-electric` and `nelson`.
- *Screening* leaves out moving ranges of 3.267 times their mean and more, once. NHSRplotthedots screens by
  default, qicharts2 and Wheeler do not; it is stored with each chart, because it changes the answer. Where
  all ranges are zero, screening leaves none, and there are no limits; both programs do the same.
- *The g chart* has its limits at m ± 3√(m(m+1)) around the mean m of the counts between events, its
  centre line at their median, as qicharts2 0.8 and Montgomery. qcc's `limits.g` starts from another
  estimate of the probability and is not followed: the median is where half of the readings lie.
- *A gap* breaks the moving range; a reading that is left out does not (qicharts2).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from genba.analysis.series import Flags, Floats

D2: dict[str, float] = {"nhs": 3 / 2.66, "anhoej": 1.128}
EXACT_D2 = 2 / math.sqrt(math.pi)
MOST_RANGE = 3.267
MOST_RANGE_IP = 3.2665
MEDIAN_RANGE = 3.145  # Wheeler: three sigma from the median moving range
T_POWER = 3.6  # Nelson (1994): times between events to this root are nearly normal
EWMA_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a series: `base` tells which readings make the limits. All have one entry a reading."""

    value: Floats
    denominator: Floats | None
    base: Flags
    d2: float = EXACT_D2
    is_median: bool = False
    is_screened: bool = True

    @property
    def share(self) -> Floats:
        """The value over its denominator, or the value itself. Out of nothing: not a number."""
        if self.denominator is None:
            return self.value
        out_of = np.where(self.denominator > 0, self.denominator, np.nan)
        return self.value / out_of


@dataclass(frozen=True, slots=True)
class Limits:
    """What is drawn, with its centre line and limits; not a number where there are none."""

    y: Floats
    centre: Floats
    lower: Floats
    upper: Floats


def _sum(values: Floats) -> float:
    """The exact sum; infinite where it is larger than any number that a machine can write."""
    try:
        return math.fsum(values)
    except OverflowError:
        return float(values.sum())


def mean_of(values: Floats) -> float:
    """The mean without rounding on the way; not a number where nothing counts."""
    there = values[~np.isnan(values)]
    return _sum(there) / len(there) if len(there) else math.nan


def _median_of(values: Floats) -> float:
    there = values[~np.isnan(values)]
    return float(np.median(there)) if len(there) else math.nan


def _screened_mean(ranges: Floats, most: float) -> float:
    return mean_of(ranges[ranges < most * mean_of(ranges)])


def _mean_range(y: Floats, phase: Phase, most: float = MOST_RANGE) -> float:
    ranges = np.abs(np.diff(y))
    return _screened_mean(ranges, most) if phase.is_screened else mean_of(ranges)


def _three_sigma(y: Floats, phase: Phase) -> float:
    """Three sigma of single readings from their moving ranges."""
    if phase.is_median:
        return MEDIAN_RANGE * _median_of(np.abs(np.diff(y)))
    return 3 / phase.d2 * _mean_range(y, phase)


def _around(y: Floats, centre: float, three_sigma: Floats | float, low: float = -math.inf) -> Limits:
    level = np.full(len(y), centre)
    return Limits(y, level, np.maximum(level - three_sigma, low), level + three_sigma)


def _xmr(phase: Phase) -> Limits:
    counted = phase.share[phase.base]
    return _around(phase.share, mean_of(counted), _three_sigma(counted, phase))


def _run(phase: Phase) -> Limits:
    none = np.full(len(phase.value), np.nan)
    return Limits(phase.share, np.full(len(none), _median_of(phase.share[phase.base])), none, none)


def _c(phase: Phase) -> Limits:
    centre = mean_of(phase.value[phase.base])
    return _around(phase.value, centre, 3 * math.sqrt(max(centre, 0)), low=0)


def _pooled(phase: Phase) -> tuple[float, Floats]:
    """All events over all chances, and the denominators as an array."""
    assert phase.denominator is not None  # noqa: S101  (the chart was refused before)
    out_of = np.where(np.isnan(phase.share), np.nan, phase.denominator)
    counted = phase.base & ~np.isnan(out_of)
    if not counted.any():
        return math.nan, out_of
    return _sum(phase.value[counted]) / _sum(out_of[counted]), out_of


def _sigma_p(centre: float, out_of: Floats) -> Floats:
    return np.sqrt(max(centre * (1 - centre), 0) / out_of)


def _sigma_u(centre: float, out_of: Floats) -> Floats:
    return np.sqrt(max(centre, 0) / out_of)


def _laney(phase: Phase, centre: float, sigma: Floats) -> float:
    """How much more the shares vary between readings than within them (sigma z)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        z = ((phase.share - centre) / sigma)[phase.base]
    return _mean_range(z, phase) / 1.128


def _share_chart(
    sigma_of: Callable[[float, Floats], Floats], *, is_laney: bool, most: float
) -> Callable[[Phase], Limits]:
    def limits(phase: Phase) -> Limits:
        centre, out_of = _pooled(phase)
        sigma = sigma_of(centre, out_of)
        three = 3 * sigma * (_laney(phase, centre, sigma) if is_laney else 1.0)
        found = _around(phase.share, centre, three, low=0)
        return Limits(found.y, found.centre, found.lower, np.minimum(found.upper, most))

    return limits


def _ip(phase: Phase) -> Limits:
    """Taylor's I′: moving ranges weighed by how many each reading is out of."""
    centre, out_of = _pooled(phase)
    y, n = phase.share[phase.base], out_of[phase.base]
    sigmas = math.sqrt(math.pi / 2) * np.abs(np.diff(y)) / np.sqrt(1 / n[:-1] + 1 / n[1:])
    sigma = _screened_mean(sigmas, MOST_RANGE_IP) if phase.is_screened else mean_of(sigmas)
    return _around(phase.share, centre, 3 * sigma * np.sqrt(1 / out_of))


def _g(phase: Phase) -> Limits:
    counted = phase.value[phase.base]
    mean = mean_of(counted)
    three = 3 * math.sqrt(max(mean * (mean + 1), 0)) if math.isfinite(mean) else math.nan
    found = _around(phase.value, mean, three, low=0)
    return Limits(found.y, np.full(len(found.y), _median_of(counted)), found.lower, found.upper)


def _t(phase: Phase) -> Limits:
    """Times between events: limits of the XmR chart of their 3.6th root, turned back."""
    y = np.where(phase.value > 0, phase.value, np.nan) ** (1 / T_POWER)
    centre, three = mean_of(y[phase.base]), _three_sigma(y[phase.base], phase)
    low = max(centre - three, 0.0) if math.isfinite(three) else math.nan
    level = np.full(len(y), centre**T_POWER)
    return Limits(
        y**T_POWER, level, np.full(len(y), low**T_POWER), np.full(len(y), (centre + three) ** T_POWER)
    )


def ewma(y: Floats, *, centre: float, sigma: float, weight: float = EWMA_WEIGHT) -> Limits:
    """The exponentially weighted moving average, limits as far from the start (NIST e-Handbook 6.3.2.4)."""
    moved, last = np.full(len(y), np.nan), centre
    for place, one in enumerate(y):
        last = last if math.isnan(one) else weight * one + (1 - weight) * last
        moved[place] = math.nan if math.isnan(one) else last
    return _around(moved, centre, 3 * sigma * math.sqrt(weight / (2 - weight)))


def _ewma(phase: Phase) -> Limits:
    counted = phase.share[phase.base]
    return ewma(phase.share, centre=mean_of(counted), sigma=_three_sigma(counted, phase) / 3)


LIMITS: dict[str, Callable[[Phase], Limits]] = {
    "xmr": _xmr,
    "run": _run,
    "c": _c,
    "u": _share_chart(_sigma_u, is_laney=False, most=math.inf),
    "p": _share_chart(_sigma_p, is_laney=False, most=1.0),
    "up": _share_chart(_sigma_u, is_laney=True, most=math.inf),
    "pp": _share_chart(_sigma_p, is_laney=True, most=1.0),
    "ip": _ip,
    "g": _g,
    "t": _t,
    "ewma": _ewma,
}
NEED_DENOMINATOR = frozenset({"u", "p", "up", "pp", "ip"})
