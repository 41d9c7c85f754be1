"""Whole instances of Genba for tests: each with a data folder, and a database where that is PostgreSQL."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.conf import settings

from tests.tables import address_of, tables_on_a_server, tables_on_sqlite

ON_SQLITE = settings.DATABASES["default"]["ENGINE"] == "genba.config.sqlite"
EVERY_ROW = """
import hashlib, json
from django.db import connection
with connection.cursor() as cursor:
    tables = [t.name for t in connection.introspection.get_table_list(cursor) if t.type in "tp"]
    found = {}
    for table in sorted(tables):
        others = {"trail_fact": " WHERE subject_kind <> 'front.backup'", "front_backup": " WHERE 1 = 0"}
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}{others.get(table, '')}")
        rows = sorted(repr(row) for row in cursor.fetchall())
        found[table] = [len(rows), hashlib.sha256("\\n".join(rows).encode()).hexdigest()]
print(json.dumps(found))
"""


@dataclass
class Instance:
    """One instance, used only through the command `genba`."""

    data: Path
    environment: dict[str, str] = field(default_factory=dict)

    def genba(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one verb."""
        return subprocess.run(
            self.command(*words), capture_output=True, text=True, check=False, env=self.surroundings()
        )

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-P", "-m", "genba.config.cli", *words]

    def surroundings(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        clone = str(Path(__file__).resolve().parents[3])
        return {**kept, "PYTHONPATH": clone, "GENBA_DATA": str(self.data), **self.environment}

    def begin_with_tables(self) -> "Instance":
        """As after `genba migrate`, where the database is SQLite; any other is left as it is."""
        if "DATABASE_URL" not in self.environment:
            self.data.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(tables_on_sqlite(), self.data / "genba.sqlite3")
        return self

    def python(self, code: str) -> str:
        """Run code inside the instance."""
        done = self.genba("manage", "shell", "--no-imports", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def every_row(self) -> dict[str, list]:
        """How many rows each table has, and their fingerprint; without what is told about backups."""
        return json.loads(self.python(EVERY_ROW))

    def files(self) -> dict[str, bytes]:
        folder = self.data / "files"
        return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@contextmanager
def new_instance(data: Path, *, like: str | None = None) -> Iterator[Instance]:
    """An instance on the engine on which the tests run; its database goes away afterwards.

    It is empty, without tables, or `like` another database: a file of SQLite, or a name on the server.
    """
    if ON_SQLITE:
        if like:
            data.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(like, data / "genba.sqlite3")
        yield Instance(data)
        return
    name = f"genba_instance_{secrets.token_hex(4)}"
    _on_the_server(f"CREATE DATABASE {name}" + (f" TEMPLATE {like}" if like else ""))
    try:
        yield Instance(data, {"DATABASE_URL": f"{_server()}/{name}"})
    finally:
        _on_the_server(f"DROP DATABASE {name} WITH (FORCE)")


def all_tables() -> str:
    """A database after `genba migrate`, made once for all: a file of SQLite, or a name on the server."""
    return str(tables_on_sqlite()) if ON_SQLITE else tables_on_a_server(_server())


@contextmanager
def built_instance(data: Path) -> Iterator[Instance]:
    """An instance with all tables and nothing in them."""
    with new_instance(data, like=all_tables()) as instance:
        yield instance


def _server() -> str:
    return address_of(settings.DATABASES["default"])


def _on_the_server(command: str) -> None:
    with psycopg.connect(f"{_server()}/postgres", autocommit=True) as connection:
        connection.execute(command)
