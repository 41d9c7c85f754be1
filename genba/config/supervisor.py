"""One process above web and worker: starts both, starts again the one that died, and stops both together.

It knows nothing of Django, so that it stays small and cannot fall with what it watches. `genba up` becomes
this process when everything is prepared.
"""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from genba.config.running import ended_in_good_order
from genba.config.terminal import complain, say, whether_heard_or_not

SECONDS_TO_STOP = 9.0
SECONDS_TO_ANSWER = 60.0
SECONDS_OF_GOOD_LIFE = 5.0
LONGEST_PAUSE = 30.0
PARENT_DEATH_SIGNAL = 1  # prctl's PR_SET_PDEATHSIG


@dataclass
class Child:
    """A process that should be running."""

    name: str
    command: list[str]
    descriptors: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    next_start: float = field(default_factory=time.monotonic)
    left_behind: dict[int, float] = field(default_factory=dict)

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches us alone and we stop it in order."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  (our own command)
            self.command,
            stdin=subprocess.DEVNULL,
            pass_fds=self.descriptors,
            start_new_session=True,
            preexec_fn=die_with_parent(os.getpid()),  # noqa: PLW1509  (there are no threads here)
        )

    def look(self) -> str | None:
        """What to say when it has died; it is due again after a pause that doubles while it keeps dying."""
        self._end_what_was_left_behind()
        if self.process is None or (code := self.process.poll()) is None:
            return None
        # What it had started itself may finish what it has in hand, and no more.
        self.signal(signal.SIGTERM)
        self.left_behind[self.process.pid] = time.monotonic() + SECONDS_TO_STOP
        self.process = None
        lived = time.monotonic() - self.started
        self.pause = 0.5 if lived > SECONDS_OF_GOOD_LIFE else min(max(0.5, self.pause * 2), LONGEST_PAUSE)
        self.next_start = time.monotonic() + self.pause
        return f"The {self.name} ended ({_ending(code)}); starting it again in {self.pause:g} s."

    def _end_what_was_left_behind(self) -> None:
        for group, deadline in list(self.left_behind.items()):
            if time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(group, signal.SIGKILL)
                del self.left_behind[group]

    @property
    def is_due(self) -> bool:
        """Whether it should be started now."""
        return self.process is None and time.monotonic() >= self.next_start

    def signal(self, number: int) -> None:
        """Send a signal to it and everything that it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Watches its children until it is told to stop."""

    def __init__(self, children: Iterable[Child]) -> None:
        self.children = list(children)
        self.stopping = False

    def run(self, *, address: tuple[str, int], words: str) -> int:
        """Start everything, say the words when the first page answers, and stay until told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        said = False
        while not self.stopping:
            self._keep_alive()
            if not said and answers(*address):
                said = True
                whether_heard_or_not(say, words)
            elif not said and time.monotonic() > deadline:
                said = True
                words_of_worry = "The first page does not answer yet. The lines above may say why."
                whether_heard_or_not(complain, words_of_worry)
            time.sleep(0.2)
        return self._end()

    def _keep_alive(self) -> None:
        for child in self.children:
            if trouble := child.look():
                whether_heard_or_not(complain, trouble)
            if child.is_due and not self.stopping:
                child.start()

    def _end(self) -> int:
        whether_heard_or_not(say, "Stopping …")
        for child in self.children:
            if child.process is not None:
                # Only to the first process: a web server tells its own workers to finish what they have.
                child.process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in self.children:
            if child.process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.1, deadline - time.monotonic()))
                child.signal(signal.SIGKILL)
        ended_in_good_order(Path(os.environ["GENBA_DATA"]))
        whether_heard_or_not(say, "Stopped. Everything is kept.")
        return 0

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        del signum, frame
        self.stopping = True


def die_with_parent(parent: int) -> "DieWithParent":
    """What a child does before it becomes its command. Made ahead: little may run after the fork."""
    library = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    return DieWithParent(parent, library)


@dataclass(frozen=True)
class DieWithParent:
    """Ask Linux to end this process when the supervisor is gone, even by kill -9."""

    parent: int
    library: ctypes.CDLL | None

    def __call__(self) -> None:
        if self.library is None:
            return
        self.library.prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != self.parent:  # it died between the fork and the line above
            os._exit(1)


def answers(host: str, port: int) -> bool:
    """Whether a page comes back."""
    here = http.client.HTTPConnection(host, port, timeout=5)
    try:
        here.request("GET", "/health/", headers={"Host": "localhost"})
        return here.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        here.close()


def _ending(code: int) -> str:
    if code >= 0:
        return f"code {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"


def children_of_genba(door: int) -> list[Child]:
    """The web server, which takes over the open door, and the worker."""
    python = [sys.executable, "-P", "-m"]
    os.environ["GENBA_WEB_SOCKET"] = str(door)
    # Threads that each keep a heap of their own hold memory that none of them uses.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    # Left to itself, the allocator learns from one large table to keep all that follow.
    os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", "131072")
    os.environ.setdefault("MALLOC_TRIM_THRESHOLD_", "131072")
    # On a full disk Python leaves half a compiled file behind, and the module could never be loaded again.
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    web = [*python, "gunicorn", "--config", "python:genba.config.web", "genba.config.wsgi:application"]
    return [
        Child("web server", web, descriptors=(door,)),
        Child("worker", [*python, "genba.config.cli", "worker"]),
    ]


def main() -> None:
    """Called by `genba up` with the open door; what to say comes by the environment, unseen by others."""
    door = int(sys.argv[1])
    words = os.environ.pop("GENBA_UP_WORDS", "")
    host, port = socket.socket(fileno=os.dup(door)).getsockname()[:2]
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (where to knock)
    sys.exit(Supervisor(children_of_genba(door)).run(address=(address, port), words=words))


if __name__ == "__main__":
    main()
