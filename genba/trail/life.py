"""Who among the workers lives. No clock is trusted, because clocks are set back and forth."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from genba.trail.models import Beat
from genba.trail.models.beat import SILENT_AFTER


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
        """End in good order."""
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
        with contextlib.suppress(OSError):
            self.path.unlink()


class Watch:
    """One worker's eye on the others."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[datetime | None, float]] = {}

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


def dead_here() -> set[str]:
    """The workers that shared our data folder and are gone: nobody holds their lock any more."""
    with contextlib.suppress(OSError):
        return {path.name for path in _path_of("x").parent.iterdir() if _has_let_go(path)}
    return set()


def bury(name: str) -> None:
    """Forget a dead worker: its sign of life and its lock."""
    Beat.objects.filter(worker=name).delete()
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
