"""How the pages fare with 100,000 reports, 30,000 cards and 1,000,000 facts, against the small demonstration.

    python -m benchmarks.large [--reports N] [--cards N] [--facts N] [--rounds N]

Makes its own data folder (SQLite), or uses the *empty* database of DATABASE_URL. Pages are measured in the
same process through the whole stack but the network; medians are compared.
"""

# ruff: noqa: E402
import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator

os.environ.setdefault("GENBA_DATA", tempfile.mkdtemp(prefix="genba-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client

from benchmarks.bulk import inflate
from genba.config.schedule import SCHEDULE
from genba.front import demo
from genba.improve.models import Board, Card
from genba.listen.models import Report
from genba.people.models import Person
from genba.trail.models import Fact

Visit = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--cards", type=int, default=30_000)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    wanted = parser.parse_args()
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    demo.load()
    print(f"database: {connection.vendor}; demonstration loaded in {time.perf_counter() - started:.1f} s")
    refresh()
    small = {name: median_time(visit, wanted.rounds) for name, visit in pages()}
    started = time.perf_counter()
    inflate(reports=wanted.reports, cards=wanted.cards, facts=wanted.facts)
    refresh()
    counts = f"{Report.objects.count()} reports, {Card.objects.count()} cards, {Fact.objects.count()} facts"
    print(f"{counts} after {time.perf_counter() - started:.0f} s")
    print(f"{'page':<14}{'small ms':>10}{'large ms':>10}{'ratio':>8}{'queries':>9}{'kB':>7}")
    for name, visit in pages():
        large, before = median_time(visit, wanted.rounds), small[name]
        size = len(visit().content) / 1000
        print(
            f"{name:<14}{before * 1000:>10.1f}{large * 1000:>10.1f}{large / before:>8.2f}"
            f"{queries_of(visit):>9}{size:>7.1f}"
        )


def pages() -> Iterator[tuple[str, Visit]]:
    """The pages of the promise, as a lead, as quality and as a stranger."""
    lead = client_of(Person.objects.get(name="Amira Khan"))
    quality = client_of(Person.objects.filter(is_quality=True)[0])
    stranger = Client()
    board = Board.objects.get(team__name="Machining, line 4")
    yield "home", lambda: lead.get("/")
    yield "home quality", lambda: quality.get("/")
    yield "inbox", lambda: lead.get("/inbox/")
    yield "inbox quality", lambda: quality.get("/inbox/")
    yield "board", lambda: lead.get(f"/boards/{board.pk}/")
    yield "table", lambda: lead.get(f"/boards/{board.pk}/table/")
    yield "boards", lambda: lead.get("/boards/")
    yield "search", lambda: lead.get("/search/", {"q": "drawing"})
    yield "search all", lambda: quality.get("/search/", {"q": "the board"})
    yield "loop", lambda: lead.get("/loop/")
    yield "wall", lambda: stranger.get("/wall/")
    yield "report form", lambda: stranger.get("/report/")


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def median_time(visit: Visit, rounds: int) -> float:
    """Seconds, after two visits that are not counted."""
    times = []
    for number in range(rounds + 2):
        started = time.perf_counter()
        response = visit()
        if number > 1:
            times.append(time.perf_counter() - started)
        assert response.status_code == 200, response
    return statistics.median(times)


def queries_of(visit: Visit) -> int:
    connection.force_debug_cursor = True
    reset_queries()
    visit()
    connection.force_debug_cursor = False
    return len(connection.queries)


def refresh() -> None:
    """What the worker would have done by now."""
    for line in SCHEDULE:
        line.job.call()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
