"""Bringing back what a backup holds: checked first, laid out beside the old state, then put in its place."""

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from genba.config import restore_journal as journals
from genba.config.backup.emptying import DROP_EVERYTHING
from genba.config.database import holds_an_organisation
from genba.config.restore_journal import DECIDING, MOVED, MOVING, Journal, journal_of
from genba.config.terminal import Refusal
from genba.front.backup.archive import MANIFEST, Manifest, unpack
from genba.front.backup.clients import as_sql, needed_clients, run_sql
from genba.front.backup.content import postgresql_at, postgresql_content
from genba.front.backup.verify import check_sqlite, compare
from genba.front.backup.write import KEY_PARTS, POSTGRESQL_PART, SQLITE_PART, folders
from genba.front.backup_trouble import BackupTrouble, Damaged
from genba.front.models import Backup

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore(source: Path, *, force: bool) -> tuple[Manifest, Path | None]:
    """Put the contents of a backup in the place of what is here.

    Gives the manifest, and the folder into which the old state was moved, if there was one. Raises Refusal,
    and then everything is as it was. A journal stays until `restored()` has ended it.
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
            (aside / MANIFEST).write_bytes(manifest.as_bytes())
            _check_fits(manifest)
            put_back = _restore_sqlite if manifest.engine == "sqlite" else _restore_postgresql
            return manifest, put_back(aside, manifest)
        except Damaged as trouble:
            message = f"{trouble} Nothing was changed."
            raise Refusal(message) from trouble
        except BackupTrouble as trouble:
            raise Refusal(f"{trouble} Nothing was changed.") from trouble


def recover_restore() -> str:
    """Decide about a restore that was killed, before anything else is done here; what was decided, in words.

    Renames that were left half-done are finished even earlier, by `restore_journal.finish_moving`.
    """
    data: Path = settings.GENBA_DATA
    journal = journal_of(data)
    if journal is None or journal.stage != DECIDING:
        return ""
    if not _database_is_the_new_one(Path(journal.aside)):
        journals.forget(data)
        shutil.rmtree(journal.aside, ignore_errors=True)
        return "A restore was interrupted before it changed anything. Everything is as it was."
    journal.stage = MOVING
    journal.write(data)
    journals.finish_moving(data)
    return "A restore was interrupted; its files were put in their place now."


def restored() -> None:
    """The last step is done. The backup that came back was under way in it, and is no longer."""
    journal = journal_of(settings.GENBA_DATA)
    if journal is not None:
        Backup.objects.filter(slot=1).update(state=Backup.State.UNTRIED, slot=None, holder="")
        journals.forget(settings.GENBA_DATA)
        shutil.rmtree(journal.aside, ignore_errors=True)
        with contextlib.suppress(OSError):
            Path(journal.attic).rmdir()  # only when there was nothing to move into it


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
    for left in settings.GENBA_DATA.glob("restoring-*"):
        shutil.rmtree(left, ignore_errors=True)
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
    compare(manifest, check_sqlite(aside / SQLITE_PART))
    database = Path(settings.DATABASES["default"]["NAME"])
    connections.close_all()
    old = [Path(f"{database}{ending}") for ending in ("", "-wal", "-shm")]
    journal = _journal(old, {aside / SQLITE_PART: database}, aside)
    return _move(journal)


def _restore_postgresql(aside: Path, manifest: Manifest) -> Path | None:
    needed_clients()
    before, whole, after = aside / "before.sql", aside / "database.sql", aside / "after.sql"
    as_sql(aside / POSTGRESQL_PART, whole)
    before.write_text(DROP_EVERYTHING)
    after.write_text("\n".join(_count_again(table, rows) for table, rows in manifest.rows.items()))
    connections.close_all()
    journal = _journal([], {}, aside)
    journal.stage = DECIDING
    journal.write(settings.GENBA_DATA)
    try:
        run_sql(before, whole, after)
    except BackupTrouble:
        _give_up(journal)
        raise
    return _move(journal)


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


def _database_is_the_new_one(aside: Path) -> bool:
    """Whether PostgreSQL had taken the restore over before we were killed: it holds what the backup held."""
    try:
        manifest = Manifest.from_bytes((aside / MANIFEST).read_bytes())
    except (OSError, BackupTrouble):
        return False
    with postgresql_at(connection.settings_dict["NAME"]) as opened, opened.cursor() as cursor:
        try:
            compare(manifest, postgresql_content(cursor), files=False)
        except Damaged:
            return False
    return True


def _journal(old: list[Path], new: dict[Path, Path], aside: Path) -> Journal:
    """Every rename: the old state into a folder of its own, then the new one into its place."""
    stamp = f"{datetime.now():%Y-%m-%d-%H%M%S}-{secrets.token_hex(2)}"  # noqa: DTZ005  (a name for people)
    attic = settings.GENBA_DATA / f"before-restore-{stamp}"
    keys = {aside / name: settings.GENBA_DATA / name for name in KEY_PARTS if (aside / name).exists()}
    old = [*old, *folders().values(), *keys.values()]
    new = {**new, **keys, **{aside / name: folder for name, folder in folders().items()}}
    moves = [(str(path), str(attic / path.name)) for path in old]
    moves += [(str(source), str(target)) for source, target in new.items()]
    return Journal(MOVING, str(aside), str(attic), moves)


def _move(journal: Journal) -> Path | None:
    attic = Path(journal.attic)
    journal.stage = MOVING
    journal.write(settings.GENBA_DATA)
    try:
        journal.move()
    except OSError:
        journal.undo()
        _give_up(journal)
        raise
    journal.stage = MOVED
    journal.write(settings.GENBA_DATA)
    if any(attic.iterdir()):
        return attic
    attic.rmdir()
    return None


def _give_up(journal: Journal) -> None:
    journals.forget(settings.GENBA_DATA)
    with contextlib.suppress(OSError):
        Path(journal.attic).rmdir()
