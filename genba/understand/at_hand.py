"""What stands beside the chart of a metric: its target, the next look, its marks, and who may do what."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from genba.people.models import Person
from genba.understand.charts.choosing import Shown
from genba.understand.computed.filling import FEWEST_PEOPLE, is_too_small
from genba.understand.computed.registry import Computation, computation_named
from genba.understand.library.ready import Ready, ready_named
from genba.understand.listing import Listed, newest_of
from genba.understand.models import Metric, StepChange, Target
from genba.understand.reviewing import next_look


@dataclass(frozen=True)
class AtHand:
    """The words of `understand/parts/*.html`."""

    may_change: bool
    may_read: bool
    may_import: bool
    target: Target | None
    counter: Listed | None
    next_look: date | None
    is_due: bool
    changes: list[StepChange]
    computation: Computation | None
    is_too_small: bool
    fewest: int = FEWEST_PEOPLE


def at_hand(shown: Shown, person: Person) -> AtHand:
    """For one metric with its chart and one person; two questions, where the metric has a target."""
    metric, target = shown.metric, shown.target
    look = next_look(metric)
    computation = computation_named(metric.computes)
    may_change, may_read = _rights(metric, person)
    return AtHand(
        may_change=may_change,
        may_read=may_read,
        may_import=may_read and (person.is_quality or person.is_lead or person.is_administrator),
        target=target,
        counter=newest_of(target.counter) if target else None,
        next_look=look,
        is_due=not metric.is_closed and look is not None and look <= timezone.localdate(),
        changes=shown.marked,
        computation=computation,
        is_too_small=bool(computation and is_too_small(metric, computation)),
    )


def _rights(metric: Metric, person: Person) -> tuple[bool, bool]:
    """Whether this person may change the metric, and write its readings down; one question for both."""
    same = OuterRef("pk")
    asked = Metric.objects.annotate(
        may_change=Exists(Metric.objects.changeable_by(person).filter(pk=same)),
        may_read=Exists(Metric.objects.readable_by(person).current().filter(pk=same, computes="")),
    )
    return asked.values_list("may_change", "may_read").get(pk=metric.pk)


@dataclass(frozen=True)
class Suggested:
    """The counter-metric that the library suggests: one of ours already, or still on the shelf."""

    ready: Ready
    why: str
    metric: Metric | None


def suggested_counter(metric: Metric) -> Suggested | None:
    """What would show the cost of pushing this metric, where the library knows it."""
    ready = ready_named(metric.library)
    counter = ready_named(ready.counter) if ready else None
    if ready is None or counter is None:
        return None
    ours = Metric.objects.current().filter(library=counter.code).exclude(pk=metric.pk)
    near = sorted(ours, key=lambda one: (one.process_id != metric.process_id, one.team_id != metric.team_id))
    return Suggested(counter, str(ready.counter_why), near[0] if near else None)
