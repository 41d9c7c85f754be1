"""What it costs to keep the same thing in two places: hours and money a month, with what is not known said.

The sum is simple on purpose, so that everybody can check it on paper:

    hours a month = minutes a week × people (where the minutes are each person's) × 52 / 12 / 60
    money a month = hours a month × what an hour costs

Only minutes of *double* entry count, never the work itself. What nobody has said counts as nothing, so the
sum is a floor as long as anything is missing; how much is missing is part of the answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key")

WEEKS_IN_A_MONTH = 52 / 12
MINUTES_IN_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Load:
    """What one tool asks of people.

    `minutes`: of double entry a week; None where nobody has said it. `is_each`: whether they are the minutes
    of one person, to be multiplied by `people` (None where nobody has said it: counted for one), or of all.
    """

    minutes: float | None
    people: int | None = None
    is_each: bool = False


@dataclass(frozen=True, slots=True)
class Handling:
    """A sum over tools: hours a month, money a month, and what it leaves out.

    `money` is None where nobody has said what an hour costs. `tools` are all that were looked at,
    `without_minutes` of them count as nothing, `without_people` count for one person only.
    """

    hours: float
    money: float | None
    tools: int
    without_minutes: int
    without_people: int

    @property
    def is_floor(self) -> bool:
        """Whether something is missing, so that the true sum is at least this."""
        return bool(self.without_minutes or self.without_people)

    @property
    def is_unknown(self) -> bool:
        """Whether nothing at all is known, so that a sum would be a guess."""
        return self.tools > 0 and self.without_minutes == self.tools


def hours_a_month(load: Load) -> float | None:
    """Hours a month that one tool costs; None where its minutes are unknown. Raises ValueError below zero."""
    if (load.minutes or 0) < 0 or (load.people or 0) < 0:
        message = "Minutes and people cannot be less than nothing."
        raise ValueError(message)
    if load.minutes is None:
        return None
    people = (1 if load.people is None else load.people) if load.is_each else 1
    return load.minutes * people * WEEKS_IN_A_MONTH / MINUTES_IN_AN_HOUR


def handling(loads: Iterable[Load], *, hour_costs: float | None = None) -> Handling:
    """The sum over tools. `hour_costs` is money for one hour of one person, in any one currency."""
    looked_at = list(loads)
    hours = sum(hours_a_month(load) or 0.0 for load in looked_at)
    return Handling(
        hours=hours,
        money=None if hour_costs is None else hours * hour_costs,
        tools=len(looked_at),
        without_minutes=sum(load.minutes is None for load in looked_at),
        without_people=sum(
            load.is_each and load.people is None and load.minutes is not None for load in looked_at
        ),
    )


def handling_by(
    groups: Mapping[Key, Iterable[Load]], *, hour_costs: float | None = None
) -> list[tuple[Key, Handling]]:
    """The sum of each group, the dearest first; groups that cost the same keep their order."""
    sums = [(key, handling(loads, hour_costs=hour_costs)) for key, loads in groups.items()]
    return sorted(sums, key=lambda pair: -pair[1].hours)
