"""Whole instances of Genba for tests: each with a data folder, and a database where that is PostgreSQL."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings

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
def new_instance(data: Path) -> Iterator[Instance]:
    """An instance on the engine on which the tests run; its database goes away afterwards."""
    if settings.DATABASES["default"]["ENGINE"] == "genba.config.sqlite":
        yield Instance(data)
        return
    given = settings.DATABASES["default"]
    name = f"genba_instance_{secrets.token_hex(4)}"
    account = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}@{given['HOST']}:{given['PORT'] or 5432}"
    server = f"postgres://{account}/postgres"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield Instance(data, {"DATABASE_URL": f"postgres://{account}/{name}"})
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
