"""Trying a backup: it is really restored, into a place of its own, and compared with what was backed up."""

import errno
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pysqlite3.dbapi2
from django.db import connection
from psycopg import sql

from genba.front.backup.archive import Manifest, unpack
from genba.front.backup.clients import needed_clients, restore_dump
from genba.front.backup.content import (
    Content,
    open_sqlite,
    postgresql_at,
    postgresql_content,
    sqlite_content,
)
from genba.front.backup.folder import leftover_prefix, mark
from genba.front.backup.write import POSTGRESQL_PART, SQLITE_PART, Progress, quiet
from genba.front.backup_trouble import BackupTrouble, CannotTry, Damaged, of_the_disk

LIKE_THE_ORIGINAL = "SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()"


@dataclass(frozen=True)
class Proof:
    """What was compared and found to be the same."""

    tables: int
    rows: int
    files: int
    seconds: float


def try_backup(archive: Path, *, progress: Progress = quiet) -> Proof:
    """Restore an archive into a scratch database and compare everything. Raises Damaged or CannotTry.

    Every part is read and its sha256 compared; the database is restored, asked for faults, and compared
    table by table with what was counted when it was backed up; so are the files that it tells of.
    """
    started = time.monotonic()
    progress("reading", None)
    try:
        with _aside(archive.parent) as aside:
            manifest = unpack(archive, aside, only={SQLITE_PART, POSTGRESQL_PART}.__contains__)
            progress("restoring", None)
            look = _in_sqlite if manifest.engine == "sqlite" else _in_postgresql
            content = look(aside, progress)
    except FileNotFoundError as trouble:
        raise Damaged("gone") from trouble
    except OSError as trouble:
        if trouble.errno == errno.EIO:
            raise Damaged("not_whole", name=archive.name) from trouble
        raise of_the_disk(trouble, archive.parent) from trouble
    compare(manifest, content)
    return Proof(
        len(content.rows), sum(content.rows.values()), len(content.files), time.monotonic() - started
    )


def compare(manifest: Manifest, content: Content, *, files: bool = True) -> None:
    """Compare what came back with what was written down. Raises Damaged."""
    if manifest.digests and content.loose_ends != manifest.loose_ends:
        raise Damaged("loose_ends")
    if content.migrations != manifest.migrations:
        raise Damaged("other_migrations")
    digests = content.digests if manifest.digests else {}  # the first form of archives had none
    table = Content(content.rows, digests).first_difference(Content(manifest.rows, manifest.digests))
    if table:
        raise Damaged("other_content", table=table)
    if files and manifest.digests and _faults(manifest, content) != (manifest.missing, manifest.altered):
        raise Damaged("other_files")


def _faults(manifest: Manifest, content: Content) -> tuple[list[str], list[str]]:
    """Files that the database tells of and that are not there, and those that are not what they were."""
    parts = {name: manifest.parts.get(f"files/{name}") for name in content.files}
    missing = sorted(name for name, part in parts.items() if part is None)
    altered = sorted(name for name, part in parts.items() if part and part.sha256 != content.files[name])
    return missing, altered


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    aside = Path(tempfile.mkdtemp(prefix=leftover_prefix(), dir=folder))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _in_sqlite(aside: Path, progress: Progress) -> Content:
    progress("comparing", None)
    return check_sqlite(aside / SQLITE_PART)


def check_sqlite(path: Path) -> Content:
    """Ask an SQLite file for faults; what stands in it. Raises Damaged."""
    if not path.exists():
        raise Damaged("no_list")
    database = open_sqlite(path)
    try:
        said = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if said != "ok":
            raise Damaged("engine_complains", said=str(said))
        return sqlite_content(database)
    except pysqlite3.dbapi2.DatabaseError as trouble:  # type: ignore[attr-defined]  # made in C
        raise Damaged("engine_complains", said=str(trouble)) from trouble
    finally:
        database.close()


def _in_postgresql(aside: Path, progress: Progress) -> Content:
    if connection.vendor != "postgresql":
        raise CannotTry("database", said="PostgreSQL")
    needed_clients()
    with _scratch() as name:
        try:
            restore_dump(aside / POSTGRESQL_PART, into=name)
        except BackupTrouble as trouble:
            raise Damaged(trouble.code, **trouble.details) from trouble
        progress("comparing", None)
        with postgresql_at(name) as opened, opened.cursor() as cursor:
            return postgresql_content(cursor)


@contextmanager
def _scratch() -> Iterator[str]:
    """An empty database beside ours, always under the same name: one that was left behind goes first."""
    name = f"genba_trial_{mark()}"
    with postgresql_at(connection.settings_dict["NAME"]) as server:
        try:
            _drop(server, name)
            collate, ctype = server.execute(LIKE_THE_ORIGINAL).fetchone() or ("C", "C")
            server.execute(
                sql.SQL(
                    "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}"
                ).format(sql.Identifier(name), sql.Literal(collate), sql.Literal(ctype))
            )
        except psycopg.errors.InsufficientPrivilege as trouble:
            raise CannotTry("no_scratch", role=str(connection.settings_dict["USER"])) from trouble
        try:
            yield name
        finally:
            _drop(server, name)


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
