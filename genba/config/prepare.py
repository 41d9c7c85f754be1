"""What must be in place before the first page: a sound engine, static files, an up-to-date database."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection

from genba.config.backup.write import write_backup
from genba.config.database import is_new, refuse_a_newer_one
from genba.config.terminal import Refusal, step
from genba.front.doctor.database import pending_migrations

log = logging.getLogger("genba.upgrade")

UPGRADE_LOCK = 0x67656E6261  # "genba"


def check_engine() -> None:
    """Refuse to start on an engine that can damage the database."""
    for message in run_checks(tags=["database"], databases=["default"]):
        if message.is_serious():
            raise Refusal(str(message.msg))


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


def bring_database_up_to_date(*, backup_first: bool = True) -> None:
    """Apply the pending migrations; before the first change to a database in use, back it up."""
    new = is_new()
    if not new:
        refuse_a_newer_one()
    pending = pending_migrations()
    if not pending:
        return
    backup = _back_up_before_the_upgrade() if not new and backup_first else None
    with step("Preparing the database") as here:
        with _one_machine_at_a_time():
            _migrate(backup)
        here.done(
            "Database prepared"
            if new
            else f"Database brought up to date ({len(pending)} change{'s' if len(pending) > 1 else ''})"
        )


def _migrate(backup: Path | None) -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except Exception as trouble:
        log.exception("An upgrade stopped")
        message = f"The database could not be brought to this version: {str(trouble).strip() or trouble!r}"
        if backup is not None:
            message += f"\nWhat was before lies in {backup}. Bring it back with the version that you had: "
            message += f"genba restore {backup} --force"
        raise Refusal(message) from trouble


@contextmanager
def _one_machine_at_a_time() -> Iterator[None]:
    """Several machines may start a new version together on one PostgreSQL; the others wait for the first."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [UPGRADE_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [UPGRADE_LOCK])


def _back_up_before_the_upgrade() -> Path:
    path: Path = settings.GENBA_DATA / "backups" / f"before-upgrade-{datetime.now():%Y-%m-%d-%H%M%S}.tar.gz"  # noqa: DTZ005  (a name for people, in the machine's time)
    with step("Backing up before the upgrade") as here:
        write_backup(path)
        here.done(f"Backed up to {path}")
    return path
