"""What the worker does for this room."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from genba.analysis.waiting import typical_wait
from genba.listen.models import AnswerTime, Fault, Original, Report, SpentChallenge
from genba.listen.order import forget_the_order
from genba.trail.work import job

TeamKey = int | None


@job()
def refresh_answer_times() -> None:
    """Count how long people waited for the first human answer in the last 90 days, by team and in all."""
    now = timezone.now()
    waits = _waits_by_team(now - AnswerTime.WINDOW)
    said = _said_by_team((now - AnswerTime.WINDOW).date())
    waiting = _waiting_by_team()
    rows = [
        _row(waits[team], said.get(team, 0), [waiting.get(team)], team=team)
        for team in {*waits, *said, *waiting} - {None}
    ]
    everything = [wait for team_waits in waits.values() for wait in team_waits]
    rows.append(_row(everything, sum(said.values()), waiting.values(), team=None))
    with transaction.atomic():
        AnswerTime.objects.all().delete()
        AnswerTime.objects.bulk_create(rows)


@job()
def forget_originals() -> None:
    """Delete what anonymous reporters wrote, and the conversations, some months after the last word.

    What nobody has admitted or set aside yet is kept, however old: it still waits for an answer. With the
    original goes its key, so that older copies of its words cannot be read either.
    """
    last = timezone.localdate() - timedelta(days=settings.GENBA_ORIGINAL_DAYS)
    old = Original.objects.exclude(state=Original.State.WAITING).filter(last_week__lte=last)
    deleted, _kinds = old.delete()
    Fault.objects.filter(week__lte=last).delete()
    if deleted:
        forget_the_order.enqueue()


def _waits_by_team(since: datetime) -> dict[TeamKey, list[timedelta]]:
    waits: dict[TeamKey, list[timedelta]] = defaultdict(list)
    answered = Report.objects.current().filter(answered_at__gte=since)
    columns = answered.values_list("team_id", "received_on", "received_at", "answered_at")
    for team, day, moment, answered_at in columns.iterator():
        begun = moment or timezone.make_aware(datetime.combine(day, time.min))
        if answered_at is not None:
            waits[team].append(answered_at - begun)
    return waits


def _said_by_team(since: date) -> Counter[TeamKey]:
    """Reports, and originals that are not admitted yet."""
    recent = Report.objects.current().filter(received_on__gte=since)
    said = Counter(dict(recent.values_list("team_id").annotate(Count("pk"))))
    unread = Original.objects.filter(state=Original.State.WAITING, week__gte=since).order_by()
    said.update(dict(unread.values_list("team_id").annotate(Count("pk"))))
    return said


def _waiting_by_team() -> dict[TeamKey, tuple[int, date]]:
    reports = Report.objects.current().filter(state=Report.State.NEW)
    found = list(reports.values_list("team_id").annotate(Count("pk"), Min("received_on")))
    originals = Original.objects.filter(state=Original.State.WAITING).order_by()
    found += originals.values_list("team_id").annotate(Count("pk"), Min("week"))
    waiting: dict[TeamKey, tuple[int, date]] = {}
    for team, count, since in found:
        before, oldest = waiting.get(team, (0, since))
        waiting[team] = (before + count, min(oldest, since))
    return waiting


def _row(
    waits: list[timedelta],
    said: int,
    waiting: Iterable[tuple[int, date] | None],
    *,
    team: TeamKey,
) -> AnswerTime:
    typical = typical_wait(waits)
    groups = [group for group in waiting if group is not None]
    return AnswerTime(
        team_id=team,
        is_whole=True if team is None else None,
        said=said,
        answered=typical.n,
        median=typical.median,
        waiting=sum(count for count, _since in groups),
        waiting_since=min((since for _count, since in groups), default=None),
    )


@job()
def forget_spent_challenges() -> None:
    """Forget the solved challenges of weeks gone by; they ran out long ago."""
    SpentChallenge.objects.filter(forget_on__lte=timezone.localdate()).delete()
