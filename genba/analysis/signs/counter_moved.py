"""The counter-metric moved the wrong way: a target is reached at the cost of something else."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from genba.analysis.signs.measured import false_alarm, power
from genba.analysis.signs.metric_moved import moves, share_of_a_look, told
from genba.analysis.signs.sign import Sign, Verdict
from genba.analysis.signs.sign import gettext_noop as _

SIGN = Sign(
    name="counter_moved",
    title=_("A counter-metric moved the wrong way"),
    null_hypothesis=_("The counter-metric of a target stays where it was, or becomes better."),
    statistic=_("As “A metric moved”, over the counter-metrics of all targets, and only to the wrong side."),
    minimum=_("30 readings of the counter-metric since its last step change."),
    false_alarm=false_alarm("counter_moved"),
    power=power("counter_moved"),
    question=_(
        "While there is a target, its counter-metric went from {before} to {recent} in the last "
        "{points:.0f} readings. What does the target make us do, or leave?"
    ),
    would_change_my_mind=_("The counter-metric moved for a reason that has nothing to do with the target."),
)


@dataclass(frozen=True, slots=True)
class Counter:
    """The counter-metric of one target.

    `values` are its readings as `metric_moved.look` takes them, `per_month` how often it is read, and
    `wrong_is_up` whether higher is worse.
    """

    values: Sequence[float]
    per_month: float
    wrong_is_up: bool


def look(counters: Sequence[Counter], *, generator: np.random.Generator) -> list[Verdict]:
    """Which counter-metrics moved the wrong way; one verdict a target, in their order.

    Numbers: `points`, `recent`, `before`. Needs: `readings`.
    """
    sides = [1 if one.wrong_is_up else -1 for one in counters]
    shares = [share_of_a_look(one.per_month) for one in counters]
    found = moves([one.values for one in counters], shares, sides=sides, generator=generator)
    return told(SIGN.name, found, shares)
