"""The worker: claims jobs by row count, runs them, tries failed ones again, and keeps the schedule.

It may be killed at any moment. A job that was in its hands is taken back by the next worker; a job that two
workers believe to have is finished by one of them.
"""

import contextlib
import logging
import os
import secrets
import signal
import threading
import time
from collections.abc import Iterable
from datetime import timedelta
from types import FrameType
from typing import Any
from uuid import UUID

from django.db import close_old_connections, connections, transaction
from django.db.models import Q
from django.db.utils import Error as DatabaseTrouble
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from genba.trail.keeping import Keeper
from genba.trail.life import LifeLine, Watch, dead_here, this_machine
from genba.trail.models import Beat
from genba.trail.outcome import NoLongerOursError, fail, finish, put_back, put_off, take_back
from genba.trail.turns import give_turn
from genba.trail.work import LONGEST_PAUSE, Every, HopelessError, NotNowError, holding, is_whole

log = logging.getLogger("genba.worker")

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_BETWEEN_BEATS = 10
SECONDS_AFTER_TROUBLE = 3
SECONDS_TO_END = 9.0
LONGEST_JOB = 6 * 3600.0  # seconds; a job that takes longer hangs, and its worker makes room for a fresh one
HANGS = 70


class Worker:
    """One worker process. `run()` returns after SIGTERM or SIGINT, when the job in hand is finished."""

    def __init__(self, schedule: Iterable[Every] = ()) -> None:
        # In a container every start has the same number, so a part is random: the dead are nobody else.
        self.name = f"{this_machine()}-{os.getpid()}-{secrets.token_hex(3)}"
        self.schedule = list(schedule)
        self.stopping = threading.Event()
        self.ended = threading.Event()
        self.life_line = LifeLine(self.name)
        self.watch = Watch()
        self.next_beat = 0.0
        self.in_hand: tuple[UUID, float] | None = None

    def run(self) -> None:
        """Work until told to stop; a database or a disk that is away for a while is waited for."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        self.life_line.hold()
        threading.Thread(target=self._keep_beating, daemon=True).start()
        Keeper(self.stopping).start()
        while not self.stopping.is_set():
            close_old_connections()
            try:
                self._beat()
                worked = self.run_one()
            except (DatabaseTrouble, OSError):
                log.warning("The database does not answer; trying again.", exc_info=True)
                self.stopping.wait(SECONDS_AFTER_TROUBLE)
                continue
            if not worked:
                self.stopping.wait(SECONDS_BETWEEN_LOOKS)
        with contextlib.suppress(DatabaseTrouble, OSError):
            Beat.objects.filter(worker=self.name).delete()
        self.life_line.let_go()
        self.ended.set()

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
        self.in_hand = (result.pk, time.monotonic())
        try:
            self._carry_out(result)
        finally:
            self.in_hand = None
        return True

    def _carry_out(self, result: DBTaskResult[Any, Any]) -> None:
        try:
            task = result.task
            one = transaction.atomic() if is_whole(result.task_path) else contextlib.nullcontext()
            with holding(str(result.pk)), one:
                arguments: dict[str, Any] = result.args_kwargs
                finish(result, task.call(*arguments["args"], **arguments["kwargs"]))
        except NoLongerOursError:
            log.warning("The job %s was taken over by another worker meanwhile.", result.task_path)
        except NotNowError as reason:
            log.warning("The job %s waits: %s", result.task_path, reason)
            put_off(result, reason)
        except HopelessError as reason:
            log.warning("The job %s will never be done: %s", result.task_path, reason)
            fail(result, reason)
        except Exception as trouble:
            log.exception("The job %s failed", result.task_path)
            put_back(result, trouble)

    def _claim(self) -> DBTaskResult[Any, Any] | None:
        now = timezone.now()
        # Nothing is put off for longer than that: a later date was written before the clock was set back.
        ready = Q(run_after__lte=now) | Q(run_after__gt=now + LONGEST_PAUSE * 2)
        waiting = DBTaskResult.objects.filter(ready, status=TaskResultStatus.READY)
        result = waiting.order_by("-priority", "enqueued_at").first()
        if result is None:
            return None
        claimed = DBTaskResult.objects.filter(
            pk=result.pk, status=TaskResultStatus.READY, started_at=result.started_at
        ).update(status=TaskResultStatus.RUNNING, started_at=now, worker_ids=[*result.worker_ids, self.name])
        if not claimed:
            return self._claim()
        result.refresh_from_db()
        return result

    def _beat(self) -> None:
        if time.monotonic() < self.next_beat:
            return
        self.next_beat = time.monotonic() + SECONDS_BETWEEN_BEATS
        self._show_life()
        Beat.objects.filter(seen_at__lt=timezone.now() - timedelta(days=7)).delete()
        self.take_back_abandoned()
        for line in self.schedule:
            give_turn(line, now=timezone.now())

    def take_back_abandoned(self) -> int:
        """Let jobs of workers that died in the middle be done by another; the number taken back.

        What stands under our own name and is not in our hands was left when the database went away.
        """
        dead = dead_here()
        running = [
            (result, result.worker_ids[-1] if result.worker_ids else "")
            for result in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
        ]
        in_hand = self.in_hand[0] if self.in_hand else None
        dead |= self.watch.silent_among({name for _result, name in running} - {self.name} - dead)
        taken = 0
        for result, name in running:
            if name in dead or (name == self.name and result.pk != in_hand):
                taken += take_back(result)
        self.watch.bury(dead)
        return taken

    def _show_life(self) -> None:
        Beat.objects.update_or_create(worker=self.name, defaults={"seen_at": timezone.now()})

    def _keep_beating(self) -> None:
        """Show life also while a long job runs, so that nobody takes it for dead; end when a job hangs."""
        while not self.stopping.wait(SECONDS_BETWEEN_BEATS):
            close_old_connections()
            with contextlib.suppress(DatabaseTrouble, OSError):
                self._show_life()
            if (job := self.in_hand) is not None and time.monotonic() - job[1] > LONGEST_JOB:
                log.error("A job has been running for %d s; the worker starts afresh.", LONGEST_JOB)
                os._exit(HANGS)
        connections.close_all()
        if not self.ended.wait(SECONDS_TO_END):
            os._exit(HANGS)  # nobody may look after us any more; the job in hand is taken back

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        del signum, frame
        self.stopping.set()
