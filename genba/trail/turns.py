"""The schedule gives turns. Among several workers exactly one gives each, whatever the clock does."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from genba.trail.models import Turn
from genba.trail.work import Every

CLOCKS_APART = timedelta(minutes=10)  # two machines may differ so much, and nothing is meant by it


@transaction.atomic
def give_turn(line: Every, *, now: datetime) -> bool:
    """Enqueue a scheduled job whose turn it is. Turns that were missed are not made up for: one is enough.

    A last turn in the future means that the clock was set back. The time is counted anew from now, so that
    nothing stands still until the old time comes round again and nothing is done twice.
    """
    Turn.objects.get_or_create(name=line.name)
    turn = Turn.objects.filter(name=line.name)
    if turn.filter(last_at__gt=now + CLOCKS_APART).update(last_at=now):
        return False
    if not turn.filter(Q(last_at=None) | Q(last_at__lte=now - line.period)).update(last_at=now):
        return False
    if DBTaskResult.objects.filter(task_path=line.name, status=TaskResultStatus.READY).exists():
        return False  # the one before still waits
    line.job.enqueue()
    return True
