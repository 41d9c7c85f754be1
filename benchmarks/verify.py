"""How fast `genba verify` reads: facts per second of wall clock and of CPU time, and its peak memory.

`python -m benchmarks.verify [FACTS] [RUNS]` in a database of its own: SQLite in a temporary folder, or that
of DATABASE_URL, which must be empty. Every fact has data of its own, which is the slowest case.
"""

import os
import resource
import statistics
import sys
import tempfile
import time

if not os.environ.get("DATABASE_URL"):
    os.environ["GENBA_DATA"] = tempfile.mkdtemp(prefix="genba-benchmark-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from genba.trail.models import Fact  # noqa: E402
from genba.trail.seals.checkpoints import sign_checkpoint  # noqa: E402
from genba.trail.seals.sealer import Outcome, seal_some  # noqa: E402
from genba.trail.verifying.run import Wanted, verify_trail  # noqa: E402

A_ROUND = 50_000
INSERT = (
    "INSERT INTO trail_fact (at, name, subject_kind, subject_id, by_id, data) VALUES (%s, %s, %s, %s, %s, %s)"
)


def main(facts: int, runs: int) -> None:
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    while (there := Fact.objects.count()) < facts:
        write(there, min(A_ROUND, facts - there))
        while seal_some().outcome is Outcome.MORE:
            pass
        sign_checkpoint()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE trail_fact, trail_leaf")
    print(f"{facts:,} facts written and sealed in {time.perf_counter() - began:.0f} s, {connection.vendor}")
    walls, cpus = [], []
    for _run in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        report = verify_trail(Wanted())
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
        assert report.is_good, report.findings
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    load = os.getloadavg()[0]
    for name, seconds in (("wall clock", walls), ("CPU of this process", cpus)):
        middle, best = facts / statistics.median(seconds), facts / min(seconds)
        print(f"  {middle:>10,.0f} facts/s of {name}, best {best:,.0f}")
    print(f"  peak memory {peak} MB, load of the machine {load:.1f}, {runs} runs")


def write(start: int, count: int) -> None:
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    rows = [
        (
            at,
            "improve.card_moved",
            "improve.card",
            str(n % 30_000),
            n % 400,
            f'{{"from": {n}, "to": {n * 7}}}',
        )
        for n in range(start, start + count)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
