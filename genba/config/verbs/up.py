"""Ctrl-C stops everything. What an instance stores lies in its data folder or in DATABASE_URL."""

import argparse
import errno
import os
import secrets
import socket
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connections

from genba import __version__
from genba.config.database import is_new
from genba.config.prepare import (
    bring_database_up_to_date,
    check_engine,
    collect_static_files,
)
from genba.config.running import only_one_here
from genba.config.terminal import Refusal, say, step
from genba.front import demo, demo_links
from genba.people.models import Organisation

SECONDS_FOR_WHAT_WAS_LEFT = 12.0
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and what to start with."""
    parser.add_argument(
        "--empty", action="store_true", help="at the first start, begin with no demonstration: your own"
    )
    parser.add_argument("--port", type=_port, default=8000, help="the number after the colon (8000)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="where to listen; 0.0.0.0 lets the local network in (127.0.0.1)"
    )


def run(options: argparse.Namespace) -> int:
    """Prepare everything, then become the process that watches over web and worker."""
    say(f"Genba {__version__}")
    here = only_one_here(settings.GENBA_DATA)
    patience = SECONDS_FOR_WHAT_WAS_LEFT if here.after_a_kill else 0.0
    door = open_door(options.host, options.port, patience=patience)
    check_engine()
    prepare(empty=options.empty)
    _tell_the_children(options.host, options.port)
    os.environ["GENBA_UP_WORDS"] = ready_words(options.host, options.port)
    for descriptor in (here.descriptor, door.fileno()):
        os.set_inheritable(descriptor, True)
    connections.close_all()
    os.execv(  # noqa: S606  (our own program)
        sys.executable,
        [sys.executable, "-P", "-m", "genba.config.supervisor", str(door.detach())],
    )


def prepare(*, empty: bool) -> None:
    """Bring files and database up to date; at the first start, fill it with the demonstration."""
    with step("Preparing the pages") as here:
        here.done("Pages prepared" if collect_static_files() else f"Data in {settings.GENBA_DATA}")
    loading: Path = settings.GENBA_DATA / "demonstration.loading"
    if is_new() and not empty:
        loading.touch()
    bring_database_up_to_date()
    if loading.exists():
        load_demonstration()
        loading.unlink()


def load_demonstration() -> None:
    """Fill an empty instance with the demonstration organisation."""
    if Organisation.objects.exists():
        return
    with step("Loading the demonstration organisation") as here:
        demo.load(here.progress)
        here.done("Demonstration organisation loaded")


def open_door(host: str, port: int, *, patience: float = 0.0) -> socket.socket:
    """Listen where people will knock. Refuses, in words, when the place is taken.

    After a kill, web processes that are still finishing what they had in hand may hold the place for some
    seconds: `patience` says for how many we wait.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return _listen(host, port)
        except OSError as trouble:
            if trouble.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            message = (
                f"Genba cannot listen on {host}:{port}: {trouble.strerror}. Try another one with --port."
            )
            raise Refusal(message) from trouble


def _listen(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(address)
        door.listen(512)
    except OSError:
        door.close()
        raise
    return door


def ready_words(host: str, port: int) -> str:
    """What is said when the first page answers."""
    here = _address(host, port)
    return "\n".join(["", f"  Open  {here}/", "", *_how_to_sign_in(here), "  Ctrl-C stops Genba.", ""])


def _how_to_sign_in(here: str) -> list[str]:
    organisation = Organisation.objects.first()
    if organisation is None:
        key = os.environ.get("GENBA_SETUP_KEY", "")
        page = f"{here}/welcome/?key={key}" if key else f"{here}/welcome/"
        return [f"  Set up your organisation  {page}", ""]
    if not organisation.is_demonstration:
        return []
    links = demo_links.links()
    role, name = (max((len(row[n]) for row in links), default=0) for n in (0, 1))
    return [
        "  Sign in to the demonstration as",
        *(f"    {link.role:<{role}}  {link.name:<{name}}  {here}{link.path}" for link in links),
        "",
        f"  Say something without signing in  {here}/report/",
        "",
    ]


def _tell_the_children(host: str, port: int) -> None:
    environment = os.environ
    environment["GENBA_DATA"] = str(settings.GENBA_DATA)
    environment.setdefault("GENBA_ADDRESS", _address(host, port))
    if host not in LOOPBACK:
        known = [*settings.ALLOWED_HOSTS, *names_of_this_machine(host)]
        environment["GENBA_HOSTS"] = ",".join(dict.fromkeys(known))
        if not Organisation.objects.exists():
            environment.setdefault("GENBA_SETUP_KEY", secrets.token_urlsafe(12))


def names_of_this_machine(host: str) -> list[str]:
    """The names and numbers by which others may call it."""
    if host not in {"0.0.0.0", "::"}:  # noqa: S104  (a comparison)
        return [host]
    name = socket.gethostname()
    try:
        numbers = {str(entry[4][0]) for entry in socket.getaddrinfo(name, None, family=socket.AF_INET)}
    except OSError:
        numbers = set()
    return [name, f"{name}.local", *sorted(numbers), *_number_towards_the_network()]


def _number_towards_the_network() -> list[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address that exists nowhere; nothing is sent
        except OSError:
            return []
        return [str(probe.getsockname()[0])]


def _address(host: str, port: int) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104  (a comparison)
        host = next(iter(_number_towards_the_network()), "127.0.0.1")
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _port(text: str) -> int:
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
