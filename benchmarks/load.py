"""A mixed load of eighty reads to twenty writes on a large history, at a steady rate.

    python -m benchmarks.load [--reports N] [--facts N] [--rate R] [--seconds S]

Starts the demonstration with `genba up` in a folder of its own (or on the empty database of DATABASE_URL),
adds reports and facts inside the database, waits until the worker has sealed them all, and then sends
requests at their times whether or not earlier ones have been answered: a slow answer makes nobody ask later,
and its wait counts.
"""

import argparse
import http.client
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import requests

from benchmarks.memory import memory_of

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"^\s+(team lead|quality|member)\s.*?(http\S+/demo/\S+)", re.M)
MORE = """
from django.db import connection
from benchmarks.bulk import multiply
multiply(reports={reports}, facts={facts})
"""
LEFT = """
from genba.trail.models import Fact, Tree
print(Fact.objects.count() - Tree.current().size)
"""
READS = {
    "/report/": 25,
    "/wall/": 10,
    "/": 15,
    "/inbox/": 10,
    "/boards/1/": 6,
    "/cards/12/": 8,
    "/notifications/": 4,
    "/search/?q=drawing": 2,
}
WRITES = {"report": 8, "comment": 6, "item": 5, "anonymous": 1}  # one run of Argon2id takes 0.17 s of a core


class Load:
    """Who asks what, and how long each answer took."""

    def __init__(self, address: str, links: dict[str, str]) -> None:
        self.address, self.links = address, links
        self.here = threading.local()
        self.cookies = {role: signed_in(link) for role, link in links.items()}
        self.took: dict[str, list[float]] = defaultdict(list)
        self.codes: Counter[int] = Counter()
        self.faults: list[str] = []

    def browser(self, role: str) -> "Browser":
        """A browser of this thread, signed in where a role is named."""
        known = self.here.__dict__.setdefault("known", {})
        if role not in known:
            known[role] = Browser(self.address, self.cookies.get(role, {}))
        return known[role]

    def ask(self, what: str, due: float) -> None:
        """One request; its time counts from when it was due."""
        try:
            code, body = self.write(what) if what in WRITES else self.read(what)
            self.codes[code] += 1
            if code >= 400:
                self.faults.append(f"{what}: {code} {body[:200]!r}")
        except OSError as fault:
            self.codes[0] += 1
            self.faults.append(f"{what}: {fault!r}")
        self.took[what].append(time.perf_counter() - due)

    def read(self, path: str) -> tuple[int, bytes]:
        role = "" if path in {"/report/", "/wall/"} else random.choice(["team lead", "quality"])
        return self.browser(role).ask("GET", path)

    def write(self, what: str) -> tuple[int, bytes]:
        key = f"{random.getrandbits(128):032x}"
        words = {"text": f"The label printer at station 7 smears again. {key[:6]}", "idempotency_key": key}
        if what == "anonymous":
            return self.browser("").ask("POST", "/report/", words)
        role = "team lead" if what == "report" else "quality"
        words["csrfmiddlewaretoken"] = self.cookies[role]["csrftoken"]
        card = random.randint(1, 150)
        doors = {
            "report": "/report/",
            "comment": f"/cards/{card}/comments/",
            "item": f"/cards/{card}/checklist/",
        }
        more = {"sender": "person"} if what == "report" else {}
        return self.browser(role).ask("POST", doors[what], {**words, **more})


class Browser:
    """A connection that is kept, and no more: the two cores are for what is measured."""

    def __init__(self, address: str, cookies: dict[str, str]) -> None:
        self.line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        if not cookies:
            self.headers = {}

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes]:
        """The code and the body. A connection that was closed while it rested is opened once more."""
        headers, body = dict(self.headers), None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        for is_last in (False, True):
            try:
                self.line.request(method, path, body, headers)
                answer = self.line.getresponse()
                return answer.status, answer.read()
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.line.close()
                if is_last:
                    raise
        raise AssertionError


def signed_in(link: str) -> dict[str, str]:
    """The cookies of somebody who has come by a link."""
    person = requests.Session()
    person.get(link, timeout=60)
    return person.cookies.get_dict()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--facts", type=int, default=5_000_000)
    parser.add_argument("--rate", type=float, default=100)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--processes", default="2")
    parser.add_argument(
        "--more", type=int, default=0, help="afterwards so many requests, one after the other"
    )
    wanted = parser.parse_args()
    data = tempfile.mkdtemp(prefix="genba-load-")
    environment = {
        **os.environ,
        "GENBA_DATA": data,
        "PYTHONPATH": str(ROOT),
        "GENBA_PROOF_OF_WORK": "off",
        "GENBA_WEB_PROCESSES": wanted.processes,
    }
    with up(environment) as (address, links, pid):
        fill(environment, wanted)
        print(f"at the start: {memory_of(pid)}", flush=True)
        load = Load(address, links)
        send(load, wanted.rate, wanted.seconds, pid)
        print(f"at the end:   {memory_of(pid)}")
        tell(load, wanted)
        go_on(load, wanted.more, pid)


def fill(environment: dict[str, str], wanted: argparse.Namespace) -> None:
    started = time.perf_counter()
    python(environment, MORE.format(reports=wanted.reports, facts=wanted.facts))
    print(f"filled in {time.perf_counter() - started:.0f} s", flush=True)
    while left := int(python(environment, LEFT)):
        print(f"{left} facts wait to be sealed", flush=True)
        time.sleep(20)
    print(f"sealed after {time.perf_counter() - started:.0f} s", flush=True)


def send(load: Load, rate: float, seconds: float, pid: int) -> None:
    """Requests at exponential distances, as many people make them."""
    chance, weights = random.Random(11), {**READS, **WRITES}
    whats = chance.choices(list(weights), list(weights.values()), k=int(rate * seconds))
    with ThreadPoolExecutor(max_workers=64) as crowd:
        due = time.perf_counter() + 1
        for number, what in enumerate(whats, start=1):
            due += chance.expovariate(rate)
            time.sleep(max(0, due - time.perf_counter()))
            crowd.submit(load.ask, what, due)
            if number % (len(whats) // 10 or 1) == 0:
                print(f"{number} sent, {memory_of(pid)}, {dict(load.codes)}", flush=True)


def go_on(load: Load, more: int, pid: int) -> None:
    """Eight people, each as fast as they are answered: whether memory still grows after so many requests."""
    light = [*["/report/"] * 8, "/wall/", "/notifications/", "/", "/cards/12/"]

    def one(number: int) -> None:
        load.ask(light[number % len(light)], time.perf_counter())

    part = more // 10 or 1
    for start in range(0, more, part):
        with ThreadPoolExecutor(max_workers=8) as crowd:
            list(crowd.map(one, range(start, min(more, start + part))))
        print(f"{start + part} more, {memory_of(pid)}, {dict(load.codes)}", flush=True)


def tell(load: Load, wanted: argparse.Namespace) -> None:
    every = [took for times in load.took.values() for took in times]
    print(f"{len(every)} requests at {wanted.rate}/s; answers {dict(load.codes)}; {len(load.faults)} faults")
    for fault in load.faults[:5]:
        print("   ", fault)
    print(f"{'what':<22}{'n':>7}{'median ms':>11}{'p95 ms':>9}{'p99 ms':>9}")
    for what, times in sorted(load.took.items()):
        line(what, times)
    line("all", every)


def line(what: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=100)
    print(
        f"{what:<22}{len(times):>7}{statistics.median(times) * 1000:>11.1f}"
        f"{cuts[94] * 1000:>9.1f}{cuts[98] * 1000:>9.1f}"
    )


class up:  # noqa: N801  (reads as a verb: `with up(environment)`)
    """`genba up`, with its address, its links of sign-in and its process."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.said = Path(environment["GENBA_DATA"]) / "said.txt"

    def __enter__(self) -> tuple[str, dict[str, str], int]:
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            port = door.getsockname()[1]
        command = [sys.executable, "-P", "-m", "genba.config.cli", "up", "--port", str(port)]
        with self.said.open("w") as mouth:
            self.genba = subprocess.Popen(command, env=self.environment, stdout=mouth, stderr=mouth)
        while "Ctrl-C" not in self.said.read_text():
            if self.genba.poll() is not None:
                raise SystemExit(self.said.read_text())
            time.sleep(0.2)
        return f"http://127.0.0.1:{port}", dict(LINK.findall(self.said.read_text())), self.genba.pid

    def __exit__(self, *trouble: object) -> None:
        self.genba.send_signal(signal.SIGINT)
        self.genba.wait(timeout=60)


def python(environment: dict[str, str], code: str) -> str:
    command = [sys.executable, "-P", "-m", "genba.config.cli", "manage", "shell", "--no-imports", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
