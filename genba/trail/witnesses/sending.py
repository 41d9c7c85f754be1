"""Sends the newest checkpoint to every place that does not have it yet, and tries again where one fails."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.utils import timezone

from genba.trail.models import Checkpoint, Witness
from genba.trail.witnesses.place import NotReached, Place
from genba.trail.witnesses.places import all_places
from genba.trail.work import pause_after

log = logging.getLogger("genba.witnesses")

LONG_ENOUGH = 8  # failures after which the pause does not grow any more
LEASE = timedelta(minutes=2)  # longer than any of the calls may take


def send_what_is_due(*, now: datetime | None = None) -> int:
    """Send where it is due; the number of places reached. Of several workers one serves each place."""
    checkpoint = Checkpoint.objects.first()
    if checkpoint is None:
        return 0
    now = now or timezone.now()
    return sum(_sent(place, checkpoint, now) for place in all_places())


def _sent(place: Place, checkpoint: Checkpoint, now: datetime) -> bool:
    row, _made = Witness.objects.get_or_create(name=place.name)
    if row.size == checkpoint.size or not _is_due(row, place, now):
        return False
    claimed = Witness.objects.filter(pk=row.pk, next_try_at=row.next_try_at, size=row.size)
    if not claimed.update(next_try_at=now + LEASE):
        return False
    mine = Witness.objects.filter(pk=row.pk)
    try:
        place.send(checkpoint)
    except DatabaseError:
        raise
    except Exception as trouble:  # whatever it is, the other places get theirs
        if not isinstance(trouble, NotReached):
            log.exception("Sending to %s broke", place.name)
        pause = min(pause_after(min(row.failures, LONG_ENOUGH) + 1), timedelta(hours=1))
        mine.update(failures=row.failures + 1, trouble=str(trouble)[:300], next_try_at=now + pause)
        log.warning("The checkpoint of %s facts did not reach %s: %s", checkpoint.size, place.name, trouble)
        return False
    mine.update(size=checkpoint.size, reached_at=now, failures=0, trouble="", next_try_at=now + place.pace)
    return True


def _is_due(row: Witness, place: Place, now: datetime) -> bool:
    """A time further ahead than we ever wait was written by a clock that was wrong."""
    if row.next_try_at is None or row.next_try_at <= now:
        return True
    return row.next_try_at > now + max(place.pace, timedelta(hours=1)) + LEASE
