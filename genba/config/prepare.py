"""What must be in place before the first page: a sound engine, static files, an up-to-date database."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from genba.config.backup.write import write_backup
from genba.config.terminal import Refusal, step


def check_engine() -> None:
    """Refuse to start on an engine that can damage the database."""
    for message in run_checks(tags=["database"], databases=["default"]):
        if message.is_serious():
            raise Refusal(str(message.msg))


def make_data_folder() -> None:
    """Make the folder in which everything lies; refuse where nothing can be written."""
    data: Path = settings.GENBA_DATA
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = data / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as trouble:
        message = (
            f"Genba cannot write into {data}: {trouble.strerror}. Choose another folder with --data DIR."
        )
        raise Refusal(message) from trouble


def collect_static_files() -> bool:
    """Copy what browsers load to where the web server finds it. False when nothing has changed since."""
    stamp = settings.GENBA_DATA / "static.stamp"
    now = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == now and settings.STATIC_ROOT.exists():
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)
    return True


def _static_fingerprint() -> str:
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            here = Path(storage.path(path)).stat()
            found.update(f"{path} {here.st_size} {here.st_mtime_ns}\n".encode())
    return found.hexdigest()


def is_new() -> bool:
    """Whether this database has never been used. Refuses, in words, when it cannot be reached."""
    try:
        return "django_migrations" not in connection.introspection.table_names()
    except DatabaseError as trouble:
        raise Refusal(cannot_reach(trouble)) from trouble


def cannot_reach(trouble: Exception) -> str:
    """A sentence for a database that does not answer, without its password."""
    where = settings.DATABASES["default"]
    place = f"{where.get('HOST') or 'this machine'}, database {where['NAME']}"
    first_line = str(trouble).strip().splitlines()[0] if str(trouble).strip() else type(trouble).__name__
    return f"The database does not answer ({place}): {first_line}"


def pending_migrations() -> list[str]:
    """The names of the steps that would bring the database to this version."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unknown_migrations() -> list[str]:
    """Steps that the database has taken and this version of Genba has never heard of."""
    loader = MigrationExecutor(connection).loader
    known_apps = loader.migrated_apps
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in known_apps and (app, name) not in loader.disk_migrations
    )


def bring_database_up_to_date(*, backup_first: bool = True) -> None:
    """Apply the pending migrations; before the first change to a database in use, back it up."""
    new = is_new()
    if not new and (unknown := unknown_migrations()):
        message = (
            f"This database was last used by a newer Genba (it knows {unknown[0]}). "
            "Install that version again, or restore a backup from before."
        )
        raise Refusal(message)
    pending = pending_migrations()
    if not pending:
        return
    if not new and backup_first:
        path = settings.GENBA_DATA / "backups" / f"before-upgrade-{datetime.now():%Y-%m-%d-%H%M%S}.tar.gz"  # noqa: DTZ005  (a name for people, in the machine's time)
        with step("Backing up before the upgrade") as here:
            write_backup(path)
            here.done(f"Backed up to {path}")
    with step("Preparing the database") as here:
        call_command("migrate", interactive=False, verbosity=0)
        here.done("Database prepared" if new else f"Database brought up to date ({len(pending)} changes)")
