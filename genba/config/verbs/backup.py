"""Works while people go on working. Without FILE it goes to the folder of the backups.

Each backup is restored for trial and compared. Keep it somewhere else than on this machine.
"""

import argparse
from pathlib import Path

from django.db import IntegrityError
from django.utils import timezone

from genba.config.terminal import Refusal, Step, say, step
from genba.front.backup.folder import new_name, open_folder
from genba.front.backup.lease import Lease
from genba.front.backup.making import carry_out, write_and_try
from genba.front.backup.watch import let_go_of_the_dead
from genba.front.backup.write import Progress
from genba.front.backup_trouble import BackupTrouble
from genba.front.doctor.database import pending_migrations
from genba.front.models import Backup
from genba.front.models.backup import STEPS


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", nargs="?", help="the file to write, for example genba.tar.gz"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")


def run(options: argparse.Namespace) -> int:
    """Write the backup, try it, and say what is in it."""
    target = options.file.expanduser().resolve() if options.file else None
    if target is not None and target.exists() and not options.force:
        message = f"{target} is there already. Choose another name, or replace it with --force."
        raise Refusal(message)
    if pending_migrations():
        return _before_the_upgrade(target)
    backup = _made(target)
    if backup.state == Backup.State.GOOD:
        return 0
    raise Refusal(f"{backup.trouble_sentence} {backup.remedy}".strip())


def _made(target: Path | None) -> Backup:
    let_go_of_the_dead(at_once=True)
    try:
        backup = Backup.objects.create(why=Backup.Why.COMMAND, slot=1)
    except IntegrityError:
        message = "Another backup is under way. Wait until it is done, or look at it on the page of backups."
        raise Refusal(message) from None
    lease = Lease.take(backup.pk)
    if lease is None:
        message = "Another process has taken this backup over."
        raise Refusal(message)
    with step("Backing up") as here, lease:
        done = carry_out(lease, target=target, watch=_told(here))
        if done.state == Backup.State.GOOD:
            here.done(
                f"{done.path}: {done.tables} tables with {done.rows:,} rows and {done.files:,} files, "
                "restored for trial and compared"
            )
        elif done.state == Backup.State.UNTRIED:
            here.done(f"{done.path}: written, but not tried")
    return done


def _before_the_upgrade(target: Path | None) -> int:
    """The table of backups may not be there yet."""
    try:
        with step("Backing up") as here:
            path = target or open_folder(known=False) / new_name(timezone.localtime())
            tried = write_and_try(path, progress=_told(here))
            here.done(f"{path}: {len(tried.written.manifest.rows)} tables, and the files")
    except BackupTrouble as trouble:
        raise Refusal(f"{trouble} {trouble.remedy}".strip()) from trouble
    if tried.trouble is not None:
        say(f"  · It could not be tried. {tried.trouble}")
    return 0


def _told(here: Step) -> Progress:
    def told(step: str, share: float | None) -> None:
        words = str(STEPS.get(step, step))
        here.progress(words if share is None else f"{words}, {share:.0%}")

    return told
