"""The regular look after the backups: is one due, is one missing, does somebody have to be told?"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from genba.front import facts
from genba.front.backup.age import Standing, is_due, standing
from genba.front.backup.erased import keep_with_the_backups
from genba.front.backup.keeping import note_what_is_gone
from genba.front.backup.lease import is_dead
from genba.front.backup.making import ask_for_backup
from genba.front.mailing import mail_now
from genba.front.models import Backup, Notification
from genba.people.models import Organisation, Person
from genba.trail.record import record
from genba.trail.subjects import kind_of
from genba.trail.work import job

BETWEEN_REMINDERS = timedelta(days=7)
LONGEST_WAIT = timedelta(hours=6)
LONGEST_SILENCE = timedelta(minutes=10)
LATE = "backup_late"


@job()
def look_after_backups() -> None:
    """Make a backup when one is due, and tell those who look after it when the last good one is too old."""
    now = timezone.now()
    let_go_of_the_dead()
    note_what_is_gone()
    keep_with_the_backups()
    if is_due(now):
        ask_for_backup(Backup.Why.SCHEDULE)
    found = standing()
    if found.is_late:
        tell_who_looks_after_it(found)
    else:
        Notification.objects.filter(code=LATE).unread().mark_read()


def let_go_of_the_dead(*, at_once: bool = False) -> int:
    """Close what nobody works on any more, so that a new one can begin; the number closed.

    A worker that was killed is followed by another, which goes on with the same one. That is waited for,
    unless somebody wants a new one `at_once`.
    """
    now, closed = timezone.now(), 0
    for backup in Backup.objects.filter(slot=1):
        forgotten = not backup.holder and now - backup.asked_at > LONGEST_WAIT
        silent = backup.alive_at is not None and abs(now - backup.alive_at) > LONGEST_SILENCE
        if forgotten or silent or (at_once and is_dead(backup, after=LONGEST_SILENCE)):
            closed += _close(backup)
    return closed


@transaction.atomic
def _close(backup: Backup) -> int:
    is_whole = backup.state == Backup.State.TRYING or (bool(backup.name) and backup.path.exists())
    state = Backup.State.UNTRIED if is_whole else Backup.State.FAILED
    closed = Backup.objects.filter(pk=backup.pk, slot=1, holder=backup.holder).update(
        state=state, slot=None, holder="", trouble="killed", details={}, ended_at=timezone.now()
    )
    if closed:
        record(facts.BACKUP_FAILED, backup, by=None, why=backup.why, trouble="killed")
    return closed


def tell_who_looks_after_it(found: Standing) -> None:
    """Tell administrators and quality, at once by mail too; again after a week while it goes on."""
    organisation = Organisation.objects.first()
    if organisation is None:
        return
    data = {"days": found.days, "never": found.last_good is None}
    key = (kind_of(organisation), str(organisation.pk))
    for person in Person.objects.filter(Q(is_administrator=True) | Q(is_quality=True), is_active=True):
        told = Notification.objects.filter(person=person, subject_kind=key[0], subject_id=key[1], code=LATE)
        if (
            told.unread().update(data=data)
            or told.filter(created_at__gt=timezone.now() - BETWEEN_REMINDERS, read_at__isnull=False).exists()
        ):
            continue
        Notification.objects.tell(person, key, code=LATE, why="keeps_watch", data=data)
        mail_now.enqueue(person.pk)
