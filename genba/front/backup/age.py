"""How old the last good backup is, and whether that is too old."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import Max, Min, Q
from django.utils import timezone

from genba.front.models import Backup
from genba.people.models import Organisation

CLOCKS_APART = timedelta(minutes=10)


@dataclass(frozen=True)
class Standing:
    """What there is to go back to. `trouble` is the last attempt, where it failed after the last good one."""

    last_good: Backup | None
    trouble: Backup | None
    since: datetime | None
    is_wanted: bool

    @property
    def is_late(self) -> bool:
        """Whether the last good one is too old, or there should long have been one."""
        if not self.is_wanted or self.since is None or settings.GENBA_BACKUP_TOO_OLD is None:
            return False
        return bool(timezone.now() - self.since > settings.GENBA_BACKUP_TOO_OLD)

    @property
    def days(self) -> int:
        """Whole days since the last good one."""
        return max(0, (timezone.now() - self.since).days) if self.since else 0


def days_without(organisation: Organisation | None) -> tuple[int, bool] | None:
    """How many days old the last good one is when that is too old, and whether there ever was one; else None.

    One question to the database, because every page of those who look after it asks.
    """
    limit = settings.GENBA_BACKUP_TOO_OLD
    if organisation is None or organisation.is_demonstration or limit is None:
        return None
    known = Backup.objects.aggregate(
        good=Max("taken_at", filter=Q(state=Backup.State.GOOD)), first=Min("asked_at")
    )
    age = timezone.now() - (known["good"] or known["first"] or _founded(organisation))
    return (age.days, known["good"] is not None) if age > limit else None


def standing() -> Standing:
    """How it stands with the backups of this instance. A demonstration needs none."""
    organisation = Organisation.objects.first()
    if organisation is None or organisation.is_demonstration:
        return Standing(None, None, None, is_wanted=False)
    last = Backup.objects.last_good()
    failed = Backup.objects.filter(slot=None).exclude(state=Backup.State.GONE).order_by("-asked_at").first()
    if failed is not None and (
        failed.state == Backup.State.GOOD or (last and failed.asked_at < last.asked_at)
    ):
        failed = None
    return Standing(last, failed, last.moment if last else _begun(organisation), is_wanted=True)


def _begun(organisation: Organisation) -> datetime:
    """Since when there should have been one: the first attempt, or else the first day."""
    first = Backup.objects.order_by("asked_at").values_list("asked_at", flat=True).first()
    return first or _founded(organisation)


def _founded(organisation: Organisation) -> datetime:
    return timezone.make_aware(datetime.combine(organisation.founded_on, time.min))


def is_due(now: datetime) -> bool:
    """Whether it is time for the next one. A last one in the future is from before the clock was set back."""
    every = settings.GENBA_BACKUP_EVERY
    organisation = Organisation.objects.first()
    if every is None or organisation is None or organisation.is_demonstration:
        return False
    if Backup.objects.under_way() is not None:
        return False
    written = Backup.objects.filter(
        slot=None,
        folder=str(settings.GENBA_BACKUP_FOLDER),
        state__in=(Backup.State.GOOD, Backup.State.UNTRIED),
    )
    last = written.order_by("-taken_at").values_list("taken_at", flat=True).first()
    if last is not None and -CLOCKS_APART < now - last < every - CLOCKS_APART / 2:
        return False
    failed = Backup.objects.filter(slot=None, state__in=(Backup.State.FAILED, Backup.State.DAMAGED))
    stopped = failed.order_by("-ended_at").values_list("ended_at", flat=True).first()
    pause = min(timedelta(hours=1), every / 4)
    return stopped is None or not -CLOCKS_APART < now - stopped < pause
