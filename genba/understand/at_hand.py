"""What stands beside the chart of a metric: its target, the next look, its marks, and who may do what."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from genba.people.models import Person
from genba.understand.computed.filling import FEWEST_PEOPLE, is_too_small
from genba.understand.computed.registry import Computation, computation_named
from genba.understand.library.ready import Ready, ready_named
from genba.understand.listing import Listed, listed
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


def at_hand(metric: Metric, person: Person) -> AtHand:
    """For one metric and one person."""
    target = metric.targets.filter(ended_on=None).select_related("counter", "set_by").first()
    look = next_look(metric)
    computation = computation_named(metric.computes)
    readable = Metric.objects.readable_by(person).current().filter(pk=metric.pk)
    may_read = not metric.computes and readable.exists()
    return AtHand(
        may_change=Metric.objects.changeable_by(person).filter(pk=metric.pk).exists(),
        may_read=may_read,
        may_import=may_read and (person.is_quality or person.is_lead or person.is_administrator),
        target=target,
        counter=listed([target.counter])[0] if target else None,
        next_look=look,
        is_due=not metric.is_closed and look is not None and look <= timezone.localdate(),
        changes=list(metric.step_changes.filter(struck_at=None).select_related("by")),
        computation=computation,
        is_too_small=bool(computation and is_too_small(metric, computation)),
    )


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
