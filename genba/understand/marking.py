"""How people mark what a chart cannot know: that the process changed, that limits stay, what to reach."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.trail.record import record
from genba.understand import facts
from genba.understand.hiding import teaches_hiding
from genba.understand.models import Metric, StepChange, Target


@transaction.atomic
def mark_step_change(metric: Metric, *, at: datetime, why: str, by: Person) -> StepChange:
    """From this reading on the limits are new. Raises ValidationError where there is none at that moment."""
    if not metric.readings.filter(at=at).exists():
        raise ValidationError(
            {"at": _("There is no reading at this time. Choose the first one of the new time.")}
        )
    try:
        with transaction.atomic():
            change = StepChange.objects.create(metric=metric, at=at, why=why, by=by)
    except IntegrityError:
        raise ValidationError({"at": _("A step change is marked there already.")}) from None
    record(facts.STEP_CHANGE_MARKED, metric, by=by, step_change=change.pk)
    return change


@transaction.atomic
def strike_step_change(change: StepChange, *, by: Person) -> bool:
    """Take a step change back; it stays to be read in the history. Whether anything changed."""
    if not StepChange.objects.filter(pk=change.pk, struck_at=None).update(struck_at=timezone.now()):
        return False
    record(facts.STEP_CHANGE_STRUCK, change.metric, by=by, step_change=change.pk)
    return True


@transaction.atomic
def freeze(metric: Metric, *, until: datetime | None, by: Person) -> bool:
    """Compute the limits of the first phase from the readings until then only; None frees them again."""
    held = Metric.objects.select_for_update().get(pk=metric.pk)
    if held.frozen_until == until:
        return False
    held.frozen_until = metric.frozen_until = until
    held.save(update_fields=["frozen_until"])
    record(facts.BASELINE_FROZEN if until else facts.BASELINE_FREED, metric, by=by)
    return True


@transaction.atomic
def set_target(
    metric: Metric, *, value: float, by_day: date, counter: Metric, by: Person, why: str = ""
) -> Target:
    """A value to reach, with the counter-metric beside it. An older target ends today.

    Zero of something that people report needs a reason. Raises ValidationError where it has none.
    """
    if counter.pk == metric.pk:
        words = _("Choose another metric: one that would show what reaching this target costs elsewhere.")
        raise ValidationError({"counter": words})
    if teaches_hiding(metric, value) and not why.strip():
        raise ValidationError({"why": _("Say why it must be zero nevertheless.")})
    Metric.objects.select_for_update().get(pk=metric.pk)
    today = timezone.localdate()
    metric.targets.filter(ended_on=None).update(ended_on=today)
    target = Target.objects.create(
        metric=metric, value=value, by_day=by_day, counter=counter, why=why, set_by=by, set_on=today
    )
    record(facts.TARGET_SET, metric, by=by, target=target.pk, value=value)
    return target


@transaction.atomic
def end_target(target: Target, *, by: Person) -> bool:
    """The target counts no more. Whether anything changed."""
    if not Target.objects.filter(pk=target.pk, ended_on=None).update(ended_on=timezone.localdate()):
        return False
    record(facts.TARGET_ENDED, target.metric, by=by, target=target.pk)
    return True
