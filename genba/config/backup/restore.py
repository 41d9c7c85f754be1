"""Bringing back what a backup holds: checked first, laid out beside the old state, then put in its place."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pysqlite3.dbapi2
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from genba.config.backup.archive import Damaged, Manifest, unpack
from genba.config.backup.clients import as_sql, needed_clients, run_sql
from genba.config.backup.emptying import DROP_EVERYTHING
from genba.config.backup.write import POSTGRESQL_PART, SQLITE_PART, count_sqlite_rows, folders
from genba.config.database import holds_an_organisation
from genba.config.terminal import Refusal

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore(source: Path, *, force: bool) -> tuple[Manifest, Path | None]:
    """Put the contents of a backup in the place of what is here.

    Gives the manifest, and the folder into which the old state was moved, if there was one. Raises Refusal,
    and then everything is as it was.
    """
    if not source.is_file():
        message = f"There is no file {source}."
        raise Refusal(message)
    if _is_in_use() and not force:
        message = "There is an organisation here already. `--force` puts the backup in its place."
        raise Refusal(message)
    with _aside() as aside:
        try:
            manifest = unpack(source, aside)
        except Damaged as trouble:
            message = f"{trouble} Nothing was changed."
            raise Refusal(message) from trouble
        _check_fits(manifest)
        put_back = _restore_sqlite if manifest.engine == "sqlite" else _restore_postgresql
        return manifest, put_back(aside, manifest)


def _is_in_use() -> bool:
    try:
        return holds_an_organisation()
    except Refusal:
        # A damaged SQLite file is a good reason to restore, but still somebody's: it needs --force.
        if connection.vendor == "sqlite":
            return True
        raise


@contextmanager
def _aside() -> Iterator[Path]:
    settings.GENBA_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = settings.GENBA_DATA / f"restoring-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _check_fits(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        message = (
            f"The backup is of a {ENGINES.get(manifest.engine, manifest.engine)} database and this instance "
            f"uses {ENGINES[connection.vendor]}. Nothing was changed."
        )
        raise Refusal(message)
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        message = (
            f"The backup was written by a newer Genba ({manifest.genba}; it knows {unknown[0]}). "
            "Install that version first. Nothing was changed."
        )
        raise Refusal(message)


def _restore_sqlite(aside: Path, manifest: Manifest) -> Path | None:
    whole = aside / SQLITE_PART
    if not whole.exists() or not _is_sound(whole, manifest):
        message = "The database in this backup is damaged or was altered. Nothing was changed."
        raise Refusal(message)
    database = Path(settings.DATABASES["default"]["NAME"])
    connections.close_all()
    old = [Path(f"{database}{ending}") for ending in ("", "-wal", "-shm")]
    return _swap(old, {whole: database}, aside)


def _is_sound(path: Path, manifest: Manifest) -> bool:
    database = pysqlite3.dbapi2.connect(str(path))  # type: ignore[attr-defined]  # made in C
    try:
        sound = database.execute("PRAGMA quick_check").fetchone() == ("ok",)
        return bool(sound and count_sqlite_rows(database) == manifest.rows)
    except pysqlite3.dbapi2.DatabaseError:  # type: ignore[attr-defined]  # made in C
        return False
    finally:
        database.close()


def _restore_postgresql(aside: Path, manifest: Manifest) -> Path | None:
    needed_clients()
    before, whole, after = aside / "before.sql", aside / "database.sql", aside / "after.sql"
    as_sql(aside / POSTGRESQL_PART, whole)
    before.write_text(DROP_EVERYTHING)
    after.write_text("\n".join(_count_again(table, rows) for table, rows in manifest.rows.items()))
    connections.close_all()
    try:
        run_sql(before, whole, after)
    except Refusal as trouble:
        message = f"{trouble} Nothing was changed."
        raise Refusal(message) from trouble
    return _swap([], {}, aside)


def _count_again(table: str, rows: int) -> str:
    name = table.replace('"', '""')
    words = table.replace("'", "''").replace("%", "%%")
    return f"""
DO $genba$ BEGIN
    IF (SELECT count(*) FROM public."{name}") <> {int(rows)} THEN
        RAISE EXCEPTION 'the table {words} is not whole';
    END IF;
END $genba$;
"""  # noqa: S608  (names and numbers from a checked manifest)


def _swap(old: list[Path], new: dict[Path, Path], aside: Path) -> Path | None:
    """Move the old state into a folder of its own and the new one into its place; undo when a step fails."""
    stamp = f"{datetime.now():%Y-%m-%d-%H%M%S}-{secrets.token_hex(2)}"  # noqa: DTZ005  (a name for people)
    attic = settings.GENBA_DATA / f"before-restore-{stamp}"
    attic.mkdir(mode=0o700)
    old = [*old, *folders().values()]
    new = {**new, **{aside / name: folder for name, folder in folders().items()}}
    moves = [(path, attic / path.name) for path in old] + list(new.items())
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            if source.exists():
                source.rename(target)
                done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            target.rename(source)
        attic.rmdir()
        raise
    if any(attic.iterdir()):
        return Path(attic)
    attic.rmdir()
    return None
