"""What somebody sees of one version of a procedure: its lines as a nested list, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from genba.analysis.procedure_words import what_it_allows
from genba.people.models import Person
from genba.work.models import Procedure, Version
from genba.work.step_words import limits_of, marks_of, time_of
from genba.work.steps import Step
from genba.work.whole import Whole, whole_of

State = Version.State
TONES = {State.IN_FORCE: "ok", State.PILOT: "warn", State.APPROVAL: "warn", State.DRAFT: "info"}


@dataclass(frozen=True)
class ShownStep:
    """One line as it is drawn: counted, with its marks in words and the lines under it."""

    number: str
    step: Step
    steps: list["ShownStep"] = field(default_factory=list)

    @property
    def marks(self) -> list[str]:
        """Its marks in words."""
        return marks_of(self.step)

    @property
    def limits(self) -> str:
        """The limits of its value in words."""
        return limits_of(self.step)

    @property
    def time(self) -> str:
        """Its time limit in words."""
        return time_of(self.step)

    @property
    def has_details(self) -> bool:
        """Whether anything stands beside what is done."""
        step = self.step
        return bool(
            step.who or step.how_well or step.tools or self.time or step.is_measured or step.wants_photo
        )


def shown(steps: Sequence[Step], above: str = "") -> list[ShownStep]:
    """The lines as they are drawn."""
    return [
        ShownStep(f"{above}{at}", step, shown(step.steps, f"{above}{at}."))
        for at, step in enumerate(steps, start=1)
    ]


@dataclass
class Look:
    """One version as one person sees it."""

    version: Version
    person: Person

    @property
    def procedure(self) -> Procedure:
        """The procedure of the version."""
        return self.version.procedure

    @property
    def whole(self) -> Whole:
        """All that the page shows beside the words."""
        return whole_of(self.version, self.person)

    @property
    def versions(self) -> list[Version]:
        """All versions, the newest first, without their words."""
        return self.whole.versions

    @property
    def counts(self) -> Version | None:
        """The version that counts today."""
        return self.whole.counts

    @property
    def under_way(self) -> Version | None:
        """The version that is being written, tried or approved."""
        return self.whole.under_way

    @property
    def is_old(self) -> bool:
        """Whether it counts no more."""
        return self.version.state in (State.REPLACED, State.WITHDRAWN)

    @cached_property
    def may_change(self) -> bool:
        """Whether this person may change the procedure."""
        return self.procedure.may_be_changed_by(self.person)

    @property
    def may_write(self) -> bool:
        """Whether this person may write on this version."""
        return self.version.may_be_written and self.may_change

    @property
    def tone(self) -> str:
        """The tone of its state; a state never speaks by colour alone."""
        return TONES.get(State(self.version.state), "")

    @cached_property
    def lines(self) -> list[ShownStep]:
        """Its lines."""
        return shown(self.version.steps)

    @property
    def allows(self) -> list[str]:
        """What it allows, in sentences."""
        return what_it_allows(self.version.steps, _)


def on_paper(asked: str, look: Look) -> dict[str, Any] | None:
    """What to say to somebody who scanned a printed page (`?paper=2`): whether the paper still counts."""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 9):
        return None
    held = next((one for one in look.versions if one.number == int(asked)), None)
    if held is None or look.counts is None:
        return None
    return {"held": held, "counts": look.counts, "is_fresh": held.pk == look.counts.pk}
