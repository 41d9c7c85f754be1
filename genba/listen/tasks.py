"""What the worker does for this room."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from genba.analysis.waiting import typical_wait
from genba.listen.models import AnswerTime, Report, SpentChallenge
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


def _waits_by_team(since: datetime) -> dict[TeamKey, list[timedelta]]:
    waits: dict[TeamKey, list[timedelta]] = defaultdict(list)
    answered = Report.objects.current().filter(answered_at__gte=since)
    columns = answered.values_list("team_id", "received_on", "received_at", "answered_at")
    for team, day, moment, answered_at in columns.iterator():
        begun = moment or timezone.make_aware(datetime.combine(day, time.min))
        if answered_at is not None:
            waits[team].append(answered_at - begun)
    return waits


def _said_by_team(since: date) -> dict[TeamKey, int]:
    recent = Report.objects.current().filter(received_on__gte=since)
    return dict(recent.values_list("team_id").annotate(Count("pk")))


def _waiting_by_team() -> dict[TeamKey, tuple[int, date]]:
    waiting = Report.objects.current().filter(state=Report.State.NEW)
    found = waiting.values_list("team_id").annotate(Count("pk"), Min("received_on"))
    return {team: (count, since) for team, count, since in found}


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
