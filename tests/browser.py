"""A house of its own for tests that drive a real browser: a server process with its own data folder.

    @pytest.fixture(scope="module")
    def house():
        with open_house("genba.improve.tests.board_cards:lay_out") as house:
            yield house

    page = house.page("tomas", width=390)

The named function lays out what the test needs: it is given the cast, in the server's own database, and
returns plain data that comes back as `house.given`.
"""

import atexit
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.tables import tables_on_sqlite

CHROMIUM = "/usr/bin/chromium"
SECONDS_TO_START = 60
SECONDS_TO_EXPECT = 20  # the machine may be busy
ROOT = Path(__file__).resolve().parent.parent


@dataclass
class House:
    """A running Genba and a browser to visit it with."""

    url: str
    browser: Browser
    sessions: dict[str, str]
    given: Any
    data: str
    contexts: list[BrowserContext] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """What the pages wanted to do against the content security policy."""

    def page(self, who: str = "", *, width: int = 1280, height: int = 900, **options: Any) -> Page:
        """A fresh browser page where nothing moves, signed in as one of the cast or as a stranger."""
        options.setdefault("reduced_motion", "reduce")
        context = self.browser.new_context(viewport={"width": width, "height": height}, **options)
        if who:
            context.add_cookies([{"name": "sessionid", "value": self.sessions[who], "url": self.url}])
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        return page

    def counted(self, query: str) -> int:
        """The number that a query finds in the server's database."""
        with closing(sqlite3.connect(f"file:{self.data}/genba.sqlite3?mode=ro", uri=True)) as database:
            return int(database.execute(query).fetchone()[0])

    def leave(self) -> None:
        """Close all pages."""
        while self.contexts:
            self.contexts.pop().close()

    def _hear(self, line: ConsoleMessage) -> None:
        if "Security Policy" in line.text:
            self.refused.append(line.text)


@contextmanager
def open_house(layout: str = "", **variables: str) -> Iterator[House]:
    """Start a server with the cast and what `layout` ("module:function") adds, and a browser.

    `variables` are set in the server's environment: GENBA_PROOF_OF_WORK="on".
    """
    with TemporaryDirectory(prefix="genba-house-") as data:
        shutil.copytree(_empty_house(), data, dirs_exist_ok=True)
        environment = _environment(data, **variables)
        laid_out = json.loads(_run([sys.executable, "-m", "tests.browser", layout], environment))
        with _server(environment) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            expect.set_options(timeout=SECONDS_TO_EXPECT * 1000)
            house = House(url, browser, laid_out["sessions"], laid_out["given"], data)
            yield house
            house.leave()
            browser.close()


@cache
def _empty_house() -> str:
    """A data folder with all tables and static files, made once for all tests of this process."""
    data = TemporaryDirectory(prefix="genba-house-")
    atexit.register(data.cleanup)
    shutil.copyfile(tables_on_sqlite(), Path(data.name) / "genba.sqlite3")
    _run([sys.executable, "-m", "django", "collectstatic", "--no-input"], _environment(data.name))
    return data.name


def _environment(data: str, **variables: str) -> dict[str, str]:
    given = {"GENBA_DATA": data, "DJANGO_SETTINGS_MODULE": "genba.config.settings_test", **variables}
    return {**{name: value for name, value in os.environ.items() if name != "DATABASE_URL"}, **given}


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    return done.stdout.splitlines()[-1]


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = ["-m", "gunicorn", "genba.config.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    server = subprocess.Popen([sys.executable, *command, "--log-level", "warning"], cwd=ROOT, env=environment)
    try:
        _wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/static/ui/mark.svg", timeout=5)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    message = "The server did not start."
    raise RuntimeError(message)


def lay_out(layout: str) -> dict[str, Any]:
    """In the server's database: the cast with a session each, and the layout."""
    import django  # noqa: PLC0415  (this half runs in a process of its own)

    django.setup()
    from django.test import Client  # noqa: PLC0415

    from genba.conftest import make_cast  # noqa: PLC0415

    cast = make_cast()
    sessions = {}
    for name, person in vars(cast).items():
        if hasattr(person, "email"):
            client = Client()
            client.force_login(person)
            sessions[name] = client.cookies["sessionid"].value
    module, _, function = layout.partition(":")
    given = getattr(import_module(module), function)(cast) if layout else None
    return {"sessions": sessions, "given": given}


if __name__ == "__main__":
    print(json.dumps(lay_out(sys.argv[1])))  # noqa: T201
