"""How lines of the cost of poor quality are said, changed, taken out and brought back; each with its fact."""

from django.db import transaction
from django.utils import timezone

from genba.people.models import Person
from genba.trail.record import record
from genba.understand import facts
from genba.understand.models import CostLine


@transaction.atomic
def keep_line(line: CostLine, *, by: Person) -> None:
    """Save a new or changed line, with the day on which somebody said it so."""
    fact = facts.COST_LINE_CHANGED if line.pk else facts.COST_LINE_SAID
    line.said_on = timezone.localdate()
    line.save()
    record(fact, line, by=by)


@transaction.atomic
def end_line(line: CostLine, *, by: Person) -> bool:
    """It counts no more; what stands below it goes on counting, at the top of its kind. Whether done."""
    if not CostLine.objects.current().filter(pk=line.pk).update(ended_on=timezone.localdate()):
        return False
    record(facts.COST_LINE_ENDED, line, by=by)
    return True


@transaction.atomic
def bring_line_back(line: CostLine, *, by: Person) -> bool:
    """It counts again, and what stood below it stands there again. Whether anything changed."""
    if not CostLine.objects.filter(pk=line.pk).exclude(ended_on=None).update(ended_on=None):
        return False
    record(facts.COST_LINE_BACK, line, by=by)
    return True
