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

    def dead_among(self, names: Iterable[str]) -> set[str]:
        """Those that have died: their lock is free, or their sign of life has not changed for two minutes.

        The minutes are those of our own stopwatch, which no clock can disturb.
        """
        wanted, now = set(names), time.monotonic()
        beats = dict(Beat.objects.filter(worker__in=wanted).values_list("worker", "seen_at"))
        before, self._seen = self._seen, {}
        for name in wanted:
            sign = beats.get(name)
            known = before.get(name)
            self._seen[name] = known if known is not None and known[0] == sign else (sign, now)
        return {name for name in wanted if has_let_go(name) or self._is_silent(name, now)}

    def _is_silent(self, name: str, now: float) -> bool:
        return now - self._seen[name][1] > SILENT_AFTER.total_seconds()


def has_let_go(name: str) -> bool:
    """Whether a worker that shared our data folder is gone. False also where we cannot know."""
    try:
        descriptor = os.open(_path_of(name), os.O_RDWR)
    except OSError:
        return False  # it works on another machine
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)


def bury(name: str) -> None:
    """Forget a dead worker: its sign of life and its lock."""
    Beat.objects.filter(worker=name).delete()
    with contextlib.suppress(OSError):
        _path_of(name).unlink()


def forget_the_dead() -> None:
    """Bury those of this machine that died without a job in hand."""
    with contextlib.suppress(OSError):
        for path in _path_of("x").parent.iterdir():
            if has_let_go(path.name):
                bury(path.name)


def _path_of(name: str) -> Path:
    folder: Path = settings.GENBA_DATA / "workers"
    return folder / Path(name).name
