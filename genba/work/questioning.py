"""Questions about a step: asked by anybody, answered in place by anybody, kept with the step."""

from collections import defaultdict

from django.db import transaction

from genba.people.models import Person
from genba.trail.record import record
from genba.work import facts
from genba.work.models import KnownStep, StepAnswer, StepQuestion, Version
from genba.work.steps import walk


@transaction.atomic
def ask(step: KnownStep, *, text: str, number: int, by: Person) -> StepQuestion:
    """Ask about a step as it stands in a version."""
    question = StepQuestion.objects.create(step=step, text=text, number=number, by=by)
    record(facts.QUESTION_ASKED, question, by=by, procedure=step.procedure_id)
    return question


@transaction.atomic
def answer(question: StepQuestion, *, text: str, by: Person) -> StepAnswer:
    """Answer it. The answer of the procedure's owner is marked."""
    is_owners = by.pk == question.step.procedure.owner_id
    given = StepAnswer.objects.create(question=question, text=text, by=by, is_owners=is_owners)
    record(facts.QUESTION_ANSWERED, question, by=by, procedure=question.step.procedure_id)
    return given


@transaction.atomic
def answered_in(question: StepQuestion, version: Version, *, by: Person) -> bool:
    """Say that the words of a version answer it. False where that was said before."""
    if not StepQuestion.objects.filter(pk=question.pk, answered_in=None).update(answered_in=version.number):
        return False
    record(facts.QUESTION_IN_VERSION, question, by=by, version=version.number)
    return True


@transaction.atomic
def still_open(question: StepQuestion, *, by: Person) -> None:
    """Take back that a version answers it."""
    if StepQuestion.objects.filter(pk=question.pk).exclude(answered_in=None).update(answered_in=None):
        record(facts.QUESTION_STILL_OPEN, question, by=by)


def questions_of(version: Version, asked: list[StepQuestion]) -> dict[str, list[StepQuestion]]:
    """Of the questions about a procedure, those that belong to the steps of a version, by the step's key.

    One that a version answers is shown up to that version, and gone from the next: there the words say it.
    """
    keys = {step.key for _place, step in walk(version.steps)}
    found: dict[str, list[StepQuestion]] = defaultdict(list)
    for question in asked:
        if question.step.key in keys and not (question.answered_in or version.number) < version.number:
            found[question.step.key].append(question)
    return dict(found)
