"""A whole Genba as `genba up` gives it, to be killed piece by piece and started again."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import requests

from genba.config.tests.instances import Instance
from genba.config.tests.test_up import family_of, free_port, is_alive, parent_of

SETUP = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from genba.conftest import make_cast
from genba.people.models import ApiToken
cast = make_cast()
found = {}
for name in ("tomas", "amira", "quentin"):
    person = getattr(cast, name)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    token = ApiToken.issue(person, name="crash")[1]
    found[name] = {"session": session.session_key, "token": token, "email": person.email, "pk": person.pk}
print("SETUP" + json.dumps({"people": found, "place": cast.station.code}))
"""


@dataclass
class House:
    """One instance under load."""

    data: Path
    environment: dict[str, str] = field(default_factory=dict)
    processes: int = 2

    def __post_init__(self) -> None:
        self.port = free_port()
        self.instance = Instance(
            self.data,
            {
                "GENBA_WEB_PROCESSES": str(self.processes),
                "GENBA_RECEIPT_MEMORY_KIB": "1024",
                "GENBA_RECEIPT_PASSES": "1",
                "GENBA_PROOF_OF_WORK": "off",
                # killed at every try, a long backup is given up on purpose; it has kill tests of its own
                "GENBA_BACKUP_EVERY": "off",
                "PYTHONUNBUFFERED": "1",
                **self.environment,
            },
        )
        self.log = self.data.parent / f"{self.data.name}.log"
        self.up: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """`genba up`; a start may fail while the database is away, then it is done again as systemd does."""
        with self.log.open("ab") as mouth:
            self.up = subprocess.Popen(
                self.instance.command("up", "--empty", "--port", str(self.port)),
                stdin=subprocess.DEVNULL,
                stdout=mouth,
                stderr=subprocess.STDOUT,
                env=self.instance.surroundings(),
            )

    def wait_until_it_answers(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not self.answers():
            if self.up is not None and self.up.poll() is not None:
                self.start()
            if time.monotonic() > deadline:
                raise RuntimeError(self.log.read_text()[-5000:])
            time.sleep(0.1)

    def answers(self) -> bool:
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{self.address}/health/", timeout=5).status_code == 200
        return False

    def family(self) -> list[int]:
        """The supervisor and everything below it."""
        if self.up is None or self.up.poll() is not None:
            return []
        return [self.up.pid, *family_of(self.up.pid)]

    def pieces(self) -> dict[str, list[int]]:
        """Supervisor, web server, web processes and worker, as process numbers; by their numbers."""
        found: dict[str, list[int]] = {"supervisor": [], "web": [], "web process": [], "worker": []}
        for pid in self.family():
            with contextlib.suppress(OSError):
                command = Path(f"/proc/{pid}/cmdline").read_text()
                if pid == self.up.pid:
                    found["supervisor"].append(pid)
                elif "gunicorn" in command or "genba-web" in command:
                    found["web" if parent_of(pid) == self.up.pid else "web process"].append(pid)
                elif "worker" in command:
                    found["worker"].append(pid)
        return found

    def kill(self, pids: list[int]) -> None:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def revive(self) -> bool:
        """Start it again where all of it was killed; whether it had to be."""
        if self.up is not None and self.up.poll() is None:
            return False
        self.start()
        return True

    def end(self) -> None:
        """Stop in good order."""
        if self.up is not None and self.up.poll() is None:
            self.up.send_signal(signal.SIGTERM)
            self.up.wait(30)


def age_of(pid: int) -> float:
    """Seconds since the process began, 0 when it is gone."""
    with contextlib.suppress(OSError, IndexError):
        began = float(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
        return float(Path("/proc/uptime").read_text().split()[0]) - began / os.sysconf("SC_CLK_TCK")
    return 0.0


__all__ = ["SETUP", "House", "age_of", "is_alive"]
