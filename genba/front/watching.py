"""What no fact tells: time has passed. Looked at by the clock."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min
from django.utils import timezone

from genba.front.models import Notification
from genba.front.notices import leads_of
from genba.improve.models import Card
from genba.listen.models import Original, Report
from genba.people.models import Person, Team
from genba.trail.subjects import kind_of
from genba.trail.work import job

TOO_LONG = timedelta(days=3)
BETWEEN_REMINDERS = timedelta(days=7)
LATE_FOR_AT_MOST = timedelta(days=14)


@job()
def look_for_long_waits() -> None:
    """Remind those who answer for a team that reports wait: one notice for the team, not one a report."""
    today = timezone.localdate()
    waits = _long_waits(today - TOO_LONG)
    teams = Team.objects.in_bulk(list(waits))
    for number, (count, oldest) in waits.items():
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


def _long_waits(until: date) -> dict[int, tuple[int, date]]:
    """For each team, how many have waited since before a day, admitted or not, and since when the oldest."""
    reports = Report.objects.current().filter(state=Report.State.NEW, received_on__lte=until).order_by()
    originals = Original.objects.waiting().filter(week__lte=until).order_by()
    found = list(reports.values_list("team").annotate(count=Count("pk"), oldest=Min("received_on")))
    found += originals.values_list("team").annotate(count=Count("pk"), oldest=Min("week"))
    waits: dict[int, tuple[int, date]] = {}
    for team, count, since in found:
        if team is not None:
            before, oldest = waits.get(team, (0, since))
            waits[team] = (before + count, min(oldest, since))
    return waits


def midnight(day: date) -> datetime:
    """The beginning of a day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _remind(person: Person, team: Team, *, why: str, data: dict[str, int]) -> None:
    told = Notification.objects.filter(
        person=person, subject_kind=kind_of(team), subject_id=str(team.pk), code="waiting"
    )
    if told.unread().update(data=data):
        return
    now = timezone.now()
    if not told.filter(read_at__range=(now - BETWEEN_REMINDERS, now)).exists():
        Notification.objects.tell(person, _key(team), code="waiting", why=why, data=data)


def _was_told(person: Person, record: Report | Card, *, code: str, since: date | None = None) -> bool:
    kind, key = _key(record)
    told = Notification.objects.filter(person=person, subject_kind=kind, subject_id=key, code=code)
    return (told.filter(created_at__gte=midnight(since)) if since else told).exists()


def _key(record: Report | Card | Team) -> tuple[str, str]:
    return kind_of(record), str(record.pk)
