"""The connectors that open files and databases."""

import os
import secrets
import sqlite3
from datetime import UTC, datetime
from types import SimpleNamespace

import openpyxl
import psycopg
import pytest
from django.db import connection

from genba.sources.connectors.connector import SourceTrouble
from genba.sources.connectors.gathering import readings_from
from genba.sources.connectors.sql import checked_query
from genba.understand.fetching import outside
from genba.understand.tests.sources import fetched, values

COLUMNS = {"when": "day", "value": "scrap", "gather": "each"}
READER = "r3ader-of-the-plant"


@pytest.fixture
def root(settings, tmp_path):
    settings.GENBA_SOURCES_FOLDER = str(tmp_path / "sources")
    (tmp_path / "sources" / "line").mkdir(parents=True)
    return tmp_path / "sources"


@pytest.fixture
def database(root):
    with sqlite3.connect(root / "plant.db") as plant:
        plant.execute("CREATE TABLE scrap (day TEXT, scrap REAL, made INTEGER)")
        plant.executemany(
            "INSERT INTO scrap VALUES (?, ?, ?)", [("2025-01-06", 3, 90), ("2025-01-07", 4, 80)]
        )
    plant.close()
    return root / "plant.db"


def trouble_of(kind, settings, **more):
    with pytest.raises(SourceTrouble) as trouble:
        fetched(kind, settings, **more)
    return trouble.value.state, str(trouble.value)


def asked(query, address="sqlite:///plant.db", **more):
    return {"address": address, "query": query, **COLUMNS, **more}


def test_a_select_brings_readings(database):
    came = fetched("sql", asked("SELECT day, scrap, made FROM scrap WHERE day LIKE '2025%'", out_of="made"))
    assert values(came) == [("2025-01-06", 3.0, 90.0), ("2025-01-07", 4.0, 80.0)]


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM scrap",
        "SELECT 1; DELETE FROM scrap",
        "SELECT ';' ; DROP TABLE scrap",
        "/* SELECT */ DROP TABLE scrap",
        "-- SELECT\nATTACH 'x' AS y",
        "EXPLAIN SELECT 1",
        "SELECTED",
        "",
    ],
)
@pytest.mark.once
def test_what_is_not_one_select_is_not_asked(query):
    with pytest.raises(SourceTrouble) as trouble:
        checked_query(query)
    assert trouble.value.state == "query"
    assert trouble.value.detail


@pytest.mark.once
def test_a_semicolon_at_the_end_and_comments_at_the_beginning_are_fine():
    assert checked_query("-- scrap\n /* a */ WITH a AS (SELECT 1) SELECT * FROM a ; ").endswith("FROM a")


@pytest.mark.parametrize(
    ("query", "states"),
    [
        ("WITH a AS (SELECT 1) INSERT INTO scrap SELECT '2025-01-08', 9, 9", {"query"}),
        ("WITH a AS (SELECT 1) DELETE FROM scrap", {"query"}),
        ("WITH a AS (SELECT 1) UPDATE scrap SET scrap = 0", {"query"}),
        ("SELECT load_extension('/tmp/evil') AS day, 1 AS scrap", {"refused"}),
        ("SELECT writefile('/tmp/evil', 'x') AS day, 1 AS scrap", {"column"}),
        ("SELECT readfile('/etc/passwd') AS day, 1 AS scrap", {"column"}),
        ("SELECT zeroblob(2000000000) AS day, 1 AS scrap", {"huge", "refused"}),
    ],
)
def test_a_query_that_would_do_more_than_read_changes_nothing(database, query, states):
    assert trouble_of("sql", asked(query))[0] in states
    with sqlite3.connect(database) as plant:
        assert plant.execute("SELECT count(*) FROM scrap").fetchone() == (2,)


def test_a_query_without_end_is_ended(database):
    endless = "WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n) SELECT count(*) FROM n"
    assert trouble_of("sql", asked(endless), seconds=3.0)[0] == "slow"


def test_too_many_rows_are_not_taken(database):
    many = "WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n LIMIT 20000) SELECT a FROM n"
    assert trouble_of("sql", asked(many))[0] == "huge"


@pytest.mark.parametrize(
    ("query", "address", "state"),
    [
        ("SELECT missing FROM scrap", "sqlite:///plant.db", "column"),
        ("SELECT day FROM scrap", "sqlite:///plant.db", "column"),
        ("SELECT * FROM elsewhere", "sqlite:///plant.db", "column"),
        ("SELECT day, scrap FROM scrap WHERE 0", "sqlite:///plant.db", "empty"),
        ("SELECT 1", "sqlite:///../secret.db", "inside"),
        ("SELECT 1", "sqlite:////etc/passwd", "not_there"),
        ("SELECT 1", "sqlite:///none.db", "not_there"),
        ("SELECT 1", "mysql://server/plant", "setting"),
        ("SELECT 1", "oracle+cx://server/plant", "setting"),
        ("SELECT 1", "postgresql://amira:secret@server/plant", "setting"),
        ("SELECT 1", "postgresql://server/plant?service=other", "setting"),
        ("SELECT 1", "postgresql://server:99999/plant", "setting"),
        ("SELECT 1", "postgresql://127.0.0.1/plant", "inside"),
        ("SELECT 1", "postgresql:///plant?host=/var/run", "setting"),
        ("SELECT 1", "postgresql://server/dbname=plant passfile=/etc/passwd", "setting"),
        ("SELECT 1", "sqlite:///file:plant.db?mode=rwc", "setting"),
        ("SELECT 1", "sqlite:///line", "not_there"),
        ("SELECT 1", "not an address", "setting"),
    ],
)
def test_what_a_database_cannot_give_is_said(database, query, address, state):
    found, words = trouble_of("sql", asked(query, address))
    assert found == state
    assert "secret@" not in words
    assert words


@pytest.fixture
def plant(settings, django_db_setup, django_db_blocker):
    """A table in the PostgreSQL of the tests, and a user who may even write into it."""
    if connection.vendor != "postgresql":
        pytest.skip("asks the PostgreSQL of the tests")
    settings.GENBA_OUTGOING_ALLOW = ["127.0.0.1"]
    name, here = f"genba_reader_{secrets.token_hex(4)}", connection.settings_dict
    address = f"postgresql://127.0.0.1:{here['PORT']}/{here['NAME']}"
    with django_db_blocker.unblock():
        given = {key: here[key.upper()] for key in ("host", "port", "user", "password")}
        root = psycopg.connect(dbname=here["NAME"], autocommit=True, **given)
    with root:
        root.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{READER}'")
        root.execute(f"CREATE TABLE {name} (a int)")
        root.execute(f"GRANT ALL ON {name} TO {name}")
        yield SimpleNamespace(root=root, name=name, address=address)
        root.execute(f"DROP TABLE {name}")
        root.execute(f"DROP ROLE {name}")


@pytest.mark.parametrize(
    ("query", "state"),
    [
        ("SELECT now()::date - 1 AS day, 3.5::numeric AS scrap", ""),
        ("SELECT pg_sleep(60) AS day, 1 AS scrap", "slow"),
        ("SELECT now() AS day, a AS scrap FROM generate_series(1, 20000) a", "huge"),
        ("WITH a AS (CREATE TABLE genba_trap (a int)) SELECT 1", "refused"),
        ("WITH a AS (INSERT INTO {} VALUES (1) RETURNING a) SELECT now() AS day, a AS scrap FROM a", "query"),
        ("SELECT now() AS day, set_config('transaction_read_only', 'off', false) AS scrap", "query"),
        ("SELECT pg_read_file('/etc/passwd') AS day, 1 AS scrap", "password"),
        ("SELECT missing AS day", "column"),
    ],
)
def test_postgresql_is_asked_in_a_transaction_that_cannot_write(plant, query, state):
    question = asked(query.format(plant.name), plant.address, account=plant.name)
    if not state:
        assert [row.value for row in fetched("sql", question, READER).rows] == [3.5]
        return
    seconds = 4.0 if state == "slow" else 60.0
    assert trouble_of("sql", question, secret=READER, seconds=seconds)[0] == state
    assert plant.root.execute(f"SELECT count(*) FROM {plant.name}").fetchone() == (0,)


def test_a_user_who_may_do_everything_is_not_taken(plant):
    root = connection.settings_dict
    question = asked("SELECT now() AS day, 1 AS scrap", plant.address, account=root["USER"])
    assert trouble_of("sql", question, secret=root["PASSWORD"])[0] == "mighty"


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({"account": "nobody_here"}, "password"),
        ({"sslmode": "verify-full"}, "refused"),
        ({"port": 1}, "away"),
    ],
)
def test_a_database_that_cannot_be_reached_is_said_without_the_password(plant, more, state):
    words = dict(more)
    port = words.pop("port", 0)
    address = f"postgresql://127.0.0.1:{port}/plant" if port else plant.address
    question = asked("SELECT 1", address, **{"account": plant.name, **words})
    found, said = trouble_of("sql", question, secret="wr0ng-one")
    assert found == state
    assert "wr0ng-one" not in said


def test_the_newest_table_of_a_folder_is_read(root):
    old, new = root / "line" / "a.csv", root / "line" / "b.xlsx"
    old.write_text("day,scrap\n2025-01-06,1\n")
    book = openpyxl.Workbook()
    book.active.append(["day", "scrap"])
    book.active.append([datetime(2025, 1, 7), 4])  # noqa: DTZ001
    book.save(new)
    (root / "line" / "~b.csv").write_text("half")
    os.utime(old, (1, 1))
    assert values(fetched("folder", {"folder": "line", **COLUMNS})) == [("2025-01-07", 4.0, None)]
    os.utime(new, (0, 0))
    assert values(fetched("folder", {"folder": "/line/", **COLUMNS})) == [("2025-01-06", 1.0, None)]


def test_a_folder_elsewhere_is_not_opened(root, tmp_path):
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "pay.csv").write_text("day,scrap\n2025-01-06,1\n")
    (root / "way").symlink_to(tmp_path / "private")
    (root / "line" / "pay.csv").symlink_to(tmp_path / "private" / "pay.csv")
    for folder in ("../private", "way", "line/../../private"):
        assert trouble_of("folder", {"folder": folder, **COLUMNS})[0] == "inside"
    assert trouble_of("folder", {"folder": "line", **COLUMNS})[0] == "empty"
    assert trouble_of("folder", {"folder": "none", **COLUMNS})[0] == "not_there"
    assert trouble_of("folder", {"folder": "a\0b", **COLUMNS})[0] in {"not_there", "inside"}


@pytest.mark.parametrize(
    ("folder", "state"),
    [
        ("", "setting"),
        ("{data}", "setting"),
        ("{data}/..", "setting"),
        ("{data}/backups", "setting"),
        ("{data}/sources/../files", "setting"),
        ("{data}/sources", "not_there"),
        ("{data}-elsewhere", "not_there"),
    ],
)
def test_a_folder_that_would_lay_our_own_data_open_is_not_read(settings, tmp_path, folder, state):
    settings.GENBA_DATA = tmp_path / "data"
    settings.GENBA_SOURCES_FOLDER = folder.format(data=settings.GENBA_DATA)
    found, words = trouble_of("folder", {"folder": "line", **COLUMNS})
    assert found == state
    assert ("GENBA_SOURCES_FOLDER" in words) == (state == "setting")


def test_a_file_that_is_no_table_and_one_that_changed_its_columns_are_said(root):
    file = root / "line" / "a.csv"
    file.write_bytes(b"\x89PNG\r\n")
    assert trouble_of("folder", {"folder": "line", **COLUMNS})[0] == "not_json"
    file.write_text("date,waste\n2025-01-06,1\n")
    found, words = trouble_of("folder", {"folder": "line", **COLUMNS})
    assert found == "column"
    assert "date, waste" in words


@pytest.mark.parametrize(
    ("gather", "expected"),
    [
        ("count", [("2025-01-06", 2.0), ("2025-01-13", 0.0), ("2025-01-20", 1.0)]),
        ("sum", [("2025-01-06", 7.0), ("2025-01-13", 0.0), ("2025-01-20", 5.0)]),
        ("mean", [("2025-01-06", 3.5), ("2025-01-20", 5.0)]),
        ("median", [("2025-01-06", 3.5), ("2025-01-20", 5.0)]),
    ],
)
@pytest.mark.once
def test_rows_are_gathered_by_whole_weeks_only(gather, expected):
    days = [("2025-01-02", 9), ("2025-01-06", 3), ("2025-01-12", 4), ("2025-01-21", 5), ("2025-01-28", 6)]
    here = outside(9.0)
    here = type(here)(here.call, here.judged, None, UTC, datetime(2025, 1, 29, tzinfo=UTC))
    settings = {"when": "day", "value": "scrap", "gather": gather, "period": "week"}
    came = readings_from([{"day": day, "scrap": scrap} for day, scrap in days], settings, here)
    assert [(f"{row.at:%Y-%m-%d}", row.value) for row in came.rows] == expected
