"""Jobs that are done are forgotten after a while: the worker looks through them for what waits."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from genba.trail.work import job

KEPT_FOR = {TaskResultStatus.SUCCESSFUL: timedelta(days=7), TaskResultStatus.FAILED: timedelta(days=365)}
FORGOTTEN_AT_ONCE = 2000


@job()
def forget_finished_jobs() -> None:
    """Forget what was done a week ago and what failed a year ago, a few thousand at a time."""
    for status, kept_for in KEPT_FOR.items():
        old = DBTaskResult.objects.filter(status=status, finished_at__lt=timezone.now() - kept_for)
        while keys := list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]):
            DBTaskResult.objects.filter(pk__in=keys, status=status).delete()
