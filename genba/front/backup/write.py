"""Writing a backup while people go on working."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
import pysqlite3.dbapi2
from django.conf import settings
from django.db import connection
from django.utils import timezone

from genba import __version__
from genba.front.backup.archive import Manifest, Vanished, write_archive
from genba.front.backup.clients import dump, needed_clients
from genba.front.backup.content import (
    Content,
    open_sqlite,
    postgresql_at,
    postgresql_content,
    sqlite_content,
)
from genba.front.backup.folder import leftover_prefix
from genba.front.backup_trouble import BackupTrouble, of_the_disk

SQLITE_PART = "database.sqlite3"
POSTGRESQL_PART = "database.dump"
KEY_PARTS = ("secret_key", "seal_key")
TIMES_FILES_MAY_VANISH = 3

Progress = Callable[[str, float | None], None]


@dataclass(frozen=True)
class Written:
    """A whole archive, under its name and on the disk itself."""

    path: Path
    manifest: Manifest
    taken_at: datetime
    size: int
    sha256: str


def quiet(step: str, share: float | None) -> None:
    """Progress that nobody watches."""
    del step, share


def write_backup(target: Path, *, progress: Progress = quiet) -> Written:
    """Write everything that this instance stores into `target`: the database first, then the files.

    Files are never changed once they are kept, so every file that the database knows of is there. Raises
    BackupTrouble; then nothing stands under the target's name that was not there before.
    """
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=leftover_prefix(), dir=target.parent))
    except OSError as trouble:
        raise of_the_disk(trouble, target.parent) from trouble
    try:
        return _written(target, aside, progress)
    except OSError as trouble:
        raise of_the_disk(trouble, target.parent) from trouble
    except (pysqlite3.dbapi2.Error, psycopg.Error) as trouble:  # type: ignore[attr-defined]  # made in C
        if "full" in str(trouble):
            raise BackupTrouble("disk_full") from trouble
        said = str(trouble).strip().partition("\n")[0]
        raise BackupTrouble("database", said=said) from trouble
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _written(target: Path, aside: Path, progress: Progress) -> Written:
    progress("copying", None)
    taken_at = timezone.now()
    copy = _copy_sqlite if connection.vendor == "sqlite" else _copy_postgresql
    name, path, content = copy(aside, progress)
    for _again in range(TIMES_FILES_MAY_VANISH):
        parts = {name: path, **kept_files(), **_keys(aside)}
        manifest = Manifest(
            genba=__version__,
            engine=connection.vendor,
            migrations=content.migrations,
            rows=content.rows,
            digests=content.digests,
            loose_ends=content.loose_ends,
            key=key_mark(),
        )
        try:
            manifest, size, sha256 = write_archive(target, manifest, parts, content.files, aside, progress)
        except Vanished:
            continue
        return Written(target, manifest, taken_at, size, sha256)
    raise BackupTrouble("vanishing")


def _copy_sqlite(aside: Path, progress: Progress) -> tuple[str, Path, Content]:
    """Copy by the engine's own online backup: copying the file itself gives a broken database.

    What is counted is the living database, in the very moment that was copied.
    """
    path = aside / SQLITE_PART
    path.touch(mode=0o600)
    source, target = open_sqlite(connection.settings_dict["NAME"]), open_sqlite(path)

    def told(_status: int, remaining: int, total: int) -> None:
        progress("copying", 1 - remaining / total if total else None)

    try:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the moment is held from here
        source.backup(target, pages=4096, progress=told, sleep=0)
        progress("counting", None)
        content = sqlite_content(source)
        source.execute("COMMIT")
    finally:
        target.close()
        source.close()
    return SQLITE_PART, path, content


def _copy_postgresql(aside: Path, progress: Progress) -> tuple[str, Path, Content]:
    """Dump the same snapshot in which the rows are counted."""
    needed_clients()
    path = aside / POSTGRESQL_PART
    with _snapshot() as (cursor, snapshot):
        dump(path, snapshot=snapshot)
        progress("counting", None)
        return POSTGRESQL_PART, path, postgresql_content(cursor)


@contextmanager
def _snapshot() -> Iterator[tuple[psycopg.Cursor[tuple[str]], str]]:
    with (
        postgresql_at(connection.settings_dict["NAME"]) as opened,
        opened.transaction(),
        opened.cursor() as cursor,
    ):
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone() or ("",)
        yield cursor, snapshot


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


def key_mark() -> str:
    """Eight hexadecimal digits that tell one secret key from another, and nothing about either."""
    return _mark(settings.SECRET_KEY)


def mark_of_key(path: Path) -> str:
    """The same of a key that lies in a file; empty when there is none."""
    return _mark(path.read_text().strip()) if path.is_file() else ""


def _mark(key: str) -> str:
    return hashlib.sha256(b"genba backup key mark" + key.encode()).hexdigest()[:8]


def _keys(aside: Path) -> dict[str, Path]:
    """The keys of this instance, where the organisation wants them in its backups."""
    if settings.GENBA_BACKUP_KEYS != "inside":
        return {}
    secret = aside / KEY_PARTS[0]
    descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(settings.SECRET_KEY)
    others = {name: settings.GENBA_DATA / name for name in KEY_PARTS[1:]}
    return {KEY_PARTS[0]: secret, **{name: path for name, path in others.items() if path.exists()}}
