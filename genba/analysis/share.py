"""How sure a share is."""

from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054  # of 95 %


@dataclass(frozen=True)
class Share:
    """So many of so many: the share and the ends of its interval, each between 0 and 1."""

    value: float
    low: float
    high: float
    count: int


def share(hits: int, count: int) -> Share:
    """A share with its 95 % interval. Raises ValueError for a count below one, or more hits than that.

    Source: Wilson, Probable Inference, the Law of Succession, and Statistical Inference, 1927.
    """
    if not 0 <= hits <= count or count < 1:
        message = f"There is no share of {hits} in {count}."
        raise ValueError(message)
    value = hits / count
    centre = (value + Z * Z / (2 * count)) / (1 + Z * Z / count)
    reach = Z / (1 + Z * Z / count) * sqrt(value * (1 - value) / count + Z * Z / (4 * count * count))
    return Share(value, max(centre - reach, 0.0), min(centre + reach, 1.0), count)
