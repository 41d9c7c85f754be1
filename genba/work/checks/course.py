"""Where a run stands: what was done, what may come next, whether it may end."""

from dataclasses import dataclass, field

from genba.analysis.procedure import tree_of
from genba.analysis.walking import Rests, may_be_over, may_follow, rests_of
from genba.work.models import Run, StepResult
from genba.work.steps import Step, Steps, numbered, to_do, walk

FAIL = StepResult.Result.FAIL


@dataclass(frozen=True)
class Line:
    """A step as a run shows it: its number, and the headings above it."""

    number: str
    step: Step
    above: tuple[Step, ...]


@dataclass
class Course:
    """The way of one run through the steps of its version.

    A step that failed may be tried again at once; the tries count as one doing of the step.
    """

    given: Steps
    done: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.steps = {step.key: step for step in to_do(self.given)}
        self._rests: Rests = frozenset({tree_of(self.given)})
        said, self.done = self.done, []
        for key, result in said:
            self.go(key, result)

    @property
    def count(self) -> int:
        """How many results there are."""
        return len(self.done)

    @property
    def to_try_again(self) -> str:
        """The key of the step that has just failed, or nothing."""
        return self.done[-1][0] if self.done and self.done[-1][1] == FAIL else ""

    def may_do(self, key: str) -> bool:
        """Whether this step may be done now."""
        return key == self.to_try_again or key in may_follow(self._rests)

    def go(self, key: str, result: str) -> None:
        """Do a step."""
        if key != self.to_try_again:
            self._rests = frozenset(rest for old in self._rests for rest in rests_of(old, [key]))
        self.done.append((key, result))

    @property
    def next(self) -> list[str]:
        """The steps that may be done next, from the top to the bottom."""
        may = may_follow(self._rests)
        return [key for key in self.steps if key in may]

    @property
    def is_whole(self) -> bool:
        """Whether nothing more has to be done."""
        return may_be_over(self._rests)

    @property
    def may_end(self) -> bool:
        """Whether the run may end: all is done, or a step has failed and stays so."""
        return self.is_whole or self.has_failed

    @property
    def has_failed(self) -> bool:
        """Whether a step stands as failed."""
        return FAIL in dict(self.done).values()

    @property
    def ever_failed(self) -> bool:
        """Whether any step failed, even if it went the second time."""
        return self.failures > 0

    @property
    def failures(self) -> int:
        """How many results are failed."""
        return sum(result == FAIL for _key, result in self.done)


def course_of(run: Run) -> Course:
    """The way of a run as it is kept."""
    said = run.results.order_by("position").values_list("step__key", "result")
    return Course(run.version.steps, list(said))


def lines_of(steps: Steps) -> dict[str, Line]:
    """The steps that are done, by key, each with its number and what stands above it."""
    by_place = dict(walk(steps))
    numbers = {step.key: number for number, _depth, step in numbered(steps)}
    return {
        step.key: Line(
            numbers[step.key], step, tuple(by_place[place[:depth]] for depth in range(1, len(place)))
        )
        for place, step in walk(steps)
        if not step.is_heading
    }
