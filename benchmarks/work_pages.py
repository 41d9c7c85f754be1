"""How the pages of procedures fare with 5,000 procedures of ten versions and fifteen steps, against fifty.

    python -m benchmarks.work_pages [--few N] [--many N] [--versions N] [--steps N] [--rounds N]

Makes its own data folder (SQLite), or uses the *empty* database of DATABASE_URL. Pages are measured in the
same process through the whole stack but the network; medians are compared: of processor time on SQLite, which
nobody else on the machine can lengthen, and of the clock on PostgreSQL. The value stream that is drawn has as
many processes with few procedures as with many: what grows is how much is written down, and how many value
streams there are.
"""

# ruff: noqa: E402
import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from random import Random

os.environ.setdefault("GENBA_DATA", tempfile.mkdtemp(prefix="genba-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from benchmarks.bulk import fill
from benchmarks.large import client_of, queries_of
from genba.front import demo
from genba.people.models import Person
from genba.work.models import Flow, KnownStep, Procedure, Process, ValueStream, Version

Visit = Callable[[], object]
PROCESSES = 8  # of one value stream
PROCEDURES = 6  # of one process: 5,000 procedures stand in about a hundred value streams
DOES = ["Fetch", "Set", "Check", "Close", "Fasten", "Clean", "Measure", "Mark", "Send", "Note"]
WHAT = ["the housing", "the order sheet", "the driver", "the label", "the bore", "the seal", "the trolley"]
WHY = ["A loose cover came back.", "The next shift must know.", "A dry seal leaks within a week.", ""]


def main() -> None:
    wanted = parser().parse_args()
    call_command("migrate", verbosity=0)
    demo.load()
    add(wanted.few, versions=wanted.versions, steps=wanted.steps)
    small = {name: median_time(visit, wanted.rounds) for name, visit in pages()}
    started = time.perf_counter()
    add(wanted.many - wanted.few, versions=wanted.versions, steps=wanted.steps)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    counts = f"{Procedure.objects.count()} procedures, {Version.objects.count()} versions"
    print(f"{connection.vendor}: {counts} after {time.perf_counter() - started:.0f} s")
    print(f"{'page':<16}{'few ms':>10}{'many ms':>10}{'ratio':>8}{'queries':>9}")
    for name, visit in pages():
        large, before = median_time(visit, wanted.rounds), small[name]
        times = f"{before * 1000:>10.1f}{large * 1000:>10.1f}{large / before:>8.2f}"
        print(f"{name:<16}{times}{queries_of(visit):>9}")


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(description=__doc__)
    found.add_argument("--few", type=int, default=50)
    found.add_argument("--many", type=int, default=5000)
    found.add_argument("--versions", type=int, default=10)
    found.add_argument("--steps", type=int, default=15)
    found.add_argument("--rounds", type=int, default=15)
    return found


def pages() -> Iterator[tuple[str, Visit]]:
    """The pages of the promise, on the first procedure and the first value stream that were added."""
    lead = client_of(Person.objects.get(name="Amira Khan"))
    procedure = Procedure.objects.filter(code__startswith="B-").order_by("pk")[0]
    stream = procedure.process.value_stream
    last = procedure.versions.count()
    wishes: dict[str, Callable[[], str]] = {
        "procedure": lambda: reverse("work:procedure", args=[procedure.pk]),
        "version": lambda: reverse("work:version", args=[procedure.pk, 2]),
        "difference": lambda: reverse("work:difference", args=[procedure.pk, last]),
        "procedures": lambda: reverse("work:procedures"),
        "search": lambda: reverse("front:search", query={"q": "housing label"}),
        "map": lambda: reverse("work:stream", args=[stream.pk]),
        "process": lambda: reverse("work:process", args=[procedure.process_id]),
        "streams": lambda: reverse("work:streams"),
    }
    for name, address in wishes.items():
        try:
            url = address()
        except NoReverseMatch:
            print(f"{name}: there is no such page yet")
            continue
        yield name, visit_of(lead, url)


def visit_of(client: Client, url: str) -> Visit:
    return lambda: client.get(url)


def add(number: int, *, versions: int, steps: int) -> None:
    """Add procedures in value streams of their own, the newest version of each in force."""
    rng, first = Random(5), Procedure.objects.count()
    rooms = list(places(-(-number // PROCEDURES), first))
    codes = [f"B-{first + count:05d}" for count in range(number)]
    fill(
        Procedure,
        (
            Procedure(
                code=code,
                title=f"{rng.choice(DOES)} {rng.choice(WHAT)} ({code})",
                process=rooms[count // PROCEDURES],
                words=" ".join(line["what"] for line in body(rng, steps, 0)),
            )
            for count, code in enumerate(codes)
        ),
    )
    made = list(Procedure.objects.filter(code__in=set(codes)).order_by("pk"))
    fill(Version, (one for procedure in made for one in written(rng, procedure, versions, steps)))
    fill(
        KnownStep,
        (
            KnownStep(procedure=procedure, key=f"step-{place}", what="A step")
            for procedure in made
            for place in range(steps)
        ),
    )


def places(number: int, first: int) -> Iterator[Process]:
    """So many processes, eight to a value stream, each handing on to the next, the last to the first."""
    for begin in range(0, number, PROCESSES):
        stream = ValueStream.objects.create(name=f"Stream {first}-{begin}", purpose="Made up to be measured.")
        boxes = [
            Process.objects.create(value_stream=stream, name=f"Process {place}") for place in range(PROCESSES)
        ]
        Flow.objects.bulk_create(
            Flow(source=one, target=boxes[(place + 1) % PROCESSES], label="parts")
            for place, one in enumerate(boxes)
        )
        yield from boxes[: number - begin]


def written(rng: Random, procedure: Procedure, versions: int, steps: int) -> Iterator[Version]:
    """Every version of a procedure, each with one step in five put in other words."""
    now = timezone.now()
    for number in range(1, versions + 1):
        yield Version(
            procedure=procedure,
            number=number,
            state=Version.State.IN_FORCE if number == versions else Version.State.REPLACED,
            title=procedure.title,
            why="A loose cover came back.",
            body=body(rng, steps, number),
            reason="" if number == 1 else "The driver is new.",
            in_force_at=now,
        )


def body(rng: Random, steps: int, number: int) -> list[dict[str, str]]:
    return [
        {
            "key": f"step-{place}",
            "what": f"{DOES[place % len(DOES)]} {WHAT[place % len(WHAT)]}"
            + (f" as in version {number}" if place % 5 == number % 5 else ""),
            "who": "Operator",
            "why": rng.choice(WHY),
        }
        for place in range(steps)
    ]


def median_time(visit: Visit, rounds: int) -> float:
    """Seconds, after two visits that are not counted."""
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    times = []
    for number in range(rounds + 2):
        started = clock()
        visit()
        if number > 1:
            times.append(clock() - started)
    return statistics.median(times)


if __name__ == "__main__":
    main()
