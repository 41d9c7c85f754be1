"""Keeps the trail sealed while a worker lives: seals every second, signs every minute, sends what was signed.

In threads of its own, so that no long job holds it up. After each round it rests at least twenty times as
long as the round took, so that sealing never takes more than a twentieth of one core; while much waits (after
an upgrade, or a large import) as long as the round took.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from genba.trail.models import Checkpoint
from genba.trail.seals.checkpoints import sign_checkpoint
from genba.trail.seals.sealer import Outcome, seal_some, seal_what_was_missed
from genba.trail.witnesses.sending import send_what_is_due
from genba.trail.work import job

log = logging.getLogger("genba.seals")

A_SECOND = 1.0
REST = 20
SECONDS_AFTER_TROUBLE = 10.0
SECONDS_AFTER_ANOTHER = 5.0
SECONDS_BETWEEN_SENDINGS = 2.0
BETWEEN_CHECKPOINTS = timedelta(seconds=60)


@job()
def look_at_every_fact() -> int:
    """Look once a day whether any fact was overlooked when the trail was sealed."""
    return seal_what_was_missed()


class Keeper:
    """Two threads that end when `stopping` is set."""

    def __init__(self, stopping: threading.Event) -> None:
        self.stopping = stopping

    def start(self) -> None:
        """Begin. Whatever goes wrong is logged and tried again; nothing of it ends the worker."""
        for work in (self.seal_and_sign, self.send):
            threading.Thread(target=self._keep, args=[work], daemon=True).start()

    def seal_and_sign(self) -> float:
        """One round; the seconds to rest after it."""
        began = time.monotonic()
        done = seal_some()
        if is_time_to_sign():
            sign_checkpoint()
        return rest_after(done.outcome, time.monotonic() - began)

    def send(self) -> float:
        """Send what is due; the seconds to rest after it."""
        send_what_is_due()
        return SECONDS_BETWEEN_SENDINGS

    def _keep(self, work: Callable[[], float]) -> None:
        rest = 0.0
        while not self.stopping.wait(rest):
            close_old_connections()
            try:
                rest = work()
            except DatabaseError:
                log.warning("The database does not answer; the trail is sealed later.", exc_info=True)
                rest = SECONDS_AFTER_TROUBLE
            except Exception:
                log.exception("The trail could not be sealed or sent; trying again.")
                rest = SECONDS_AFTER_TROUBLE
        connections.close_all()


def rest_after(outcome: Outcome, seconds: float) -> float:
    """How long to rest after a round that took so long."""
    if outcome is Outcome.MORE:
        return seconds
    if outcome is Outcome.LOST:
        return SECONDS_AFTER_ANOTHER
    if outcome is Outcome.ALTERED:
        return SECONDS_AFTER_TROUBLE
    return max(A_SECOND, REST * seconds)


def is_time_to_sign() -> bool:
    """Whether the last checkpoint is a minute old, or of a time to come because a clock was wrong."""
    last = Checkpoint.objects.values_list("signed_at", flat=True).first()
    return last is None or not timedelta() <= timezone.now() - last < BETWEEN_CHECKPOINTS
