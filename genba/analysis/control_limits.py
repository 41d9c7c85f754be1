"""Centre lines and limits of control charts, for one phase of one series.

Sources: Wheeler, *Understanding Variation*; Montgomery, *Introduction to Statistical Quality Control*, 8th
ed., ch. 6 and 7; Provost and Murray, *The Health Care Data Guide*; Laney (2002) for p′ and u′; Taylor (2017)
for I′; Nelson (1982) for the screening of moving ranges.

Where programs disagree:

- *Sigma of an XmR chart* is the mean moving range over d2. The rule set decides how d2 is rounded, so that
  the labels are those of the program that people compare with: 2.66 times the mean range (NHSRplotthedots
  and Wheeler) for `nhs`, 1.128 (qicharts2) for `anhoej`, 2/√π (qcc) for `western-electric` and `nelson`.
  A t chart takes 1.128 and an EWMA chart 2/√π with any rules: those of the one program that draws them.
- *Screening* leaves out moving ranges of 3.267 times their mean and more, once. NHSRplotthedots screens by
  default, qicharts2 once it is attached; Wheeler does not, qcc cannot. It is stored with each chart, because
  it changes the answer. Where all ranges are zero, screening leaves none, and there are no limits; both
  programs do the same.
- *The g chart* has its limits at m ± 3√(m(m+1)) around the mean m of the counts between events, its
  centre line at their median, as qicharts2 0.8 and Montgomery. qcc's `limits.g` starts from another
  estimate of the probability and is not followed: the median is where half of the readings lie.
- *The t chart* without a spread has no upper limit, and zero as its lower one (qicharts2).
- *Sigma of an I′ chart* comes from the readings that make the limits. qicharts2 0.8.1 takes all of them,
  also those after the baseline; pbcharts, by the same author, does not, and is followed: otherwise what
  comes later would move limits that are frozen.
- *The limits of an EWMA chart* are those it settles at, from the first point on (NIST); qcc lets them widen
  over the first points. The weight is 0.3 (NIST), not 0.2 (qcc); the average starts from the centre line.
- *A gap* breaks the moving range; a reading that is left out does not (qicharts2).
- *A share of nothing* is a gap, and what was counted there does not count; qicharts2 adds it to the events.
- *A mean* is rounded once, as R does it, so that a reading that equals it lies on the line: the mean of
  0.1, 0.1 and 0.1 is 0.1.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from genba.analysis.series import Flags, Floats

WHEELER = 2.66
QICHARTS_D2 = 1.128
EXACT_D2 = 2 / math.sqrt(math.pi)
D2: dict[str, float | None] = {"nhs": None, "anhoej": QICHARTS_D2}
MOST_RANGE = 3.267
MOST_RANGE_IP = 3.2665
MEDIAN_RANGE = 3.145  # Wheeler: three sigma from the median moving range
T_POWER = 3.6  # Nelson (1994): times between events to this root are nearly normal
EWMA_WEIGHT = 0.3
OUT_OF_THE_WAY = 2.0**64


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a series: `base` tells which readings make the limits. All have one entry a reading.

    `d2` divides the mean moving range of an XmR chart; None is Wheeler's rounding, 2.66 times the mean.
    """

    value: Floats
    denominator: Floats | None
    base: Flags
    d2: float | None = EXACT_D2
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
    """What is drawn, with its centre line and limits; not a number where there are none.

    `zones` has four rows, two and one sigma below and one and two above what the limits stand around. They
    are not cut where a limit is: a third of the way to a limit at zero would be less than one sigma.
    """

    y: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    zones: Floats


def _sum(values: Floats) -> float:
    """The exact sum; infinite where it is larger than any number that a machine can write."""
    try:
        return math.fsum(values)
    except (OverflowError, ValueError):  # too large, or infinities of both signs
        return float(values.sum())


def mean_of(values: Floats) -> float:
    """The mean, rounded once; not a number where nothing counts."""
    there = values[~np.isnan(values)]
    size = len(there)
    if not size:
        return math.nan
    mean = _sum(there) / size
    if math.isfinite(mean):
        return mean + _sum(np.append(there, np.full(size, -mean))) / size
    if np.isfinite(there).all():
        return mean_of(there / OUT_OF_THE_WAY) * OUT_OF_THE_WAY
    return mean


def _median_of(values: Floats) -> float:
    there = values[~np.isnan(values)]
    return float(np.median(there)) if len(there) else math.nan


def _screened_mean(ranges: Floats, most: float) -> float:
    return mean_of(ranges[ranges < most * mean_of(ranges)])


def _mean_range(y: Floats, phase: Phase) -> float:
    ranges = np.abs(np.diff(y))
    return _screened_mean(ranges, MOST_RANGE) if phase.is_screened else mean_of(ranges)


def _spread(y: Floats, phase: Phase, d2: float | None) -> tuple[float, float]:
    """One and three sigma of single readings from their moving ranges, rounded as the programs do it."""
    if phase.is_median:
        three = MEDIAN_RANGE * _median_of(np.abs(np.diff(y)))
        return three / 3, three
    mean = _mean_range(y, phase)
    if d2 is None:
        return WHEELER / 3 * mean, WHEELER * mean
    return mean / d2, 3 * (mean / d2)


def _around(
    y: Floats,
    middle: float,
    sigma: Floats | float,
    three: Floats | float | None = None,
    low: float = -math.inf,
) -> Limits:
    level, one = np.full(len(y), middle), np.broadcast_to(sigma, len(y))
    reach = 3 * one if three is None else three
    zones = np.array([level - 2 * one, level - one, level + one, level + 2 * one])
    return Limits(y, level, np.maximum(level - reach, low), level + reach, zones)


def _xmr(phase: Phase) -> Limits:
    counted = phase.share[phase.base]
    return _around(phase.share, mean_of(counted), *_spread(counted, phase, phase.d2))


def _run(phase: Phase) -> Limits:
    return _around(phase.share, _median_of(phase.share[phase.base]), math.nan)


def _c(phase: Phase) -> Limits:
    centre = mean_of(phase.value[phase.base])
    return _around(phase.value, centre, np.sqrt(centre), low=0)


def _pooled(phase: Phase) -> tuple[float, Floats]:
    """All events over all chances, and the denominators as an array."""
    assert phase.denominator is not None  # noqa: S101  (the chart was refused before)
    out_of = np.where(np.isnan(phase.share), np.nan, phase.denominator)
    counted = phase.base & ~np.isnan(out_of)
    if not counted.any():
        return math.nan, out_of
    return _sum(phase.value[counted]) / _sum(out_of[counted]), out_of


def _sigma_p(centre: float, out_of: Floats) -> Floats:
    sigma: Floats = np.sqrt(centre * (1 - centre) / out_of)
    return sigma


def _sigma_u(centre: float, out_of: Floats) -> Floats:
    sigma: Floats = np.sqrt(centre / out_of)
    return sigma


def _laney(phase: Phase, centre: float, sigma: Floats) -> float:
    """How much more the shares vary between readings than within them (sigma z)."""
    z = ((phase.share - centre) / sigma)[phase.base]
    return _mean_range(z, phase) / QICHARTS_D2


def _share_chart(
    sigma_of: Callable[[float, Floats], Floats], *, is_laney: bool, most: float
) -> Callable[[Phase], Limits]:
    def limits(phase: Phase) -> Limits:
        centre, out_of = _pooled(phase)
        sigma = sigma_of(centre, out_of)
        found = _around(
            phase.share, centre, sigma * (_laney(phase, centre, sigma) if is_laney else 1.0), low=0
        )
        return replace(found, upper=np.minimum(found.upper, most))

    return limits


def _ip(phase: Phase) -> Limits:
    """Taylor's I′: moving ranges weighed by how many each reading is out of."""
    centre, out_of = _pooled(phase)
    y, n = phase.share[phase.base], out_of[phase.base]
    sigmas = math.sqrt(math.pi / 2) * np.abs(np.diff(y)) / np.sqrt(1 / n[:-1] + 1 / n[1:])
    sigma = _screened_mean(sigmas, MOST_RANGE_IP) if phase.is_screened else mean_of(sigmas)
    return _around(phase.share, centre, sigma * np.sqrt(1 / out_of))


def _g(phase: Phase) -> Limits:
    counted = phase.value[phase.base]
    mean = mean_of(counted)
    found = _around(phase.value, mean, np.sqrt(mean * (mean + 1)), low=0)
    return replace(found, centre=np.full(len(found.y), _median_of(counted)))


def _t(phase: Phase) -> Limits:
    """Times between events: limits of the XmR chart of their 3.6th root, turned back."""
    y = np.where(phase.value > 0, phase.value, np.nan) ** (1 / T_POWER)
    found = _around(y, mean_of(y[phase.base]), *_spread(y[phase.base], phase, QICHARTS_D2))
    lower = np.where(found.lower > 0, found.lower, 0)  # a negative number has no such power
    lines = (y, found.centre, lower, found.upper, found.zones)  # the times too: equal ones stay equal
    return Limits(*(line**T_POWER for line in lines))


def ewma(y: Floats, *, centre: float, sigma: float, weight: float = EWMA_WEIGHT) -> Limits:
    """The exponentially weighted moving average, limits as far from the start (NIST e-Handbook 6.3.2.4)."""
    moved, last = np.full(len(y), np.nan), centre
    for place, one in enumerate(y):
        last = last if math.isnan(one) else weight * one + (1 - weight) * last
        moved[place] = math.nan if math.isnan(one) else last
    return _around(moved, centre, sigma * math.sqrt(weight / (2 - weight)))


def _ewma(phase: Phase) -> Limits:
    counted = phase.share[phase.base]
    return ewma(phase.share, centre=mean_of(counted), sigma=_spread(counted, phase, EXACT_D2)[0])


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
