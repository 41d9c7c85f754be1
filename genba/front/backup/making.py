"""Making a backup and trying it. Bears being killed at any moment and being run twice."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from genba.front import facts
from genba.front.backup.folder import backup_folder, check_room, new_name, open_folder, sweep
from genba.front.backup.keeping import forget_old_ones
from genba.front.backup.lease import Lease
from genba.front.backup.verify import Proof, try_backup
from genba.front.backup.write import Progress, Written, quiet, write_backup
from genba.front.backup_trouble import BackupTrouble, CannotTry, Damaged
from genba.front.models import Backup
from genba.people.models import Person
from genba.trail.kinds import FactKind
from genba.trail.record import record
from genba.trail.work import NotNowError, job

log = logging.getLogger("genba.backup")

State = Backup.State
SAID_OF = {
    State.GOOD: facts.BACKUP_MADE,
    State.UNTRIED: facts.BACKUP_NOT_TRIED,
    State.DAMAGED: facts.BACKUP_DAMAGED,
    State.FAILED: facts.BACKUP_FAILED,
    State.GONE: facts.BACKUP_DAMAGED,
}


def ask_for_backup(why: str, *, by: Person | None = None) -> Backup:
    """Let the worker make one; the one under way when there is one already."""
    try:
        with transaction.atomic():
            backup = Backup.objects.create(why=why, asked_by=by, slot=1)
            if by is not None:
                record(facts.BACKUP_ASKED, backup, by=by)
            make_backup.enqueue(backup.pk)
            return backup
    except IntegrityError:
        return Backup.objects.under_way() or Backup.objects.latest("asked_at")


@transaction.atomic
def ask_for_trial(backup: Backup, *, by: Person) -> bool:
    """Let the worker try a backup again. False when it is not there, or another one is under way."""
    there = Backup.objects.filter(
        pk=backup.pk, slot=None, state__in=(State.GOOD, State.UNTRIED, State.DAMAGED)
    )
    try:
        with transaction.atomic():
            if not there.update(state=State.TRYING, slot=1, holder="", step="", percent=None):
                return False
    except IntegrityError:
        return False
    record(facts.BACKUP_ASKED, backup, by=by)
    make_backup.enqueue(backup.pk)
    return True


@job(attempts=3)
def make_backup(key: int) -> None:
    """Make a backup, restore it for trial, and take old ones away."""
    lease = Lease.take(key)
    if lease is not None:
        with lease:
            carry_out(lease)
    elif Backup.objects.filter(pk=key, slot=1).exists():
        message = "Somebody else works on it, or was killed less than two minutes ago."
        raise NotNowError(message)


def carry_out(lease: Lease, *, target: Path | None = None, watch: Progress = quiet) -> Backup:
    """Do all of it while the lease is held; whatever goes wrong is written down and said in words.

    `target` is a file that somebody has named; without it the backup goes to the folder of the backups.
    """

    def progress(step: str, share: float | None) -> None:
        watch(step, share)
        lease.progress(step, share)

    try:
        if lease.backup.state != State.TRYING:
            _write(lease, target, progress)
        _try(lease, progress)
    except BackupTrouble as trouble:
        _end(lease, State.FAILED, trouble.code, trouble.details)
    except DatabaseError as trouble:
        _end(lease, State.FAILED, "database", {"said": str(trouble).strip().partition("\n")[0]})
    except Exception as trouble:
        _end(lease, State.FAILED, "unexpected", {"said": type(trouble).__name__})
        raise
    done = lease.backup
    if done.state == State.GOOD and target is None:
        forget_old_ones()
    return done


@dataclass(frozen=True)
class Tried:
    """A backup that nobody has written down yet. Without a proof it could not be tried."""

    written: Written
    proof: Proof | None
    trouble: CannotTry | None


def write_and_try(target: Path, *, progress: Progress = quiet) -> Tried:
    """Make one and try it, where its table cannot be used. Raises BackupTrouble; then there is no file."""
    written = write_backup(target, progress=progress)
    try:
        return Tried(written, try_backup(target, progress=progress), None)
    except CannotTry as trouble:
        return Tried(written, None, trouble)
    except BackupTrouble:
        target.unlink(missing_ok=True)
        raise


def note_written(tried: Tried, *, why: str) -> Backup:
    """Write down a backup that was made while there was no table to write it down in."""
    trouble = tried.trouble
    return Backup.objects.create(
        why=why,
        state=State.GOOD if tried.proof else State.UNTRIED,
        folder=str(tried.written.path.parent),
        name=tried.written.path.name,
        ended_at=timezone.now(),
        trouble=trouble.code if trouble else "",
        details=trouble.details if trouble else {},
        **_measures(tried.written),
        **_proved(tried.proof),
    )


def _write(lease: Lease, target: Path | None, progress: Progress) -> None:
    before = lease.backup
    if before.name and before.path.exists():
        _take_over(lease, before)  # whoever was killed had come so far: the name appears when all is whole
        return
    if target is None:
        folder = open_folder(known=_is_known(before.why))
        sweep(folder)
        last = Backup.objects.good().filter(folder=str(folder)).order_by("-taken_at").first()
        check_room(int(last.size or 0) if last else 0)
        target = folder / new_name(timezone.localtime())
    else:
        sweep(target.parent)
    here = {"folder": str(target.parent), "name": target.name, "taken_at": timezone.now()}
    lease.note(state=State.RUNNING, **here)
    lease.note(**_measures(write_backup(target, progress=progress)))


def _take_over(lease: Lease, before: Backup) -> None:
    with before.path.open("rb") as whole:
        sha256 = hashlib.file_digest(whole, "sha256").hexdigest()
    lease.note(state=State.RUNNING, size=before.path.stat().st_size, sha256=sha256)


def _is_known(why: str) -> bool:
    """Whether our sign must be in the folder. Whoever asks by hand may mean a new one."""
    written = Backup.objects.filter(slot=None, folder=str(backup_folder())).exclude(state=State.FAILED)
    return why == Backup.Why.SCHEDULE and written.exists()


def _try(lease: Lease, progress: Progress) -> None:
    backup = lease.backup
    try:
        proof = try_backup(backup.path, progress=progress)
    except CannotTry as trouble:
        _end(lease, State.UNTRIED, trouble.code, trouble.details)
    except Damaged as trouble:
        _end(lease, State.GONE if trouble.code == "gone" else State.DAMAGED, trouble.code, trouble.details)
    else:
        _end(lease, State.GOOD, "", {}, **_proved(proof))


@transaction.atomic
def _end(lease: Lease, state: str, code: str, details: dict[str, Any], **more: Any) -> None:
    backup = lease.backup
    if backup.state == State.TRYING and state == State.FAILED:
        state = State.UNTRIED  # the trial could not be made; the file is as good as it was
    ended = {"slot": None, "holder": "", "step": "", "percent": None, "ended_at": timezone.now()}
    if lease.note(state=state, trouble=code, details=details, **ended, **more):
        record(_said_of(backup, state), backup, by=None, why=backup.why, trouble=code)


def _said_of(backup: Backup, state: str) -> FactKind:
    if backup.state == State.TRYING and state == State.GOOD:
        return facts.BACKUP_TRIED
    return SAID_OF[State(state)]


def _measures(written: Written) -> dict[str, Any]:
    missing = len(written.manifest.missing) + len(written.manifest.altered)
    return {"taken_at": written.taken_at, "size": written.size, "sha256": written.sha256, "missing": missing}


def _proved(proof: Proof | None) -> dict[str, Any]:
    if proof is None:
        return {}
    return {"tried_at": timezone.now(), "tables": proof.tables, "rows": proof.rows, "files": proof.files}
