"""Runs that nobody goes on with are given up, so that they do not stand open for ever."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from genba.trail.work import job
from genba.work.checks.running import give_up
from genba.work.models import Run
from genba.work.models.run import FORGOTTEN_AFTER

MOST_AT_ONCE = 200


@job()
def give_up_forgotten_runs() -> None:
    """Give up what was begun a week ago and never ended; a phone that comes back later finds it so."""
    old = Run.objects.filter(state=Run.State.OPEN, begun_at__lt=timezone.now() - FORGOTTEN_AFTER)
    for run in old.order_by("begun_at")[:MOST_AT_ONCE]:
        try:
            give_up(run, by=None)
        except ValidationError:  # it has just been ended
            continue
