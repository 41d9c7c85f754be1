"""Whether something happens less often than before: two counts over two spans of time, compared exactly."""

from dataclasses import dataclass
from math import ceil, inf

from genba.analysis.signs.exact import clopper_pearson


@dataclass(frozen=True)
class RateRatio:
    """The rate after divided by the rate before, with the ends of its interval.

    `value` is None where nothing happened before. `needs_days` is how many more days without another event
    it takes until the interval shows that there are fewer; None where it shows a difference already, or where
    no wait will show one, because nothing happened before.
    """

    value: float | None
    low: float
    high: float
    needs_days: int | None

    @property
    def is_fewer(self) -> bool:
        """Whether the rate after is lower for certain, as far as the interval goes."""
        return self.high < 1

    @property
    def is_more(self) -> bool:
        """Whether the rate after is higher for certain."""
        return self.low > 1


def rate_ratio(before: int, days_before: float, after: int, days_after: float) -> RateRatio:
    """Compare two counts of events over two spans in days. Exact 95 % interval.

    Given their sum, the count after is binomial with the share of time as its chance, so that the interval of
    Clopper and Pearson for that chance is one for the ratio of the rates. Raises ValueError for counts below
    zero or spans that are not above zero.

    Source: Przyborowski and Wilenski, Homogeneity of results in testing samples from Poisson series, 1940;
    Clopper and Pearson, The use of confidence or fiducial limits, 1934. Same as R's
    poisson.test(c(after, before), c(days_after, days_before)).
    """
    if min(before, after) < 0 or min(days_before, days_after) <= 0:
        message = f"There is no rate of {before} in {days_before} days or of {after} in {days_after}."
        raise ValueError(message)
    low, high = clopper_pearson(after, before + after)
    scale = days_before / days_after
    ends = _odds(low) * scale, _odds(high) * scale
    value = after / before * scale if before else None
    shows = ends[1] < 1 or ends[0] > 1
    needed = None if shows or not before else ceil(days_before * _odds(high) - days_after + 1e-9)
    return RateRatio(value, *ends, needed)


def _odds(chance: float) -> float:
    return inf if chance >= 1 else chance / (1 - chance)
