"""The turns of the rounds: what is due, what is late, what was missed. The clock looks every few minutes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from genba.people.models import Team
from genba.trail.record import record
from genba.trail.work import job
from genba.work import facts
from genba.work.checks.rhythm import just_before, moments, next_moment
from genba.work.models import CheckRound, DueCheck, Run

State = DueCheck.State
MOST_AT_ONCE = 500


@job()
def look_for_due_checks() -> None:
    """Make the turns that have come round, say once which are late, and close those that were missed."""
    now = timezone.now()
    for round_ in CheckRound.objects.going().select_related("procedure", "team"):
        come_round(round_, now)
    tell_late(now)


@transaction.atomic
def come_round(round_: CheckRound, now: datetime) -> None:
    """Make what has come round until now. Of several turns only the newest waits; the others were missed."""
    found = [due for due in _since_last(round_, now) if due.opens_at <= now]
    if not found:
        return
    counted = CheckRound.objects.filter(pk=round_.pk, counted_until=round_.counted_until)
    if not counted.update(counted_until=found[-1].due_at):
        return  # another worker has done it
    round_.counted_until = found[-1].due_at
    for due in found[:-1]:
        due.state = State.MISSED
    round_.turns.filter(state=State.WAITING).update(state=State.MISSED)
    DueCheck.objects.bulk_create(found[-MOST_AT_ONCE:], ignore_conflicts=True)


def _since_last(round_: CheckRound, now: datetime) -> list[DueCheck]:
    """The turns after the last one that was made. Each may be taken before its time: by its grace, but no
    longer than half the way back to the turn before, which is missed from then on.
    """
    before = round_.counted_until
    since = before or just_before(round_)
    turns = []
    for at in moments(round_, after=since, until=now + _grace(round_)):
        early = min(_grace(round_), (at - before) / 2) if before else _grace(round_)
        turns.append(DueCheck(round=round_, opens_at=at - early, due_at=at))
        before = at
    return turns


def tell_late(now: datetime) -> None:
    """Say once of each late turn that it is late; who hears of it is not decided here."""
    waiting = DueCheck.objects.waiting().filter(late_told_at=None, due_at__lt=now)
    for due in waiting.select_related("round__procedure", "round__team"):
        if due.due_at + _grace(due.round) >= now:
            continue
        with transaction.atomic():
            if DueCheck.objects.filter(pk=due.pk, late_told_at=None, state=State.WAITING).update(
                late_told_at=now
            ):
                record(facts.CHECK_LATE, due, round=due.round_id)


def give_turn_to(run: Run) -> None:
    """A run that has ended counts for the turn in whose time it began, of each round that it fits."""
    fits = (
        CheckRound.objects.going()
        .filter(procedure=run.procedure_id)
        .filter(Q(place=None) | Q(place=run.place_id))
    )
    team = Team.objects.filter(pk=run.team_id or 0).first()
    for round_ in fits.select_related("team"):
        if team is not None and not team.path.startswith(round_.team.path):
            continue
        due = round_.turns.filter(opens_at__lte=run.begun_at).order_by("-due_at").first()
        if due is not None and _is_in_time(due, round_, run):
            DueCheck.objects.filter(pk=due.pk, run=None).update(state=State.DONE, run=run)


def _is_in_time(due: DueCheck, round_: CheckRound, run: Run) -> bool:
    following = next_moment(round_, after=due.due_at)
    return following is None or run.begun_at < following


def _grace(round_: CheckRound) -> timedelta:
    """A turn may be taken so long before its time, and is late so long after it."""
    return timedelta(minutes=round_.grace_minutes)
