"""Whether the procedures of the demonstration help, from plain words to rows."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from genba.people.models import Person
from genba.people.seeds import Town
from genba.trail.record import Telling
from genba.work import facts
from genba.work.models import (
    HelpLot,
    HelpSentence,
    KnownStep,
    MergeRequest,
    Procedure,
    Repository,
    StepAnswer,
    StepQuestion,
    UseCount,
)
from genba.work.using import week_of


def tell_help(town: Town, words: Mapping[str, Any], *, now: datetime) -> list[Telling]:
    """Write down what was tapped, used, asked and merged. Returns the facts."""
    people = {person.name: person for person in Person.objects.all()}
    procedures = {procedure.title: procedure for procedure in Procedure.objects.all()}
    for row in words["helps"]:
        _help(procedures[row["procedure"]], row, now=now)
    tellings: list[Telling] = []
    for row in words["question"]:
        tellings += _question(procedures[row["procedure"]], people, row, now=now)
    for row in words["repository"]:
        tellings += _repository(town, row, now=now)
    return tellings


def _help(procedure: Procedure, row: Mapping[str, Any], *, now: datetime) -> None:
    week = week_of(now.date())
    HelpLot.objects.bulk_create(
        HelpLot(procedure=procedure, number=1, closed_week=week, at_least=low) for low in row["lots"]
    )
    HelpSentence.objects.bulk_create(
        HelpSentence(procedure=procedure, week=week, text=text, state=HelpSentence.State.SHOWN)
        for text in row["sentences"]
    )
    used = [
        UseCount(procedure=procedure, what=what, week=week - timedelta(weeks=back), times=times)
        for what in UseCount.What.values
        for back, times in enumerate(reversed(row[what]))
        if times
    ]
    UseCount.objects.bulk_create(used, ignore_conflicts=True)  # runs of checks have counted themselves


def _question(
    procedure: Procedure, people: Mapping[str, Person], row: Mapping[str, Any], *, now: datetime
) -> list[Telling]:
    at = now - timedelta(days=row["days_ago"])
    step = KnownStep.objects.get(procedure=procedure, key=row["step"])
    question = StepQuestion.objects.create(
        step=step, number=1, text=row["text"], by=people.get(row["by"]), asked_at=at
    )
    data = {"procedure": procedure.pk}
    tellings = [Telling(facts.QUESTION_ASKED, question, by=question.by, at=at, data=data)]
    for told in row["answers"]:
        by, at = people.get(told["by"]), now - timedelta(days=told["days_ago"])
        is_owners = by is not None and by.pk == procedure.owner_id
        StepAnswer.objects.create(question=question, text=told["text"], by=by, at=at, is_owners=is_owners)
        tellings.append(Telling(facts.QUESTION_ANSWERED, question, by=by, at=at, data=data))
    return tellings


def _repository(town: Town, row: Mapping[str, Any], *, now: datetime) -> list[Telling]:
    """Six months of merges. Nobody knows its secret, so nothing can come in."""
    crew = town.crews[row["team"]]
    kept = {name: row[name] for name in ("provider", "name", "address")}
    repository = Repository(**kept, team=crew.team, made_by=crew.lead, made_on=now.date())
    repository.secret = secrets.token_hex(32)
    repository.save()
    MergeRequest.objects.bulk_create(
        MergeRequest(
            repository=repository,
            number=1000 - 20 * back - one,
            title=row["titles"][(one + back) % len(row["titles"])],
            state=MergeRequest.State.MERGED,
            merged_at=now - timedelta(days=30 * back + one),
            reviewed=one < reviewed,
        )
        for back, (merged, reviewed) in enumerate(reversed(row["merged"]))
        for one in range(merged)
    )
    added = now - timedelta(days=190)
    return [Telling(facts.REPOSITORY_ADDED, repository, by=crew.lead, at=added, data={"team": crew.team.pk})]
