"""What must be in place before the first page: a sound engine, static files, an up-to-date database."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from genba.config.backup.restore import restored
from genba.config.database import is_new, refuse_a_newer_one
from genba.config.terminal import Refusal, say, step
from genba.front.backup.folder import new_name, open_folder
from genba.front.backup.making import Tried, note_written, write_and_try
from genba.front.backup_trouble import BackupTrouble
from genba.front.doctor.database import pending_migrations
from genba.front.models import Backup
from genba.people.erasure import erase_again

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
    """Apply the pending migrations; before the first change to a database in use, back it up.

    A restore that was interrupted is ended here too: whoever was erased since that backup is erased again.
    """
    new = is_new()
    if not new:
        refuse_a_newer_one()
    if pending := pending_migrations():
        backup = _back_up_before_the_upgrade() if not new and backup_first else None
        with step("Preparing the database") as here:
            with _one_machine_at_a_time():
                _migrate(backup)
            if backup is not None:
                note_written(backup, why=Backup.Why.UPGRADE)
            here.done(
                "Database prepared"
                if new
                else f"Database brought up to date ({len(pending)} change{'s' if len(pending) > 1 else ''})"
            )
    if again := erase_again():
        say(f"  · {again} erased since this backup was written: erased again.")
    restored()


def _migrate(backup: Tried | None) -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except Exception as trouble:
        log.exception("An upgrade stopped")
        message = f"The database could not be brought to this version: {str(trouble).strip() or trouble!r}"
        if backup is not None:
            path = backup.written.path
            message += f"\nWhat was before lies in {path}. Bring it back with the version that you had: "
            message += f"genba restore {path} --force"
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


def _back_up_before_the_upgrade() -> Tried:
    try:
        path = open_folder(known=False) / new_name(timezone.localtime())
        with step("Backing up before the upgrade") as here:
            backup = write_and_try(path)
            how = "restored for trial and compared" if backup.proof else f"not tried: {backup.trouble}"
            here.done(f"Backed up to {path} ({how})")
    except BackupTrouble as trouble:
        message = (
            f"No backup could be made before the upgrade, so nothing was changed. "
            f"{trouble} {trouble.remedy}\n"
            "If there is one from elsewhere: genba migrate --without-backup"
        )
        raise Refusal(message) from trouble
    return backup
