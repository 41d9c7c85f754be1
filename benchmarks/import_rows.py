# ruff: noqa: E402  (Django has to be set up first)
"""Rows of an import per second of CPU time: checking and taking over, the real register and a large one.

Run by hand: `python benchmarks/import_rows.py [ROWS] [RUNS]`. Uses a database of its own in a temporary
folder, or the one that DATABASE_URL names (a fresh, empty one).
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "genba.config.settings")
os.environ["GENBA_DATA"] = tempfile.mkdtemp(prefix="genba-benchmark-")

import django

django.setup()

from django.core.management import call_command

from genba.improve.boards import make_board
from genba.people.models import Organisation, Person, Site, Team
from genba.sources.check import check_import
from genba.sources.commit import claim_commit, commit_import
from genba.sources.start import start_import
from genba.sources.targets import target_named

REGISTER = "registers/hadoop_issues.csv.gz"


def made_up(rows: int) -> bytes:
    """A register as a spreadsheet user writes it: semicolons, Windows-1252, day first."""
    lines = ["Nummer;Betreff;Status;Priorität;Datum;Erledigt am;Beschreibung;Größe"]
    for n in range(rows):
        done = f"{n % 28 + 1:02}.03.2021 10:20" if n % 3 == 0 else ""
        status = ("geschlossen", "offen", "in Arbeit")[n % 3]
        text = f'"Grat an der Kante {n},\r\nzweite Zeile über die Prüfung"'
        lines.append(
            f"{n};Grat an Teil {n};{status};hoch;{n % 28 + 1:02}.02.2021 08:15;{done};{text};{n % 90},5"
        )
    return "\r\n".join(lines).encode("cp1252")


def shared(name: str) -> Path | None:
    places = [Path(os.environ.get("GENBA_SHARED_DATA", "/nowhere"))]
    places += [parent / "shared" / "data" for parent in Path(__file__).resolve().parents]
    return next((place / name for place in places if (place / name).exists()), None)


def measure(content: bytes, file_name: str, place: str, person: Person) -> tuple[int, float, float]:
    target = target_named("cards")
    begun = start_import([content], file_name=file_name, target=target, place=place, by_id=person.pk)
    start = time.process_time()
    check_import(begun, target)
    checked = time.process_time()
    claim_commit(begun)
    begun.refresh_from_db()
    commit_import(begun, target)
    ended = time.process_time()
    assert not begun.error, begun.error
    return begun.new + begun.unchanged, checked - start, ended - checked


def main(rows: int = 20_000, runs: int = 3) -> None:
    call_command("migrate", verbosity=0)
    Organisation.objects.create(name="Benchmark")
    person = Person.objects.create_user("bench@example.org", "Bench", is_quality=True)
    site = Site.objects.create(name="Works")
    files = {"made up": made_up(rows)}
    register = shared(REGISTER)
    if register:
        files["real register"] = register.read_bytes()
    for name, content in files.items():
        found = []
        for run in range(runs):
            team = Team.objects.create(site=site, name=f"{name} {run}")
            board = make_board(team)
            count, check, commit = measure(content, f"{name}.csv", f"board:{board.pk}", person)
            found.append((count / check, count / commit, count / (check + commit)))
        medians = [statistics.median(column) for column in zip(*found, strict=True)]
        print(
            f"{name}: {count} rows; check {medians[0]:,.0f} rows/s, take over {medians[1]:,.0f} rows/s, "
            f"both {medians[2]:,.0f} rows/s of CPU time (median of {runs})"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
