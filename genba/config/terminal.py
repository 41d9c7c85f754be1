"""How the command `genba` speaks: short lines for people."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Refusal(Exception):  # noqa: N818  (what we say when we will not do something; no fault of the program)
    """A sentence that tells why a verb does not go on. The command ends with 1."""


def say(text: str = "") -> None:
    """Write one line to the person at the terminal, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def whether_heard_or_not(speak: Callable[[str], None], text: str) -> None:
    """Say or complain where nobody may listen any more: a full disk or a closed terminal stops nothing."""
    with contextlib.suppress(OSError, ValueError):
        speak(text)


def complain(text: str) -> None:
    """Write one line where faults are written."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


class Step:
    """One step of a longer work: told when it is done, with its time. On a terminal also while it runs."""

    def __init__(self, doing: str) -> None:
        self.doing = doing
        self.started = time.monotonic()
        self.shown = ""
        self.progress(doing)

    def progress(self, text: str) -> None:
        """Show how far it is, in place."""
        if sys.stdout.isatty():
            sys.stdout.write(f"\r\033[K  · {text} …")
            sys.stdout.flush()

    def done(self, text: str) -> None:
        """Say that it is done."""
        seconds = time.monotonic() - self.started
        self._clear()
        say(f"  ✓ {text} ({seconds:.1f} s)" if seconds >= 0.1 else f"  ✓ {text}")

    def failed(self) -> None:
        """Leave the line as it was when the trouble came."""
        self._clear()
        say(f"  ✗ {self.doing}")

    def _clear(self) -> None:
        if sys.stdout.isatty():
            sys.stdout.write("\r\033[K")


@contextmanager
def step(doing: str) -> Iterator[Step]:
    """Run a step; whatever goes wrong inside leaves a line that says which step it was."""
    here = Step(doing)
    try:
        yield here
    except BaseException:
        here.failed()
        raise
