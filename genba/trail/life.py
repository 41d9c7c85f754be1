"""Who among the workers lives. No clock is trusted, because clocks are set back and forth."""

import contextlib
import fcntl
import glob
import os
import socket
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from genba.trail.models import Beat
from genba.trail.models.beat import SILENT_AFTER

SECONDS_UNTIL_FORGOTTEN = 600.0


class LifeLine:
    """A lock that a worker holds while it lives. The machine takes it away when it dies, even by kill -9."""

    def __init__(self, name: str) -> None:
        self.path = _path_of(name)
        self.descriptor: int | None = None

    def hold(self) -> None:
        """Take the lock. Where no file can be written, the signs of life have to do."""
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            self.descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def let_go(self) -> None:
        """End in good order.

        The file stays for a while: where the database went away in the middle, a job may still stand under
        this name, and the next worker shall see at once that nobody has it in hand.
        """
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None


class Watch:
    """One worker's eye on the others."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[datetime | None, float]] = {}
        self._dead_since: dict[str, float] = {}

    def silent_among(self, names: Iterable[str]) -> set[str]:
        """Those whose sign of life has not changed for two minutes.

        The minutes are those of our own stopwatch, which no clock can disturb.
        """
        wanted, now = set(names), time.monotonic()
        beats = dict(Beat.objects.filter(worker__in=wanted).values_list("worker", "seen_at"))
        before, self._seen = self._seen, {}
        for name in wanted:
            sign = beats.get(name)
            known = before.get(name)
            self._seen[name] = known if known is not None and known[0] == sign else (sign, now)
        return {name for name in wanted if now - self._seen[name][1] > SILENT_AFTER.total_seconds()}

    def bury(self, names: Iterable[str]) -> None:
        """Forget the dead: their sign of life at once, their lock later.

        What a worker sent to a database server in its last moment may take effect only after its death.
        """
        now = time.monotonic()
        self._dead_since = {name: self._dead_since.get(name, now) for name in names}
        Beat.objects.filter(worker__in=self._dead_since).delete()
        for name, since in self._dead_since.items():
            if now - since > SECONDS_UNTIL_FORGOTTEN:
                _forget(name)


def dead_here() -> set[str]:
    """The workers of this machine and data folder that are gone: nobody holds their lock any more."""
    with contextlib.suppress(OSError):
        ours = _path_of("x").parent.glob(f"{glob.escape(this_machine())}-*")
        return {path.name for path in ours if _has_let_go(path)}
    return set()


def this_machine() -> str:
    """How the names of this machine's workers begin. Over a network a lock says nothing about the others'."""
    return socket.gethostname()[:40]


def _forget(name: str) -> None:
    with contextlib.suppress(OSError):
        _path_of(name).unlink()


def _has_let_go(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)


def _path_of(name: str) -> Path:
    folder: Path = settings.GENBA_DATA / "workers"
    return folder / Path(name).name
