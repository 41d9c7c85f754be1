"""The demonstration organisation as a user gets it: `genba up`, with web and worker, and a real browser.

@pytest.fixture(scope="module")
def riverside():
    with open_riverside() as riverside:
        yield riverside
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.tables import tables_on_sqlite

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SIGN_IN = re.compile(r"^\s{4}(?P<role>\w[\w ]*?)\s{2,}(?P<name>\S.*?)\s{2,}(?P<link>http\S+)$")
SECONDS_TO_START = 120


@dataclass
class Riverside:
    """A running demonstration and the browser to visit it with."""

    url: str
    links: dict[str, str]
    browser: Browser
    environment: dict[str, str]
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(self, role: str = "", *, width: int = 1280, **options: Any) -> Page:
        """A fresh page, signed in as somebody of this role, or as a stranger; faults are collected.

        Nothing moves, so that no picture and no look at the colours catches something half faded.
        """
        phone = {"is_mobile": True, "has_touch": True} if width < 600 else {}
        size = {"width": width, "height": 844 if width < 600 else 900}
        calm = {"reduced_motion": "reduce"}
        context = self.browser.new_context(viewport=size, base_url=self.url, **{**calm, **phone, **options})
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: self.complaints.append(f"{page.url}: {fault}"))
        page.on("console", lambda line: self._note(page, line))
        if role:
            page.goto(self.links[role])
        return page

    def python(self, code: str) -> str:
        """Run code inside the instance, for what no user can do: let time pass."""
        command = [
            sys.executable,
            "-P",
            "-m",
            "genba.config.cli",
            "manage",
            "shell",
            "--no-imports",
            "-c",
            code,
        ]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        return done.stdout

    def _note(self, page: Page, line: Any) -> None:
        if line.type == "error" and "status of 4" not in line.text:
            self.complaints.append(f"{page.url}: {line.text}")


@contextmanager
def open_riverside() -> Iterator[Riverside]:
    """Start the demonstration in a data folder of its own, and a browser."""
    with TemporaryDirectory(prefix="genba-riverside-") as data, sync_playwright() as playwright:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        shutil.copyfile(tables_on_sqlite(), Path(data) / "genba.sqlite3")
        (Path(data) / "demonstration.loading").touch()  # as a first start that was cut off after the tables
        environment = {**kept, "GENBA_DATA": data, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        with _genba_up(environment) as (url, links):
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
            riverside = Riverside(url, links, browser, environment)
            yield riverside
            for context in riverside.contexts:
                context.close()
            browser.close()


@contextmanager
def _genba_up(environment: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    command = [sys.executable, "-P", "-m", "genba.config.cli", "up", "--port", str(port)]
    genba = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield f"http://127.0.0.1:{port}", _links(genba)
    finally:
        genba.send_signal(signal.SIGINT)
        genba.wait(timeout=30)


def _links(genba: subprocess.Popen[str]) -> dict[str, str]:
    """The sign-in links that are printed when the first page answers; the rest is read and let go."""
    links: dict[str, str] = {}
    said: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        for line in genba.stdout or ():
            said.append(line)
            if found := SIGN_IN.match(line.rstrip()):
                links[found["role"]] = found["link"]
            if "Ctrl-C" in line:
                ready.set()
        ready.set()

    threading.Thread(target=listen, daemon=True).start()
    deadline = time.monotonic() + SECONDS_TO_START
    while not ready.wait(0.2) and time.monotonic() < deadline:
        pass
    if not links:
        raise RuntimeError("Genba did not start:\n" + "".join(said))
    return links
