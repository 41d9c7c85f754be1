"""What must be in place before the first page: a sound engine, static files, an up-to-date database."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import run_checks
from django.core.management import call_command

from genba.config.backup.write import write_backup
from genba.config.database import is_new, unknown_migrations
from genba.config.terminal import Refusal, step
from genba.front.doctor.database import pending_migrations


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
        here.done(
            "Database prepared"
            if new
            else f"Database brought up to date ({len(pending)} change{'s' if len(pending) > 1 else ''})"
        )
