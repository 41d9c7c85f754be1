"""Who works on a backup. A worker that dies lets go after a minute and a half; a second one never starts."""

import contextlib
import secrets
import threading
from datetime import timedelta
from types import TracebackType
from typing import Any

from django.db import connections
from django.db.utils import DatabaseError
from django.utils import timezone

from genba.front.backup_trouble import BackupTrouble
from genba.front.models import Backup
from genba.front.models.backup import BackupQuerySet
from genba.trail.life import LifeLine, dead_here, this_machine

SECONDS_BETWEEN_SIGNS = 2.0
SILENT_AFTER = timedelta(seconds=90)


class Lease:
    """The right to work on one backup, with a sign of life every two seconds while it is held."""

    def __init__(self, key: int, holder: str) -> None:
        self.key, self.holder = key, holder
        self.step, self.percent = "", -1
        self.is_lost = False
        self.life = LifeLine(_name_of(holder))
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._keep_signing, daemon=True)

    @classmethod
    def take(cls, key: int) -> "Lease | None":
        """Claim a backup that waits, or one whose holder is silent; None when there is nothing to do."""
        now, holder = timezone.now(), secrets.token_hex(12)
        before = Backup.objects.filter(pk=key, slot=1).first()
        if before is None or not (not before.holder or is_dead(before)):
            return None
        lease = cls(key, holder)
        lease.life.hold()
        if Backup.objects.filter(pk=key, slot=1, holder=before.holder).update(holder=holder, alive_at=now):
            return lease
        lease.life.let_go()
        return None

    @property
    def backup(self) -> Backup:
        """The row, as it is now."""
        return Backup.objects.get(pk=self.key)

    def note(self, **values: Any) -> bool:
        """Write something down about the backup. False, and nothing is written, when the lease is lost."""
        return bool(self._held().update(**values))

    def progress(self, step: str, share: float | None) -> None:
        """Say how far it is; written down with the next sign of life. Raises BackupTrouble when overtaken."""
        self.step, self.percent = step, -1 if share is None else int(100 * share)
        if self.is_lost:
            raise BackupTrouble("overtaken")

    def __enter__(self) -> "Lease":
        """Begin to give signs of life."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, where: TracebackType | None
    ) -> None:
        """Stop giving them."""
        del kind, trouble, where
        self._end.set()
        self._thread.join()
        self.life.let_go()

    def _held(self) -> BackupQuerySet:
        return Backup.objects.filter(pk=self.key, slot=1, holder=self.holder)

    def _keep_signing(self) -> None:
        while not self._end.wait(SECONDS_BETWEEN_SIGNS):
            percent = None if self.percent < 0 else self.percent
            with contextlib.suppress(DatabaseError):
                signed = self.note(alive_at=timezone.now(), step=self.step, percent=percent)
                self.is_lost = not signed and not self._end.is_set()
        connections.close_all()


def is_dead(backup: Backup, *, after: timedelta = SILENT_AFTER) -> bool:
    """Whether whoever holds it has died on this machine, or has given no sign of life for so long.

    A sign from the future is from before the clock was set back.
    """
    if not backup.holder or backup.alive_at is None:
        return False
    return _name_of(backup.holder) in dead_here() or abs(timezone.now() - backup.alive_at) > after


def _name_of(holder: str) -> str:
    return f"{this_machine()}-backup-{holder}"
