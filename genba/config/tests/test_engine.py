"""An SQLite engine with the fault that damages databases stops the start with a sentence."""

import argparse

import pysqlite3
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from genba.config.checks import engine_is_sound
from genba.config.opening import Opening
from genba.config.prepare import check_engine
from genba.config.terminal import Refusal
from genba.config.verbs import worker

ON_SQLITE = settings.DATABASES["default"]["ENGINE"] == "genba.config.sqlite"
only_sqlite = pytest.mark.skipif(not ON_SQLITE, reason="about SQLite's engine")


@pytest.fixture
def engine(monkeypatch):
    return lambda *version: monkeypatch.setattr(pysqlite3, "sqlite_version_info", version)


@only_sqlite
@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2), (3, 7, 0)])
def test_an_affected_engine_stops_the_start_with_a_sentence(engine, version):
    engine(*version)
    with pytest.raises(Refusal, match=r"The SQLite engine .* can damage the database; 3\.51\.3 or newer"):
        check_engine()


@only_sqlite
def test_an_affected_engine_stops_every_migration_too(db, engine):
    engine(3, 40, 1)
    with pytest.raises(SystemCheckError, match="can damage the database"):
        call_command("migrate", verbosity=0, skip_checks=False)


@only_sqlite
def test_an_affected_engine_starts_neither_a_worker_nor_a_web_server_of_ones_own(db, engine):
    engine(3, 40, 1)
    with pytest.raises(Refusal, match="can damage the database"):
        worker.run(argparse.Namespace())
    with pytest.raises(SystemExit):
        Opening(lambda *_: [])


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 60, 0), (4, 0, 0)])
def test_a_sound_engine_starts(engine, version):
    engine(*version)
    check_engine()
    assert engine_is_sound(None) == []


@only_sqlite
def test_connections_sync_every_commit_and_overwrite_what_is_deleted(tmp_path):
    options = settings.DATABASES["default"]["OPTIONS"]["init_command"]
    there = pysqlite3.connect(tmp_path / "probe.sqlite3")
    there.executescript(options)
    found = {name: there.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    assert found == {"journal_mode": "wal", "synchronous": 2}
    assert there.execute("PRAGMA secure_delete").fetchone()[0] == 1
    assert connection.vendor == "sqlite"
