"""What sealing costs the writers: facts written per second with and without a sealer beside them.

`python -m benchmarks.sealing [PAIRS] [SECONDS]` in its own database: SQLite in a temporary folder or that
of DATABASE_URL. Four processes write as fast as they can, each fact in a transaction of its own through
`record()`, which is the hardest case: a form of the product does far more for each fact. Rounds with and
without alternate; the ratio is the median of those of neighbours, so that other work weighs on both.
"""

import multiprocessing
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

if not os.environ.get("DATABASE_URL"):
    os.environ.setdefault("GENBA_DATA", tempfile.mkdtemp(prefix="genba-benchmark-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  (after Django was set up)
from django.db import connection, transaction  # noqa: E402
from django.utils.translation import gettext_lazy as _  # noqa: E402

from genba.people.models import Site  # noqa: E402
from genba.trail.keeping import Keeper  # noqa: E402
from genba.trail.kinds import declare  # noqa: E402
from genba.trail.models import Leaf, Tree  # noqa: E402
from genba.trail.record import record  # noqa: E402
from genba.trail.seals.sealer import seal_everything, seal_some  # noqa: E402

WRITERS = 4
WRITTEN = declare("trail.benchmark_written", _("wrote {count}"))


def write(seconds: float, ready, counted) -> None:
    """Write one fact after the other for a while."""
    site, count = Site.objects.get(), 0
    ready.wait()
    until, began = time.monotonic() + seconds, time.process_time()
    while time.monotonic() < until:
        with transaction.atomic():
            record(WRITTEN, site, count=count)
        count += 1
    counted.put((count, time.process_time() - began))


def seal(seconds: float, ready, used) -> None:
    """What the worker's thread does, in a process of its own."""
    keeper = Keeper(threading.Event())
    ready.wait()
    until, began = time.monotonic() + seconds, time.process_time()
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(keeper.seal_and_sign(), left))
    used.put(time.process_time() - began)


def one_round(seconds: float, *, with_sealer: bool) -> tuple[float, float]:
    """Facts per second, and the sealer's share of the processor time that it and the writers took."""
    context = multiprocessing.get_context("spawn")
    counted, used, ready = context.Queue(), context.Queue(), context.Barrier(WRITERS + with_sealer)
    workers = [context.Process(target=write, args=(seconds, ready, counted)) for _n in range(WRITERS)]
    if with_sealer:
        workers.append(context.Process(target=seal, args=(seconds, ready, used)))
    for worker in workers:
        worker.start()
    written = [counted.get() for _n in range(WRITERS)]
    cpu = used.get() if with_sealer else 0.0
    for worker in workers:
        worker.join()
    writing = sum(cpu for _count, cpu in written)
    return sum(count for count, _cpu in written) / seconds, cpu / (cpu + writing)


def processor() -> float:
    """Seconds of processor of this process, and of the server's process that answers it."""
    if connection.vendor == "sqlite":
        return time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ticks = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def in_turns(rounds: int, facts: int) -> None:
    """Write and seal in turns in one process: what each takes of the processor, however busy it is."""
    site, writing, sealing = Site.objects.get(), 0.0, 0.0
    for _round in range(rounds):
        began = processor()
        for count in range(facts):
            with transaction.atomic():
                record(WRITTEN, site, count=count)
        written = processor()
        seal_some()
        writing, sealing = writing + written - began, sealing + processor() - written
    each = 1e6 / (rounds * facts)
    words = f"{writing * each:,.0f} µs of processor to write one, {sealing * each:,.0f} to seal it"
    print(f"{connection.vendor}, {facts} facts a round: {words}, {100 * sealing / writing:.1f} %", flush=True)


def main(pairs: int, seconds: float) -> None:
    call_command("migrate", verbosity=0)
    Site.objects.get_or_create(name="Benchmark")
    seal_everything()
    for facts in (100, 300, 1000):
        in_turns(10, facts)
    ratios, withs, withouts, shares = [], [], [], []
    if not pairs:
        return
    for number in range(pairs):
        order = (True, False) if number % 2 else (False, True)
        found = {kind: one_round(seconds, with_sealer=kind) for kind in order}
        seal_everything()
        (without, _none), (beside, share) = found[False], found[True]
        ratios.append(beside / without)
        withs.append(beside)
        withouts.append(without)
        shares.append(share)
        print(f"  {without:8,.0f} without, {beside:8,.0f} with: {ratios[-1]:.3f}", flush=True)
    middle = statistics.median
    print(
        f"{connection.vendor}: {middle(withouts):,.0f} facts/s without sealer, {middle(withs):,.0f} with it"
    )
    print(f"  ratio {middle(ratios):.3f}, median of {pairs} pairs of {seconds:g} s")
    print(
        f"  {100 * middle(shares):.1f} % of the processor time is the sealer's; load {os.getloadavg()[0]:.1f}"
    )
    assert Leaf.objects.count() == Tree.current().size


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6, float(sys.argv[2]) if len(sys.argv) > 2 else 8.0)
