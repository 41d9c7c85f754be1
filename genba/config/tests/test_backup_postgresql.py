"""What only PostgreSQL can do to a backup: missing or old programs, and an account with few rights."""

import json
import secrets

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from genba.config.tests.instances import Instance
from genba.config.tests.test_backup import FILLED
from genba.config.tests.test_backup_kept import STATES

pytestmark = [pytest.mark.slow, pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL only")]


@pytest.fixture(scope="module")
def modest(tmp_path_factory):
    """An instance whose account owns its database and may make no other one."""
    given = settings.DATABASES["default"]
    where = {"host": given["HOST"], "port": given["PORT"] or 5432}
    server = {**where, "user": given["USER"], "password": given["PASSWORD"], "dbname": "postgres"}
    name = f"genba_modest_{secrets.token_hex(4)}"
    with psycopg.connect(**server, autocommit=True) as opened:
        opened.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'modest' NOCREATEDB")
        opened.execute(f"CREATE DATABASE {name} OWNER {name}")
    url = f"postgres://{name}:modest@{where['host']}:{where['port']}/{name}"
    instance = Instance(tmp_path_factory.mktemp("modest"), {"DATABASE_URL": url})
    assert instance.genba("migrate").returncode == 0
    instance.python(FILLED)
    yield instance
    with psycopg.connect(**server, autocommit=True) as opened:
        opened.execute(f"DROP DATABASE {name} WITH (FORCE)")
        opened.execute(f"DROP ROLE {name}")


def test_an_account_that_may_make_no_database_leaves_the_backup_untried(modest):
    done = modest.genba("backup")
    assert "written, but not tried" in done.stdout
    assert "ALTER ROLE genba_modest_" in done.stderr
    (found,) = json.loads(modest.python(STATES))
    assert (found["state"], found["trouble"]) == ("untried", "no_scratch")
    assert (modest.data / "backups" / found["name"]).exists()


def test_programs_that_are_missing_or_too_old_are_said_in_words(modest, tmp_path):
    modest.environment["PATH"] = str(tmp_path)
    missing = modest.genba("backup")
    for name in ("pg_dump", "pg_restore", "psql"):
        (tmp_path / name).write_text('#!/bin/sh\necho "pg_dump (PostgreSQL) 9.6.24"\n')
        (tmp_path / name).chmod(0o755)
    old = modest.genba("backup")
    del modest.environment["PATH"]
    assert "PostgreSQL’s program pg_dump is not installed on this machine." in missing.stderr
    assert "apt-get install postgresql-client" in missing.stderr
    assert "the programs on this machine are of version 9 and cannot read it" in old.stderr
