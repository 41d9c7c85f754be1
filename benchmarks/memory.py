"""How much memory web and worker take after an hour's clicks (3,600 pages by default).

    python -m benchmarks.memory [--clicks N] [--pause SECONDS]

Starts the demonstration with `genba up` in a folder of its own and visits its pages in every role. Prints how
much of all its processes together is resident, and how much when shared pages are counted once.
"""

import argparse
import itertools
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests

PAGES = [
    "/",
    "/inbox/",
    "/boards/",
    "/boards/1/",
    "/cards/1/",
    "/cards/12/",
    "/search/?q=drawing",
    "/loop/",
    "/wall/",
]
PAGES += [
    "/report/",
    "/notifications/",
    "/people/",
    "/reports/mine/",
    "/boards/1/table/",
    "/imports/",
    "/settings/",
]
LINK = re.compile(r"http\S+/demo/\S+")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clicks", type=int, default=3600)
    parser.add_argument("--pause", type=float, default=0.4)
    wanted = parser.parse_args()
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    data = tempfile.mkdtemp(prefix="genba-memory-")
    started = time.perf_counter()
    command = [sys.executable, "-P", "-m", "genba.config.cli", "up", "--port", str(port), "--data", data]
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    said = Path(data) / "said.txt"
    with said.open("w") as mouth:
        genba = subprocess.Popen(command, env=here, stdout=mouth, stderr=subprocess.STDOUT)
    while "Ctrl-C" not in said.read_text():
        time.sleep(0.05)
    links = LINK.findall(said.read_text())
    print(
        f"first page after {time.perf_counter() - started:.1f} s; {memory_of(genba.pid)} at the start",
        flush=True,
    )
    try:
        click(f"http://127.0.0.1:{port}", links, wanted.clicks, wanted.pause, genba.pid)
    finally:
        genba.send_signal(signal.SIGINT)
        genba.wait(timeout=30)


def click(address: str, links: list[str], clicks: int, pause: float, pid: int) -> None:
    people = [requests.Session() for _link in links]
    for person, link in zip(people, links, strict=True):
        person.get(link)
    failed = 0
    for number, (page, person) in enumerate(itertools.islice(endless(people), clicks), start=1):
        failed += person.get(address + page, timeout=60).status_code >= 500
        time.sleep(pause)
        if number % (clicks // 6 or 1) == 0:
            print(f"{memory_of(pid)} after {number} pages, {failed} failed", flush=True)


def endless(people: list[requests.Session]):
    for number in itertools.count():
        yield PAGES[number % len(PAGES)], people[number // len(PAGES) % len(people)]


def memory_of(pid: int) -> str:
    resident = proportional = 0
    for process in family_of(pid):
        try:
            text = Path(f"/proc/{process}/smaps_rollup").read_text()
        except (ProcessLookupError, FileNotFoundError):
            continue  # a child that has just ended
        resident += int(re.search(r"^Rss:\s+(\d+)", text, re.M)[1])
        proportional += int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1])
    return f"{resident / 1000:.0f} MB resident, {proportional / 1000:.0f} MB proportional"


def family_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(grandchild for child in children for grandchild in family_of(int(child)))]


if __name__ == "__main__":
    main()
