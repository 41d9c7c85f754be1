"""A series of readings, and what a control chart says of it: what charts, pictures and signs share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Series:
    """Readings in the order of time.

    `value` and `left_out` have one entry a reading; `denominator` too, or is None where readings are single
    numbers. What is left out (a ghost) is drawn and counts for nothing. `starts` are the positions where a
    new phase begins, 0 first and always there. `frozen`: limits come from so many readings of the first
    phase that are not left out (a gap is one of them), None for all; `is_frozen_in_each`: of every phase, as
    NHSRplotthedots does it.
    """

    value: Floats
    left_out: Flags
    denominator: Floats | None = None
    starts: tuple[int, ...] = (0,)
    frozen: int | None = None
    is_frozen_in_each: bool = False

    def __len__(self) -> int:
        return len(self.value)


@dataclass(frozen=True, slots=True)
class Charted:
    """A control chart, computed: everything has one entry a reading.

    `y` is what is drawn (a proportion where the reading is a fraction); not a number where nothing can be
    drawn. `lower` and `upper` are not a number where the chart has no limit. `points` names the rule that a
    point breaks, `common_cause` where it breaks none, `ghost` where it is left out, `missing` where there is
    no value. `kind` is the chart that was drawn, which may be another than the one asked for (too few
    points); `notes` are codes of what should be said beside it: `few_points`, `provisional_limits`,
    `zero_denominators_left_out`, `never_signals_a_drop`.
    """

    kind: str
    rules: str
    y: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    points: tuple[str, ...]
    starts: tuple[int, ...]
    notes: tuple[str, ...] = ()
