"""Eight people report at the same time: the real door against a bare Django view with the same insert.

    python -m benchmarks.reporters [--people N] [--each N] [--rounds N]

Uses a data folder of its own, or the empty database of DATABASE_URL. Both are served with the same number of
threads, one after the other in turns; what is compared is the 95th percentile.
"""

import argparse
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import requests

from benchmarks.load import signed_in, up

BARE = "django.core.wsgi:get_wsgi_application()"
Send = Callable[[requests.Session], requests.Response]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--each", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    environment = {
        **os.environ,
        "GENBA_DATA": tempfile.mkdtemp(prefix="genba-reporters-"),
        "GENBA_PROOF_OF_WORK": "off",
        "PYTHONPATH": os.getcwd(),
    }
    with up(environment) as (address, links, _pid), bare(environment) as bare_address:
        cookies = signed_in(links["member"])
        doors: dict[str, Send] = {
            "bare": lambda person: person.post(f"{bare_address}/store/", data=words(), timeout=60),
            "named": lambda person: person.post(
                f"{address}/report/",
                data={**words(), "sender": "person", "csrfmiddlewaretoken": cookies["csrftoken"]},
                cookies=cookies,
                timeout=60,
            ),
            "anonymous": lambda person: person.post(f"{address}/report/", data=words(), timeout=60),
        }
        measure(doors, wanted)


def measure(doors: dict[str, Send], wanted: argparse.Namespace) -> None:
    took: dict[str, list[float]] = {name: [] for name in doors}
    codes: dict[str, Counter[int]] = {name: Counter() for name in doors}
    for _round in range(wanted.rounds):
        for name, send in doors.items():
            with ThreadPoolExecutor(wanted.people) as people:
                for times, answers in people.map(lambda _n: one(send, wanted.each), range(wanted.people)):  # noqa: B023
                    took[name] += times
                    codes[name].update(answers)
    base = statistics.quantiles(took["bare"], n=100)[94]
    print(f"{'door':<12}{'n':>6}{'median ms':>11}{'p95 ms':>9}{'of bare':>9}  answers")
    for name, times in took.items():
        p95 = statistics.quantiles(times, n=100)[94]
        print(
            f"{name:<12}{len(times):>6}{statistics.median(times) * 1000:>11.1f}{p95 * 1000:>9.1f}"
            f"{p95 / base:>9.2f}  {dict(codes[name])}"
        )


def one(send: Send, number: int) -> tuple[list[float], list[int]]:
    person, times, answers = requests.Session(), [], []
    for _again in range(number):
        started = time.perf_counter()
        answers.append(send(person).status_code)
        times.append(time.perf_counter() - started)
    return times, answers


def words() -> dict[str, str]:
    key = f"{random.getrandbits(128):032x}"
    return {"text": f"The guard at station 7 is loose. {key}", "idempotency_key": key}


@contextmanager
def bare(environment: dict[str, str]) -> Iterator[str]:
    """The bare view behind gunicorn with eight threads."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", BARE, "--bind", f"127.0.0.1:{port}"]
    here = {**environment, "DJANGO_SETTINGS_MODULE": "benchmarks.bare_settings"}
    server = subprocess.Popen([*command, "--threads", "8", "--log-level", "warning"], env=here)
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


if __name__ == "__main__":
    main()
