"""The worker: claims jobs by row count, runs them, tries failed ones again, and keeps the schedule."""

import contextlib
import logging
import os
import signal
import socket
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

from django.db import close_old_connections, connections, transaction
from django.db.models import Q
from django.db.utils import DatabaseError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from genba.trail.models import Beat, Turn
from genba.trail.models.beat import SILENT_AFTER
from genba.trail.work import Every, attempts_of, pause_after

log = logging.getLogger("genba.worker")

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_BETWEEN_BEATS = 10
SECONDS_AFTER_TROUBLE = 3
LEASE = timedelta(hours=2)  # a job that has run for so long hangs; one of a dead worker is taken back sooner


class WorkerDiedError(RuntimeError):
    """The worker died in the middle of a job, as often as the job may be tried."""


class Worker:
    """One worker process. `run()` returns after SIGTERM or SIGINT, when the job in hand is finished."""

    def __init__(self, schedule: Iterable[Every] = ()) -> None:
        self.name = f"{socket.gethostname()}-{os.getpid()}"[:64]
        self.schedule = list(schedule)
        self.stopping = threading.Event()
        self.next_beat: datetime = timezone.now()

    def run(self) -> None:
        """Work until told to stop; a database that is away for a while is waited for."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        threading.Thread(target=self._keep_beating, daemon=True).start()
        while not self.stopping.is_set():
            close_old_connections()
            try:
                self._beat()
                worked = self.run_one()
            except DatabaseError:
                log.warning("The database does not answer; trying again.", exc_info=True)
                self.stopping.wait(SECONDS_AFTER_TROUBLE)
                continue
            if not worked:
                self.stopping.wait(SECONDS_BETWEEN_LOOKS)
        with contextlib.suppress(DatabaseError):
            Beat.objects.filter(worker=self.name).delete()

    def run_all(self) -> int:
        """Run everything that is waiting and due; the number of jobs run. For tests and the command line."""
        done = 0
        while self.run_one():
            done += 1
        return done

    def run_one(self) -> bool:
        """Claim and run one job. False when nothing is waiting."""
        result = self._claim()
        if result is None:
            return False
        try:
            task = result.task
            arguments: dict[str, Any] = result.args_kwargs
            value = task.call(*arguments["args"], **arguments["kwargs"])
            result.set_successful(value)
        except Exception as trouble:
            log.exception("The job %s failed", result.task_path)
            self._put_back(result, trouble)
        return True

    def _claim(self) -> DBTaskResult[Any, Any] | None:
        now = timezone.now()
        ready = Q(status=TaskResultStatus.READY) & (Q(run_after__lte=now) | Q(run_after__year=9999))
        abandoned = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - LEASE)
        result = DBTaskResult.objects.filter(ready | abandoned).order_by("-priority", "enqueued_at").first()
        if result is None:
            return None
        claimed = DBTaskResult.objects.filter(
            pk=result.pk, status=result.status, started_at=result.started_at
        ).update(status=TaskResultStatus.RUNNING, started_at=now, worker_ids=[*result.worker_ids, self.name])
        if not claimed:
            return self._claim()
        result.refresh_from_db()
        return result

    def _put_back(self, result: DBTaskResult[Any, Any], trouble: Exception) -> None:
        result.set_failed(trouble)
        attempt = len(result.worker_ids)
        if attempt < attempts_of(result.task_path):
            DBTaskResult.objects.filter(pk=result.pk).update(
                status=TaskResultStatus.READY, run_after=timezone.now() + pause_after(attempt)
            )

    def _beat(self) -> None:
        now = timezone.now()
        if now < self.next_beat:
            return
        self.next_beat = now + timedelta(seconds=SECONDS_BETWEEN_BEATS)
        self._show_life(now)
        Beat.objects.filter(seen_at__lt=now - timedelta(days=7)).delete()
        take_back_abandoned(now=now)
        for line in self.schedule:
            give_turn(line, now=now)

    def _show_life(self, now: datetime) -> None:
        Beat.objects.update_or_create(worker=self.name, defaults={"seen_at": now})

    def _keep_beating(self) -> None:
        """Show life also while a long job runs, so that nobody takes it for dead."""
        while not self.stopping.wait(SECONDS_BETWEEN_BEATS):
            close_old_connections()
            with contextlib.suppress(DatabaseError):
                self._show_life(timezone.now())
        connections.close_all()

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        del signum, frame
        self.stopping.set()


@transaction.atomic
def give_turn(line: Every, *, now: datetime) -> bool:
    """Enqueue a scheduled job whose turn it is. Among several workers exactly one does it."""
    Turn.objects.get_or_create(name=line.name)
    due = Q(last_at=None) | Q(last_at__lte=now - line.period)
    if not Turn.objects.filter(due, name=line.name).update(last_at=now):
        return False
    line.job.enqueue()
    return True


def take_back_abandoned(*, now: datetime) -> int:
    """Let jobs of workers that died in the middle be done by another; the number taken back.

    A job that has killed its worker as often as it may be tried has failed.
    """
    alive = set(Beat.objects.filter(seen_at__gt=now - SILENT_AFTER).values_list("worker", flat=True))
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=now - SILENT_AFTER)
    return sum(
        _take_back(result, now) for result in running if not alive.intersection(result.worker_ids[-1:])
    )


def _take_back(result: DBTaskResult[Any, Any], now: datetime) -> int:
    with contextlib.suppress(ImportError):
        _ = result.task  # calls the module, so that it is known how often the job may be tried
    claimed = DBTaskResult.objects.filter(
        pk=result.pk, status=TaskResultStatus.RUNNING, started_at=result.started_at
    )
    if len(result.worker_ids) < attempts_of(result.task_path):
        return claimed.update(status=TaskResultStatus.READY, run_after=now)
    if claimed.update(started_at=now):
        result.set_failed(WorkerDiedError())
    return 0
