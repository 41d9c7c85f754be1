"""What every warning sign has in common: what it says of itself, and what it found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


def gettext_noop(words: str) -> str:
    """Mark words for the catalogues of translation; they are translated where they are shown."""
    return words


class State(StrEnum):
    """What a sign found. Too little data is never calm."""

    ALARM = "alarm"
    CALM = "calm"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, slots=True)
class Sign:
    """One warning sign, in words that a manager reads.

    `minimum` is the least data it looks at. `false_alarm` and `power` are what the simulation in
    `benchmarks/signs/` measured, as sentences with their numbers. `question` is what it asks when it raises
    its hand, with `{names}` of the numbers of a verdict; it names no person.
    """

    name: str
    title: str
    null_hypothesis: str
    statistic: str
    minimum: str
    false_alarm: str
    power: str
    question: str
    would_change_my_mind: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sign found in one set of data.

    `p` is the probability of data at least as odd where nothing happens, None where the sign has none.
    `numbers` fill the question and stay as evidence; `needs` says what is lacking where it is not enough, as
    a code with a number (`readings`, 8).
    """

    sign: str
    state: State
    p: float | None = None
    numbers: Mapping[str, float] = field(default_factory=dict)
    needs: tuple[str, float] | None = None


def not_enough(sign: str, what: str, number: float, **numbers: float) -> Verdict:
    """Too little data: `number` of `what` are needed in all."""
    return Verdict(sign, State.NOT_ENOUGH, None, numbers, (what, number))


def told(sign: str, p: float, *, is_alarm: bool, **numbers: float) -> Verdict:
    """An alarm, or calm."""
    return Verdict(sign, State.ALARM if is_alarm else State.CALM, p, numbers)
