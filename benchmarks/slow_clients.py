"""Gunicorn's own threads beside ours: pages a second, memory, and what 40 and 400 slow clients leave of them.

    .venv/bin/python -m benchmarks.slow_clients [DATA]

Both servers run beside each other on the same data and are asked in turns; the figures are ratios of one run.
"""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from genba.config.tests.attackers import crowd, good_clients
from genba.config.tests.instances import Instance
from genba.config.tests.test_up import family_of, free_port

WORKERS = {"gunicorn's own": "gthread", "ours": "genba.config.serving.worker.PatientWorker"}
PAGES = ["/health/", "/welcome/"]
ROUNDS = 5


def start(worker: str, instance: Instance, port: int) -> subprocess.Popen:
    words = ["gunicorn", "--config", "python:genba.config.web", "-k", worker, "-b", f"127.0.0.1:{port}"]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", *words, "genba.config.wsgi:application"],
        env={**instance.surroundings(), "GENBA_WEB_SOCKET": "0", "MALLOC_ARENA_MAX": "2"},
        stderr=subprocess.DEVNULL,
    )


def pages_a_second(port: int, path: str, *, each: int = 100, clients: int = 4) -> float:
    def ask() -> None:
        here = http.client.HTTPConnection("127.0.0.1", port)
        for _ in range(each):
            here.request("GET", path, headers={"Host": "localhost"})
            here.getresponse().read()

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return each * clients / (time.perf_counter() - started)


def memory(process: subprocess.Popen) -> float:
    """Megabytes of the largest child, which is the worker."""
    sizes = []
    for pid in family_of(process.pid):
        status = Path(f"/proc/{pid}/status").read_text()
        sizes.append(int(status.split("VmRSS:")[1].split()[0]) / 1024)
    return max(sizes)


def main() -> None:
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="genba-bench-"))
    instance = Instance(data)
    instance.genba("migrate")
    ports = {name: free_port() for name in WORKERS}
    processes = {name: start(WORKERS[name], instance, ports[name]) for name in WORKERS}
    try:
        for port in ports.values():
            while isinstance(good_clients(port, ["/health/"], times=1, seconds=60)[0], str):
                time.sleep(0.5)
        compare_pages(ports)
        for name, process in processes.items():
            print(f"memory {name}: {memory(process):.0f} MB")
        among_slow_clients(ports, processes)
    finally:
        for process in processes.values():
            for pid in family_of(process.pid):
                os.kill(pid, 9)
            process.kill()


def compare_pages(ports: dict[str, int]) -> None:
    for path in PAGES:
        found: dict[str, list[float]] = {name: [] for name in WORKERS}
        for _ in range(ROUNDS):
            for name, port in ports.items():
                found[name].append(pages_a_second(port, path))
        own, ours = (statistics.median(found[name]) for name in WORKERS)
        print(f"{path:12} own {own:7.0f}/s   ours {ours:7.0f}/s   ours/own {ours / own:.2f}")


def among_slow_clients(ports: dict[str, int], processes: dict[str, subprocess.Popen]) -> None:
    for count in (40, 400):
        for name, port in ports.items():
            with crowd(port, count, large_page="/welcome/"):
                time.sleep(2)
                got = good_clients(port, PAGES, times=5, seconds=5)
            answered = [one for one in got if isinstance(one, float)]
            worst = f"slowest {max(answered):.2f} s" if answered else "none"
            kept = memory(processes[name])
            print(f"{count} slow, {name}: {len(answered)} of {len(got)} answered, {worst}, {kept:.0f} MB")


if __name__ == "__main__":
    main()
