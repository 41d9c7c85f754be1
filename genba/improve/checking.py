"""Check: nothing is Done without a date on which we look whether it helped.

A check is PLANNED. When its date comes the worker makes it DUE and brings the card back to the board's
Check column. Somebody looks: HELPED, and the card is Done again; or DID_NOT_HELP, and the card goes back to
Understand, where the next round begins with a check of its own.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from genba.improve import facts
from genba.improve.models import Card, Column, EffectivenessCheck
from genba.improve.moving import LookNeeded, ask_for_a_colleague, lock, shift
from genba.improve.telling import tell_of_the_look
from genba.listen.triage import publish_outcome
from genba.people.models import Person
from genba.trail.record import record
from genba.trail.work import job
from genba.work.reviewing import outdate_reviews

Result = EffectivenessCheck.Result


@dataclass(frozen=True)
class Ending:
    """What everybody who reported it will read when the card is Done."""

    words: str = ""
    on_wall: bool = False
    said: str = ""


@transaction.atomic
def plan_check(card: Card, *, what: str, due_on: date, by: Person) -> EffectivenessCheck:
    """Plan the look at whether it helped; a look that waits already is changed, one that is due put off."""
    check = card.effectiveness_checks.filter(result__in=[Result.PLANNED, Result.DUE]).last()
    if check is not None and (check.what, check.due_on, check.result) == (what, due_on, Result.PLANNED):
        return check
    check = check or EffectivenessCheck(card=card)
    check.what, check.due_on, check.result = what, due_on, Result.PLANNED
    check.save()
    record(facts.EFFECTIVENESS_PLANNED, card, by=by, due_on=due_on.isoformat())
    return check


def open_check(card: Card) -> EffectivenessCheck | None:
    """The look that waits for an answer: one that is due, or planned for a card that is done."""
    waiting = Q(result=Result.DUE) | Q(result=Result.PLANNED, card__done_at__isnull=False)
    return card.effectiveness_checks.filter(waiting).select_related("card").last()


@transaction.atomic
def finish(card: Card, *, what: str, due_on: date, ending: Ending, by: Person) -> None:
    """Make a card Done: plan the look, tell everybody who reported it what we did.

    Raises LookNeeded where a look is due, and ReviewNeeded where a colleague has to look: these come first.
    """
    lock(card)
    ask_for_a_colleague(card)
    if card.effectiveness_checks.filter(result=Result.DUE).exists():
        raise LookNeeded
    plan_check(card, what=what, due_on=due_on, by=by)
    done = card.board.column_for(Column.Stage.DONE)
    _tell_the_ending(card, ending, by=by)
    shift(card, column=done, by=by)


def _tell_the_ending(card: Card, ending: Ending, *, by: Person) -> None:
    if not ending.words:
        return
    card.report_ties.update(told_stage=Column.Stage.DONE)
    for knot in card.report_ties.select_related("report"):
        publish_outcome(knot.report, words=ending.words, on_wall=ending.on_wall, said=ending.said, by=by)


@transaction.atomic
def look(check: EffectivenessCheck, *, helped: bool, seen: str, by: Person) -> bool:
    """Say what the look showed. False when somebody has looked before."""
    result = Result.HELPED if helped else Result.DID_NOT_HELP
    looked = EffectivenessCheck.objects.filter(pk=check.pk, result__in=[Result.PLANNED, Result.DUE]).update(
        result=result, seen=seen, looked_by=by, looked_on=timezone.localdate()
    )
    if not looked:
        return False
    check.refresh_from_db()
    lock(check.card)
    _keep(check, by=by) if helped else _reopen(check, by=by)
    return True


def _keep(check: EffectivenessCheck, *, by: Person) -> None:
    card = check.card
    done = card.board.column_for(Column.Stage.DONE)
    record(facts.EFFECTIVENESS_HELPED, card, by=by)
    tell_of_the_look(card, "helped", stage=done.stage, seen=check.seen, by=by)
    if card.column_id != done.pk:
        shift(card, column=done, by=by)
        card.done_at = check.was_done_at or card.done_at
        card.save(update_fields=["done_at"])


def _reopen(check: EffectivenessCheck, *, by: Person) -> None:
    card = check.card
    column = card.board.column_for(Column.Stage.UNDERSTAND)
    record(facts.EFFECTIVENESS_DID_NOT_HELP, card, by=by)
    record(facts.CARD_REOPENED, card, by=by)
    outdate_reviews(card)
    tell_of_the_look(card, "did_not_help", stage=column.stage, seen=check.seen, by=by)
    shift(card, column=column, by=by)


@job()
def bring_back_what_is_due() -> None:
    """Mark the checks whose date has come and bring their cards back to where one looks."""
    where_one_looks = Q(card__done_at__isnull=False) | Q(card__column__stage=Column.Stage.CHECK)
    due = EffectivenessCheck.objects.filter(
        where_one_looks, result=Result.PLANNED, due_on__lte=timezone.localdate(), card__withdrawn_at=None
    )
    for check in due.select_related("card").iterator(chunk_size=200):
        bring_back(check)


@transaction.atomic
def bring_back(check: EffectivenessCheck) -> bool:
    """The date has come. The card comes back visibly; who claims the row does it, nobody does it twice."""
    card = check.card
    lock(card)
    claimed = EffectivenessCheck.objects.filter(pk=check.pk, result=Result.PLANNED).update(
        result=Result.DUE, was_done_at=card.done_at or check.was_done_at
    )
    if not claimed:
        return False
    record(facts.EFFECTIVENESS_DUE, card, check=check.pk)
    if card.done_at is not None:
        shift(card, column=card.board.column_for(Column.Stage.CHECK), by=None)
    return True
