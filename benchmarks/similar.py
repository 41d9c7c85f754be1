"""What a look for similar reports costs with 100,000 of them.

    python -m benchmarks.similar [--reports N] [--queries N]

Makes its own data folder (SQLite), or uses the *empty* database of DATABASE_URL. The texts are drawn from
50,000 made-up words whose frequency falls as 1/rank, eight to eighty words a report, so that frequent and
rare words mix as in a language. Told is processor time, which nobody else on the machine can lengthen: that
of this process, and on PostgreSQL that of the server process that answers as well.
"""

# ruff: noqa: E402
import argparse
import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("GENBA_DATA", tempfile.mkdtemp(prefix="genba-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

django.setup()

import numpy as np
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from genba.improve.recurrence.alike import alike_to
from genba.listen.models import Report
from genba.people.models import Person

SEED = 20_26
VOCABULARY = 50_000
LETTERS = np.array(list("abcdefghijklmnoprstuvwz"))
A_SECOND = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Fill, ask, tell."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reports", type=int, default=100_000)
    arguments.add_argument("--queries", type=int, default=200)
    asked = arguments.parse_args()
    call_command("migrate", verbosity=0)
    keys = fill(asked.reports)
    reader = Person.objects.create_user("reader@example.org", "Reader", None, is_quality=True)
    costs = np.array([cost_of(key, reader) for key in keys[:: max(1, len(keys) // asked.queries)]])
    middle, high, most = np.percentile(costs * 1000, [50, 95, 100])
    print(f"{connection.vendor}, {asked.reports} reports, {len(costs)} queries, ms of processor time:")
    print(f"  median {middle:.1f}, p95 {high:.1f}, most {most:.1f}")


def fill(count: int) -> list[int]:
    """Write so many reports; give their keys."""
    rng = np.random.default_rng(SEED)
    words = ["".join(rng.choice(LETTERS, size)) for size in rng.integers(2, 12, VOCABULARY)]
    chances = 1 / np.arange(1, VOCABULARY + 1)
    chances /= chances.sum()
    keys: list[int] = []
    for start in range(0, count, 1000):
        sizes = rng.integers(8, 80, min(1000, count - start))
        drawn = iter(rng.choice(VOCABULARY, sizes.sum(), p=chances))
        texts = [" ".join(words[next(drawn)] for _ in range(size)) for size in sizes]
        made = Report.objects.bulk_create(
            Report(text=text, received_on=timezone.localdate()) for text in texts
        )
        keys += [report.pk for report in made]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE listen_report")
    return keys


def cost_of(key: int, reader: Person) -> float:
    """Seconds of processor time for one look."""
    report = Report.objects.get(pk=key)
    begun = time.process_time() + _server()
    alike_to(report, reader)
    return time.process_time() + _server() - begun


def _server() -> float:
    """Seconds of processor time of the server process of this connection; it counts in hundredths."""
    if connection.vendor != "postgresql":
        return 0.0
    number = connection.connection.info.backend_pid
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / A_SECOND


if __name__ == "__main__":
    main()
