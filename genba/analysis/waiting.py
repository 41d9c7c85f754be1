"""How long people wait: the middle of a set of waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

FEWEST = 5


@dataclass(frozen=True)
class TypicalWait:
    """The median of `n` waits; None where there are fewer than five, which say nothing about the next one."""

    n: int
    median: timedelta | None


def typical_wait(waits: Iterable[timedelta]) -> TypicalWait:
    """The median wait. Of an even number: the mean of the two in the middle. A negative wait counts as none.

    Source: the textbook median, e.g. NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.1.
    """
    ordered = sorted(max(wait, timedelta()) for wait in waits)
    n = len(ordered)
    if n < FEWEST:
        return TypicalWait(n, None)
    return TypicalWait(n, (ordered[(n - 1) // 2] + ordered[n // 2]) / 2)
