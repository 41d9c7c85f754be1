"""A change that somebody suggests, at one step or in the whole, and what becomes of it."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.trail.record import record
from genba.work import facts
from genba.work.models import KnownStep, Procedure, Suggestion, Version
from genba.work.steps import LONGEST, Steps
from genba.work.writing import begin_version, write

Open = Suggestion.State.OPEN


@transaction.atomic
def suggest(
    procedure: Procedure, *, said: str, by: Person, step: KnownStep | None = None, instead: str = ""
) -> Suggestion:
    """Suggest a change. `instead` is the step's sentence as it should read.

    Raises ValidationError without words, or for a step of another procedure.
    """
    said, instead = " ".join(said.split()), " ".join(instead.split())
    if not said:
        raise ValidationError({"said": _("Say in one sentence what should be different.")})
    if len(instead) > LONGEST["what"]:
        raise ValidationError({"instead": _("This is too long for a step. Make two steps of it.")})
    if step is not None and step.procedure_id != procedure.pk:
        raise ValidationError(_("This step belongs to another procedure."))
    found = Suggestion.objects.create(
        procedure=procedure,
        step=step,
        made_on_version=procedure.in_force or procedure.under_way,
        said=said,
        instead=instead if step is not None else "",
        by=by,
    )
    record(facts.SUGGESTION_MADE, procedure, by=by, suggestion=found.pk, step=step.key if step else "")
    return found


@transaction.atomic
def take_up(suggestion: Suggestion, *, by: Person) -> Version:
    """Take it up in the version under way, or in a new one. A suggested sentence is put in its step at once.

    Raises ValidationError where it is answered already, or the version under way waits for approval.
    """
    procedure = suggestion.procedure
    version = procedure.under_way or begin_version(procedure, by=by, reason=suggestion.said[:500])
    if not version.may_be_written:
        raise ValidationError(_("A version waits for approval just now. Take this up when it is decided."))
    _answer(suggestion, by=by, state=Suggestion.State.TAKEN, taken_in=version)
    if suggestion.instead and suggestion.step is not None:
        write(version, by=by, steps=_reworded(version.steps, suggestion.step.key, suggestion.instead))
    record(facts.SUGGESTION_TAKEN, procedure, by=by, suggestion=suggestion.pk, version=version.number)
    return version


@transaction.atomic
def decline(suggestion: Suggestion, *, by: Person, answer: str) -> None:
    """Say with a sentence why it is not taken up. Raises ValidationError without one, or when answered."""
    answer = " ".join(answer.split())
    if not answer:
        raise ValidationError(_("Say in one sentence why not: somebody took the trouble to tell us."))
    _answer(suggestion, by=by, state=Suggestion.State.DECLINED, answer=answer)
    record(facts.SUGGESTION_DECLINED, suggestion.procedure, by=by, suggestion=suggestion.pk)


def _answer(suggestion: Suggestion, *, by: Person, **news: object) -> None:
    mine = Suggestion.objects.filter(pk=suggestion.pk, state=Open)
    if not mine.update(answered_by=by, answered_at=timezone.now(), **news):
        raise ValidationError(_("This suggestion is answered already."))
    suggestion.refresh_from_db()


def _reworded(steps: Steps, key: str, what: str) -> Steps:
    return tuple(
        replace(step, what=what if step.key == key else step.what, steps=_reworded(step.steps, key, what))
        for step in steps
    )
