"""What no fact tells: time has passed. Looked at by the clock."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min
from django.utils import timezone

from genba.front.mailing import mail_now
from genba.front.models import Notification
from genba.front.notices import leads_of
from genba.improve.models import Card
from genba.listen.models import Report
from genba.people.models import Person, Team
from genba.trail.subjects import kind_of
from genba.trail.work import job

TOO_LONG = timedelta(days=3)
BETWEEN_REMINDERS = timedelta(days=7)
LATE_FOR_AT_MOST = timedelta(days=14)


@job()
def look_for_danger() -> None:
    """Warn of danger that came without a name. Only the day is kept of when this was noticed."""
    today = midnight(timezone.localdate())
    waiting = Report.objects.current().waiting().filter(severity=Report.Severity.HIGH, reporter=None)
    for report in waiting.select_related("team"):
        for person, why in leads_of(report.team):
            if _was_told(person, report, code="danger"):
                continue
            Notification.objects.tell(person, _key(report), code="danger", why=why, created_at=today, data={})
            mail_now.enqueue(person.pk)


@job()
def look_for_long_waits() -> None:
    """Remind those who answer for a team that reports wait: one notice for the team, not one a report."""
    today = timezone.localdate()
    waits = (
        Report.objects.current()
        .filter(state=Report.State.NEW, received_on__lte=today - TOO_LONG)
        .order_by()
        .values_list("team")
        .annotate(count=Count("pk"), oldest=Min("received_on"))
    )
    teams = Team.objects.in_bulk([team for team, _count, _oldest in waits if team])
    for number, count, oldest in waits:
        if (team := teams.get(number)) is None:
            continue
        for person, why in leads_of(team):
            _remind(person, team, why=why, data={"count": count, "days": (today - oldest).days})


@job()
def look_for_late_cards() -> None:
    """Tell the owners of cards whose date has passed, once."""
    today = timezone.localdate()
    late = (
        Card.objects.current()
        .under_way()
        .filter(due_on__lt=today, due_on__gte=today - LATE_FOR_AT_MOST, owner__is_active=True)
    )
    for card in late.select_related("owner"):
        if card.owner and card.due_on and not _was_told(card.owner, card, code="late", since=card.due_on):
            Notification.objects.tell(card.owner, _key(card), code="late", why="owner", data={})


def midnight(day: date) -> datetime:
    """The beginning of a day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _remind(person: Person, team: Team, *, why: str, data: dict[str, int]) -> None:
    told = Notification.objects.filter(
        person=person, subject_kind=kind_of(team), subject_id=str(team.pk), code="waiting"
    )
    if told.unread().update(data=data):
        return
    if not told.filter(read_at__gt=timezone.now() - BETWEEN_REMINDERS).exists():
        Notification.objects.tell(person, _key(team), code="waiting", why=why, data=data)


def _was_told(person: Person, record: Report | Card, *, code: str, since: date | None = None) -> bool:
    kind, key = _key(record)
    told = Notification.objects.filter(person=person, subject_kind=kind, subject_id=key, code=code)
    return (told.filter(created_at__gte=midnight(since)) if since else told).exists()


def _key(record: Report | Card | Team) -> tuple[str, str]:
    return kind_of(record), str(record.pk)
