"""Somebody reports without a name along every path, and nothing of them is in any byte that is left anywhere.

A whole instance as it is shipped, behind the shipped recipe for Caddy and without it, on SQLite and on a
PostgreSQL with its own log and folder. The last tests let something leak, to show that it would be found.
"""

import base64
import datetime
import gzip
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult

from genba.config.schedule import SCHEDULE
from genba.config.tests.instances import Instance
from genba.config.tests.proxies import RECIPE, caddy
from genba.config.tests.test_up import Running, wait_until
from genba.front.backup.making import make_backup
from tests.crash.cluster import Cluster
from tests.reporter import (
    Reporter,
    close_the_valve,
    close_the_valve_of_taps,
    meet_a_fault,
    say_whether_it_helps,
    walk,
)
from tests.tracing import Marks, hits, in_bytes

pytestmark = pytest.mark.slow
ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"] != "genba.config.sqlite"
TASKS = DBTaskResult._meta.db_table
BY_THE_CLOCK = {
    TASKS,
    "trail_turn",
    "trail_beat",
    "listen_answertime",
    "front_loopfigure",
    "front_backup",
}

FILLED = """
from genba.people.models import Organisation, Place, Site, Team
organisation = Organisation.objects.create(name="Riverside")
team = Team.objects.create(site=Site.objects.create(name="Works"), name="Line 4")
Place.objects.create(site=team.site, team=team, name="Station 7")
from django.utils.timezone import now
from genba.work.models import Procedure, Process, ValueStream, Version
process = Process.objects.create(value_stream=ValueStream.objects.create(name="Orders"), name="Assembly")
procedure = Procedure.objects.create(process=process, code="P-1", title="Close a housing")
words = {"title": "Close a housing", "body": [{"key": "fetch", "what": "Fetch the order"}]}
Version.objects.create(procedure=procedure, number=1, state="in_force", in_force_at=now(), **words)
"""
PAPER = """
from genba.work.helping import ballot_of
from genba.work.models import Version
print(ballot_of(Version.objects.get()))
"""
BREAK = "from genba.people.models import Organisation as O; O.objects.update(receipt_salt='broken')"
MEND = "from genba.people.models import Organisation as O; O.objects.update(receipt_salt='{salt}')"
SALT = "from genba.people.models import Organisation as O; print(O.objects.get().receipt_salt)"
ROWS = """
import json
from django.db import connection
with connection.cursor() as cursor:
    found = {}
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        found[table] = [[repr(value) for value in row] for row in cursor.fetchall()]
print(json.dumps(found))
"""


@dataclass
class House:
    """A running instance with a proxy in front, and every place where it could leave something."""

    folder: Path
    running: Running
    proxy: int
    cluster: Cluster | None

    def places(self) -> list[Path]:
        """Everything in which something could lie: data, temporary files, mail, logs, backup, cluster."""
        (self.folder / "said").write_text(self.running.said)
        return [self.folder, *([self.cluster.folder] if self.cluster else [])]

    def rows(self) -> dict[str, list[list[str]]]:
        return json.loads(self.running.instance.python(ROWS))


@contextmanager
def house_at(folder: Path, *, recipe: Path = RECIPE, **environment: str) -> Iterator[House]:
    """Start it all. Whatever it writes goes below the folder, or into the cluster."""
    (folder / "tmp").mkdir(parents=True)
    surroundings = {
        "TMPDIR": str(folder / "tmp"),
        "GENBA_EMAIL_URL": f"filemail:///{folder}/mail",
        "GENBA_RECEIPT_MEMORY_KIB": "8192",
        "GENBA_RECEIPT_PASSES": "1",
        **environment,
    }
    cluster = Cluster() if ON_POSTGRESQL else None
    if cluster:
        cluster.__enter__()
        surroundings["DATABASE_URL"] = cluster.url
    running = None
    try:
        instance = Instance(folder / "data", surroundings)
        assert instance.begin_with_tables().genba("migrate").returncode == 0
        instance.python(FILLED)
        running = Running(instance, "--empty")
        running.wait_for("Ctrl-C stops Genba")
        with caddy(folder, running.port, recipe=recipe) as port:
            yield House(folder, running, port, cluster)
    finally:
        if running:
            running.end()
        if cluster:
            cluster.__exit__()


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """A house in which somebody went along every path, through the proxy and without it."""
    with house_at(tmp_path_factory.mktemp("no-trace") / "house") as house:
        time.sleep(8)  # the first turns of the schedule
        wait_until(lambda: is_quiet(house), 120)  # on a busy machine they take longer
        house.before, house.lines_before = house.rows(), house.running.said.splitlines()
        house.begun = time.time()
        house.marks = Marks()
        paper = house.running.instance.python(PAPER).strip()
        for port in (house.proxy, house.running.port):
            reporter = Reporter(port, house.marks)
            walk(reporter)
            close_the_valve(reporter)
            salt = house.running.instance.python(SALT).strip()
            house.running.instance.python(BREAK)
            meet_a_fault(reporter)
            house.running.instance.python(MEND.format(salt=salt))
            say_whether_it_helps(reporter, paper)
        for port in (house.proxy, house.running.port):
            close_the_valve_of_taps(Reporter(port, house.marks), paper)
        house.ended = time.time()
        house.lines_after = house.running.said.splitlines()
        house.log = (house.cluster.folder / "log").read_text() if house.cluster else ""
        house.changed = changed_files(house)
        house.after = house.rows()
        backup = house.running.instance.genba("backup", str(house.folder / "backup.tar.gz"))
        assert backup.returncode == 0, backup.stderr
        yield house


def is_quiet(house: House) -> bool:
    """Whether everything that waited is done, and every fact is sealed."""
    rows = house.rows()
    waiting = [row for row in rows[TASKS] if {"'READY'", "'RUNNING'"} & set(row)]
    return not waiting and len(rows["trail_leaf"]) == len(rows["trail_fact"])


def changed_files(house) -> set[str]:
    """The files of the data folder that were written while somebody reported."""
    written = (path for path in house.folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(house.folder)) for path in written if path.stat().st_mtime >= house.begun - 0.5
    }


def test_nothing_that_a_reporter_sent_is_in_any_byte(walked):
    assert len(walked.marks.values) > 60
    assert hits(walked.places(), walked.marks) == []


def test_not_a_line_is_written_about_it(walked):
    assert walked.lines_after[len(walked.lines_before) :] == []
    assert "handled request" not in (walked.folder / "caddy.log").read_text()


def test_every_row_that_came_knows_a_week_and_no_time(walked):
    came = {
        table: [row for row in rows if row not in walked.before[table]]
        for table, rows in walked.after.items()
        if table not in BY_THE_CLOCK
    }
    assert {table for table, rows in came.items() if rows} == {
        "listen_original",
        "listen_message",
        "listen_spentchallenge",
        "listen_fault",
        "work_helpvote",
        "work_helpsentence",
    }
    assert len(came["listen_original"]) > 30
    assert len(came["work_helpvote"]) > 60
    assert len(came["work_helpsentence"]) == 2
    values = [
        eval(value, {"datetime": datetime, "__builtins__": {"memoryview": str}})
        for rows in came.values()
        for row in rows
        for value in row
        if value.startswith("datetime.")
    ]
    assert values != []
    assert not [value for value in values if isinstance(value, datetime.datetime)]
    assert {value.weekday() for value in values if isinstance(value, datetime.date)} == {0}


def test_no_task_and_no_fact_was_caused(walked):
    paths = {value for row in walked.after[TASKS] for value in row if "genba." in value}
    assert paths != set()
    known = {line.name for line in SCHEDULE} | {make_backup.module_path}  # which one of them begins
    assert {path.strip("'") for path in paths} <= known
    assert walked.after["trail_fact"] == walked.before["trail_fact"]


def test_no_file_but_the_databases_own_and_what_the_clock_writes_was_written(walked):
    own = ("data/genba.sqlite3", "data/workers/", "data/backups/", "caddy.log")
    assert not [path for path in walked.changed if not path.startswith(own)]
    assert list((walked.folder / "tmp").iterdir()) == []
    assert not (walked.folder / "mail").exists()


def test_the_fault_is_known_all_the_same(walked):
    found = " ".join(value for row in walked.after["listen_fault"] for value in row)
    assert "ValueError" in found
    assert "receipt.py" in found
    assert "broke" in walked.running.instance.genba("doctor").stdout


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has no log of its own")
def test_postgresql_writes_no_line_about_it_either(walked):
    assert "ready to accept connections" in walked.log
    assert not [line for line in walked.log.splitlines() if "ERROR" in line or "STATEMENT" in line]
    assert "listen_" not in walked.log
    assert "work_help" not in walked.log


# That it would be found


def test_a_value_is_found_however_it_is_written(tmp_path):
    marks = Marks()
    value = marks["words"]
    for number, content in enumerate(
        [value.encode(), value.encode("utf-16le"), value.upper().encode(), value.encode().hex().encode()]
    ):
        (tmp_path / f"{number}").write_bytes(b"\x01\x02" + content + b"\x03")
    for shift in range(3):
        coded = base64.b64encode(b"a" * shift + value.encode() + b"zz")
        (tmp_path / f"base64-{shift}").write_bytes(coded)
    (tmp_path / "packed.gz").write_bytes(gzip.compress(value.encode()))
    (tmp_path / value).touch()
    assert len(hits([tmp_path], marks)) == 9
    assert in_bytes(b"nothing of it", marks.searched()) == set()


@pytest.mark.once
def test_settings_that_tell_are_found_out(tmp_path):
    told = RECIPE.read_text().replace("encode zstd gzip", "encode zstd gzip\n\tlog", 1)
    (tmp_path / "Caddyfile").write_text(told.replace("exclude http.log.access", "exclude nothing.at.all"))
    leaky = {"GUNICORN_CMD_ARGS": "--access-logfile -", "recipe": tmp_path / "Caddyfile"}
    with house_at(tmp_path / "house", **leaky) as house:
        marks = Marks()
        Reporter(house.proxy, marks).ask("GET", "/report/")
        Reporter(house.running.port, marks).ask("GET", "/report/")
        (house.folder / "tmp" / "upload").write_text(marks["file name"])
        time.sleep(1)
        found = hits(house.places(), marks)
    assert any("caddy.log: user agent" in hit for hit in found)
    assert any("said: user agent" in hit for hit in found)
    assert any("said: own address" in hit for hit in found)
    assert any("tmp/upload: file name" in hit for hit in found)
