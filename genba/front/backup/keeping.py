"""Which backups stay: the newest of each of the last days and weeks, and always the last good one."""

import contextlib
from collections.abc import Hashable, Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from genba.front import facts
from genba.front.backup.folder import SIGN, backup_folder, is_ours
from genba.front.models import Backup
from genba.trail.record import record

State = Backup.State


def to_keep(backups: Iterable[tuple[Hashable, datetime, bool]], *, days: int, weeks: int) -> set[Hashable]:
    """The names of those that stay. Each is given as (name, local time, whether it was tried and is good).

    Days and weeks without a backup are not counted, so that a machine that stood still for a month keeps
    what it has. Of one day the newest good one stays; one that could not be tried only where there is none.
    The newest good one and the newest of all stay in any case.
    """
    newest_first = sorted(backups, key=lambda backup: backup[1], reverse=True)
    best_first = sorted(newest_first, key=lambda backup: not backup[2])
    kept: set[Hashable] = {backup[0] for backup in [*newest_first[:1], *best_first[:1]]}
    for period, number in (("%Y-%m-%d", days), ("%G-%V", weeks)):
        best: dict[str, Hashable] = {}
        for name, at, _is_good in best_first:
            best.setdefault(at.strftime(period), name)
        kept |= {best[key] for key in sorted(best, reverse=True)[:number]}
    return kept


def forget_old_ones() -> int:
    """Take away the files of backups that newer good ones replace; the number of those taken away.

    Touches nothing but files of this instance in the folder of its backups. A damaged one goes too, once a
    newer one is good.
    """
    days, weeks = settings.GENBA_BACKUP_KEEP
    there = [
        backup
        for backup in Backup.objects.filter(
            slot=None, folder=str(backup_folder()), state__in=(State.GOOD, State.UNTRIED, State.DAMAGED)
        )
        if is_ours(backup.name)
    ]
    whole = [
        (backup.pk, timezone.localtime(backup.moment), backup.state == State.GOOD)
        for backup in there
        if backup.state != State.DAMAGED
    ]
    kept = to_keep(whole, days=days, weeks=weeks)
    last_good = Backup.objects.last_good()
    if last_good is None:
        return 0
    return sum(
        _forget(backup)
        for backup in there
        if backup.pk not in kept and backup.pk != last_good.pk and backup.moment < last_good.moment
    )


def note_what_is_gone() -> int:
    """Notice backups that somebody took away, not a disk that is not there; the number of those."""
    gone = 0
    if not (backup_folder() / SIGN).exists():
        return gone
    for backup in Backup.objects.filter(slot=None, folder=str(backup_folder())):
        if backup.is_there and not backup.path.exists():
            gone += Backup.objects.filter(pk=backup.pk, state=backup.state).update(
                state=State.GONE, trouble="gone"
            )
    return gone


@transaction.atomic
def _forget(backup: Backup) -> int:
    with contextlib.suppress(FileNotFoundError):
        backup.path.unlink()
    if not Backup.objects.filter(pk=backup.pk, state=backup.state).update(state=State.GONE):
        return 0
    record(facts.BACKUP_FORGOTTEN, backup, by=None)
    return 1
