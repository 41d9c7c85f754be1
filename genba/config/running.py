"""One Genba at a time works on a data folder of this machine."""

import fcntl
import os
from pathlib import Path

from genba.config.terminal import Refusal


def only_one_here(data: Path) -> int:
    """Hold the data folder for this process and what it becomes. Refuses when Genba already runs here."""
    descriptor = os.open(data / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        number = os.read(descriptor, 20).decode().strip() or "?"
        message = f"Genba already runs on {data} (process {number}). Stop it first, or choose --data DIR."
        raise Refusal(message) from None
    os.truncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor
