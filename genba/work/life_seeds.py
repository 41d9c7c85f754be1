"""What is under way with the procedures of the demonstration: versions, a pilot, readings, suggestions."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from genba.people.models import Person
from genba.people.seeds import Town
from genba.trail.record import Telling
from genba.work import facts
from genba.work.models import KnownStep, Pilot, PilotPerson, Procedure, Reading, Suggestion, Version
from genba.work.steps import plain, steps_from, walk
from genba.work.writing import words_of

State = Version.State


def tell_life(town: Town, words: Mapping[str, Any], *, now: datetime) -> list[Telling]:
    """Write it down as begun some days ago. Returns the facts, for whoever writes them in order."""
    procedures = {one.title: one for one in Procedure.objects.select_related("owner", "process__team")}
    tellings: list[Telling] = []
    for row in words["version"]:
        tellings += _version(procedures[row["procedure"]], row, town=town, now=now)
    for row in words["review"]:
        due = now - timedelta(days=row["days"])
        Procedure.objects.filter(title=row["procedure"]).update(review_on=due.date())
    for row in words["suggestion"]:
        tellings += _suggestion(town, procedures[row["procedure"]], row, now=now)
    return tellings


def _version(procedure: Procedure, row: dict[str, Any], *, town: Town, now: datetime) -> Iterator[Telling]:
    at, owner = now - timedelta(days=row["days"]), procedure.owner
    counts, body = procedure.in_force, None
    if counts is None:
        return
    body = plain(steps_from(list(_changed(counts.body, row))))
    version = Version(
        procedure=procedure,
        number=counts.number + 1,
        state=row["state"],
        title=counts.title,
        why=counts.why,
        body=body,
        made_by=owner,
        made_at=at - timedelta(days=6),
        changed_at=at - timedelta(days=1),
        **{name: row[name] for name in ("reason", "question", "expected_answer") if name in row},
    )
    if row["state"] != State.PILOT:
        version.asked_by, version.asked_at = owner, at - timedelta(hours=5)
    if row["state"] == State.IN_FORCE:
        Version.objects.filter(pk=counts.pk).update(state=State.REPLACED, ended_at=at)
        version.in_force_at = at
    version.save()
    _know(version)
    told = {"version": version.number}
    yield Telling(facts.VERSION_BEGUN, procedure, by=owner, at=version.made_at, data=told)
    if version.asked_at:
        yield Telling(facts.APPROVAL_ASKED, procedure, by=owner, at=version.asked_at, data=told)
    if version.state == State.IN_FORCE:
        yield Telling(facts.VERSION_IN_FORCE, procedure, by=town.quality, at=at, data=told)
        Procedure.objects.filter(pk=procedure.pk).update(words=words_of(version))
        yield from _readings(version, row, at=at)
    if version.state == State.PILOT:
        yield _pilot(version, row, at=at, now=now)


def _changed(body: list[dict[str, Any]], row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for line in body:
        yield line | row["change"].get(line["key"], {})
        if line["key"] == row.get("after"):
            yield from row["add"]


def _know(version: Version) -> None:
    known = set(KnownStep.objects.filter(procedure=version.procedure_id).values_list("key", flat=True))
    KnownStep.objects.bulk_create(
        KnownStep(procedure_id=version.procedure_id, key=step.key, what=step.what)
        for _place, step in walk(version.steps)
        if step.key not in known
    )


def _readings(version: Version, row: dict[str, Any], *, at: datetime) -> Iterator[Telling]:
    """Most have read it; the last of the team are still asked."""
    people = _people_of(version.procedure)
    if not people:
        return
    yield Telling(
        facts.READING_ASKED, version.procedure, at=at, data={"version": version.number, "people": len(people)}
    )
    for place, person in enumerate(people):
        answer = row["answers"][place] if place < min(len(row["answers"]), len(people) - 1) else ""
        read_at = at + timedelta(days=1 + place, hours=2) if answer else None
        Reading.objects.create(version=version, person=person, asked_at=at, read_at=read_at, answer=answer)
        if read_at:
            told = {"version": version.number}
            yield Telling(facts.READING_DONE, version.procedure, by=person, at=read_at, data=told)


def _pilot(version: Version, row: dict[str, Any], *, at: datetime, now: datetime) -> Telling:
    until, by = (now - timedelta(days=1)).date(), version.made_by
    pilot = Pilot.objects.create(
        version=version, question=row["shows"], until=until, begun_at=at, begun_by=by
    )
    PilotPerson.objects.bulk_create(
        PilotPerson(pilot=pilot, person=person) for person in _people_of(version.procedure)[:3]
    )
    data = {"version": version.number, "pilot": pilot.pk}
    return Telling(facts.PILOT_BEGUN, version.procedure, by=by, at=at, data=data)


def _suggestion(town: Town, procedure: Procedure, row: dict[str, Any], *, now: datetime) -> Iterator[Telling]:
    at, by = now - timedelta(days=row["days"]), town.crews[row["by"]].people[-1]
    found = Suggestion(
        procedure=procedure,
        step=KnownStep.objects.get(procedure=procedure, key=row["step"]),
        said=row["said"],
        instead=row.get("instead", ""),
        by=by,
        made_at=at,
    )
    answered = at + timedelta(days=4)
    if row.get("taken"):
        found.state, found.taken_in = Suggestion.State.TAKEN, procedure.versions.first()
    if row.get("declined"):
        found.state, found.answer = Suggestion.State.DECLINED, row["declined"]
    if found.state != Suggestion.State.OPEN:
        found.answered_by, found.answered_at = procedure.owner, answered
    found.save()
    told = {"suggestion": found.pk}
    yield Telling(facts.SUGGESTION_MADE, procedure, by=by, at=at, data={**told, "step": row["step"]})
    if found.taken_in:
        more = {**told, "version": found.taken_in.number}
        yield Telling(facts.SUGGESTION_TAKEN, procedure, by=procedure.owner, at=answered, data=more)
    if found.answer:
        yield Telling(facts.SUGGESTION_DECLINED, procedure, by=procedure.owner, at=answered, data=told)


def _people_of(procedure: Procedure) -> list[Person]:
    found = Person.objects.filter(memberships__team__procedures=procedure, is_active=True).distinct()
    return [person for person in found.order_by("-pk") if person.pk != procedure.owner_id]
