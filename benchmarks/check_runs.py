"""First-pass yield by month and team over a million runs of checks.

    python -m benchmarks.check_runs [--runs N] [--rounds N]

Makes its own data folder (SQLite), or uses the *empty* database of DATABASE_URL. The yield is read from what
is counted as runs end (`work/checks/tally.py`); what it costs to count all runs anew is shown beside it.
"""

# ruff: noqa: E402
import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

os.environ.setdefault("GENBA_DATA", tempfile.mkdtemp(prefix="genba-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from genba.front import demo
from genba.people.models import Person, Team
from genba.work.checks.figures import yields_of
from genba.work.checks.given import Given
from genba.work.checks.running import begin_run, take_run, version_to_run
from genba.work.checks.tally import count_anew
from genba.work.models import FirstPass, Procedure, Run

YEAR = timedelta(days=360)
AT_ONCE = 20_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    wanted = parser.parse_args()
    call_command("migrate", verbosity=0)
    demo.load()
    print(f"database: {connection.vendor}; {Run.objects.count()} runs of the demonstration")
    small = {name: median_times(visit, wanted.rounds) for name, visit in visits()}
    started = time.perf_counter()
    fill(wanted.runs)
    print(f"{Run.objects.count()} runs after {time.perf_counter() - started:.0f} s")
    started = time.perf_counter()
    count_anew()
    print(f"counted anew in {time.perf_counter() - started:.1f} s: {FirstPass.objects.count()} rows")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    print(f"{'what':<28}{'small wall':>11}{'large wall':>11}{'large cpu':>11}   ms")
    for name, visit in visits():
        large, before = median_times(visit, wanted.rounds), small[name]
        print(f"{name:<28}{before[0]:>11.1f}{large[0]:>11.1f}{large[1]:>11.1f}")


def visits() -> Iterator[tuple[str, Callable[[], object]]]:
    """What is asked of the runs."""
    check = Procedure.objects.get(title="First-piece check")
    lead = Person.objects.get(name="Amira Khan")
    client = Client()
    client.force_login(lead)
    yield "yield, all", yields_of
    yield "yield, one check", lambda: yields_of(check)
    yield "yield, one team", lambda: yields_of(team=lead.teams[0])
    yield "page of the check", lambda: client.get(f"/procedures/{check.pk}/")
    yield "list of checks", lambda: client.get("/checks/")
    yield (
        "run by API, filtered",
        lambda: list(
            Run.objects.filter(procedure=check, team=lead.teams[0]).order_by("-ended_at", "-pk")[:50]
        ),
    )
    yield "a run that ends", lambda: end_one(check, lead)


def end_one(check: Procedure, lead: Person) -> None:
    version = version_to_run(check)
    if version is not None:
        run = begin_run(version, by=lead, team=lead.teams[0])
        take_run(run, [Given("take", "fail")], by=lead, ending="end")


def fill(count: int) -> None:
    """So many runs over a year, of all checks and teams, nine of ten right the first time."""
    now, teams = timezone.now(), list(Team.objects.values_list("pk", flat=True))
    checks = [(p.pk, v.pk) for p in Procedure.objects.filter(is_check=True) if (v := p.in_force)]
    adapt = connection.ops.adapt_datetimefield_value
    columns = "procedure_id, version_id, team_id, begun_at, ended_at, seconds, state, went_first_time"
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, count, AT_ONCE):
            rows = []
            for number in range(start, min(start + AT_ONCE, count)):
                ended_at = now - YEAR * (number / count)
                team, passed = teams[number // 7 % len(teams)], number % 20 != 0
                moments = adapt(ended_at - timedelta(minutes=9)), adapt(ended_at)
                state = "passed" if passed else "failed"
                rows.append((*checks[number % len(checks)], team, *moments, 540, state, number % 10 != 0))
            cursor.executemany(
                f"INSERT INTO {Run._meta.db_table} ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                rows,
            )


def median_times(visit: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The medians of wall and processor time, in milliseconds."""
    walls, cpus = [], []
    for _round in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        visit()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return statistics.median(walls), statistics.median(cpus)


if __name__ == "__main__":
    main()
