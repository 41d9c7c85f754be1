"""Rounds are set and stopped; a procedure becomes a check."""

from django.db import transaction
from django.utils import timezone

from genba.people.models import Person
from genba.trail.record import record
from genba.work import facts
from genba.work.checks.turns import come_round
from genba.work.models import CheckRound, Procedure


@transaction.atomic
def set_round(round_: CheckRound, *, by: Person) -> CheckRound:
    """Let a check come round from now on; its procedure is one that is run."""
    round_.set_by = by
    round_.save()
    mark_as_check(round_.procedure, by=by)
    record(facts.ROUND_SET, round_, by=by, procedure=round_.procedure_id, team=round_.team_id)
    come_round(round_, timezone.now())
    return round_


@transaction.atomic
def stop_round(round_: CheckRound, *, by: Person) -> None:
    """Let it come round no more; its turns stay."""
    if CheckRound.objects.filter(pk=round_.pk, stopped_at=None).update(stopped_at=timezone.now()):
        record(facts.ROUND_STOPPED, round_, by=by, procedure=round_.procedure_id)


@transaction.atomic
def mark_as_check(procedure: Procedure, *, by: Person) -> None:
    """Say that a procedure is run step by step."""
    if Procedure.objects.filter(pk=procedure.pk, is_check=False).update(is_check=True):
        record(facts.CHECK_MARKED, procedure, by=by)
