"""One Genba at a time works on a data folder of this machine."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from genba.config.terminal import Refusal

LOCK = "up.lock"


@dataclass(frozen=True)
class Here:
    """The data folder is ours. `after_a_kill`: the Genba before us did not end in good order."""

    descriptor: int
    after_a_kill: bool


def only_one_here(data: Path) -> Here:
    """Hold the data folder for this process and what it becomes. Refuses when Genba already runs here."""
    descriptor = os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    before = os.read(descriptor, 20).decode(errors="replace").strip()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        number = before or "?"
        message = f"Genba already runs on {data} (process {number}). Stop it first, or choose --data DIR."
        raise Refusal(message) from None
    with contextlib.suppress(OSError):  # the number is for people; on a full disk it is missing
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return Here(descriptor, after_a_kill=bool(before))


def ended_in_good_order(data: Path) -> None:
    """Leave word for the next start that nothing of us is left."""
    with contextlib.suppress(OSError):
        os.truncate(data / LOCK, 0)


@contextmanager
def briefly_alone(data: Path) -> Iterator[None]:
    """Hold the data folder for a moment, and leave no word of it. Refuses while another process holds it."""
    descriptor = os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        message = f"Another process of Genba works on {data} just now. Try again when it is done."
        raise Refusal(message) from None
    finally:
        os.close(descriptor)
