"""Caddy with the shipped recipe, in front of a Genba that a test has started."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from genba.config.tests.test_up import free_port

RECIPE = Path(__file__).resolve().parents[3] / "deploy" / "Caddyfile"


@contextmanager
def caddy(folder: Path, upstream: int, *, recipe: Path = RECIPE, tls: bool = False) -> Iterator[int]:
    """The recipe at work; only the addresses are given. What it says is in `folder/caddy.log`.

    A port that was free is sometimes taken by the time Caddy comes. It then ends, and gets another one.
    """
    log = folder / "caddy.log"
    for _taken in range(3):
        port = free_port()
        with log.open("wb") as said:
            process = subprocess.Popen(
                command("run", recipe),
                env=surroundings(folder, upstream, port, tls=tls),
                stdout=said,
                stderr=said,
            )
        try:
            if _listens(process, port):
                yield port
                return
        finally:
            process.terminate()
            process.wait(20)
    raise AssertionError(f"Caddy did not start: {log.read_text()}")


def command(verb: str, recipe: Path = RECIPE) -> list[str]:
    assert shutil.which("caddy"), "bin/test installs caddy"
    return ["caddy", verb, "--config", str(recipe), "--adapter", "caddyfile"]


def surroundings(folder: Path, upstream: int, port: int, *, tls: bool) -> dict[str, str]:
    """A home of its own and the addresses."""
    own = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "TMPDIR")}
    site = f"https://localhost:{port}" if tls else f"http://:{port}"
    addresses = {
        "GENBA_SITE": site,
        "GENBA_UPSTREAM": f"127.0.0.1:{upstream}",
        "GENBA_TLS": "tls internal" * tls,
    }
    return {**os.environ, **own, **addresses}


def _listens(process: subprocess.Popen[bytes], port: int, seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return True
        time.sleep(0.1)
    return False
