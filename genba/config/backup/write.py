"""Writing a backup while people go on working."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from genba import __version__
from genba.config.backup.archive import Manifest, write_archive
from genba.config.backup.clients import dump, needed_clients

SQLITE_PART = "database.sqlite3"
POSTGRESQL_PART = "database.dump"


def write_backup(target: Path) -> Manifest:
    """Write everything that this instance stores into `target`: the database first, then the files.

    Files are never changed once they are kept, so every file that the database knows of is there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".genba-backup-", dir=target.parent) as aside:
        parts: dict[str, Path] = {}
        copy = _copy_sqlite if connection.vendor == "sqlite" else _copy_postgresql
        with copy(Path(aside)) as (name, path, rows):
            parts[name] = path
            manifest = Manifest(
                genba=__version__, engine=connection.vendor, migrations=_migrations(), rows=rows
            )
        parts |= kept_files()
        write_archive(target, manifest, parts)
    return manifest


@contextmanager
def _copy_sqlite(aside: Path) -> Iterator[tuple[str, Path, dict[str, int]]]:
    """Copy by the engine's own online backup: copying the file itself gives a broken database."""
    path = aside / SQLITE_PART
    path.touch(mode=0o600)
    connection.ensure_connection()
    target = pysqlite3.dbapi2.connect(str(path))  # type: ignore[attr-defined]  # made in C
    try:
        connection.connection.backup(target)
        yield SQLITE_PART, path, count_sqlite_rows(target)
    finally:
        target.close()


@contextmanager
def _copy_postgresql(aside: Path) -> Iterator[tuple[str, Path, dict[str, int]]]:
    """Dump the same snapshot in which the rows are counted."""
    needed_clients()
    path = aside / POSTGRESQL_PART
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        dump(path, snapshot=cursor.fetchone()[0])
        yield POSTGRESQL_PART, path, count_rows()


def count_sqlite_rows(database: Any) -> dict[str, int]:
    """How many rows each table of an SQLite file has."""
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).fetchall()
    return {name: _count(database.execute(f'SELECT count(*) FROM "{name}"')) for (name,) in names}  # noqa: S608  (names from the catalogue)


def count_rows() -> dict[str, int]:
    """How many rows each table of the current database has."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        names = [
            table.name for table in connection.introspection.get_table_list(cursor) if table.type in "tp"
        ]
        counts = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {quote(name)}")  # noqa: S608  (names from the catalogue)
            counts[name] = int(cursor.fetchone()[0])
    return counts


def _count(rows: Any) -> int:
    return int(rows.fetchone()[0])


def _migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def folders() -> dict[str, Path]:
    """Where files lie, by their name in the archive: what was kept with records, and imported tables."""
    return {"files": Path(settings.MEDIA_ROOT), "imports": settings.GENBA_DATA / "imports"}


def kept_files() -> dict[str, Path]:
    """Every file, by its name in the archive."""
    return {
        f"{name}/{path.relative_to(folder)}": path
        for name, folder in folders().items()
        for path in folder.rglob("*")
        if path.is_file() and not path.suffix
    }
