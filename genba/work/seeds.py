"""How the demonstration organisation works, from plain words to rows: streams, processes, procedures."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from genba.people.models import Person
from genba.people.seeds import Town
from genba.trail.record import Telling
from genba.work import facts
from genba.work.models import Flow, KnownStep, Procedure, Process, ValueStream, Version
from genba.work.steps import plain, steps_from, walk
from genba.work.writing import words_of


def tell_work(town: Town, words: Mapping[str, Any], *, at: datetime) -> list[Telling]:
    """Write it down as begun at a moment of the past. Returns the facts, for whoever writes them in order."""
    people = {person.name: person for person in Person.objects.all()}
    streams = [_stream(town, people, row, place) for place, row in enumerate(words["stream"])]
    by = town.quality
    tellings = [Telling(facts.STREAM_ADDED, stream, by=by, at=at) for stream in streams]
    processes = {process.name: process for process in Process.objects.all()}
    tellings += [Telling(facts.PROCESS_ADDED, process, by=by, at=at) for process in processes.values()]
    for number, row in enumerate(words["procedure"], start=1):
        begun = at + timedelta(days=40 * number)
        tellings += _procedure(town, people, processes, row, number=number, at=begun)
    return tellings


def _stream(town: Town, people: dict[str, Person], row: dict[str, Any], place: int) -> ValueStream:
    kept = {name: row[name] for name in ("name", "purpose", "customer")}
    stream = ValueStream.objects.create(**kept, owner=people[row["owner"]], position=place)
    made = {}
    for one in row["process"]:
        crew = town.crews[one["team"]]
        words = {name: one[name] for name in ("name", "purpose", "customer", "inputs", "outputs")}
        made[one["name"]] = Process.objects.create(
            value_stream=stream, owner=crew.lead, team=crew.team, **words
        )
    Flow.objects.bulk_create(
        Flow(source=made[one["name"]], target=made[target], label=label)
        for one in row["process"]
        for target, label in one.get("to", [])
    )
    return stream


def _procedure(
    town: Town,
    people: dict[str, Person],
    processes: dict[str, Process],
    row: dict[str, Any],
    *,
    number: int,
    at: datetime,
) -> list[Telling]:
    owner, steps = people[row["owner"]], steps_from(row["steps"])
    procedure = Procedure.objects.create(
        code=f"P-{number:03d}",
        title=row["title"],
        process=processes[row["process"]],
        owner=owner,
        is_check=row.get("is_check", False),
        review_on=(at + timedelta(days=730)).date(),
        made_on=at.date(),
    )
    procedure.teams.set(town.crews[key].team for key in row["teams"])
    version = Version.objects.create(
        procedure=procedure,
        number=1,
        state=Version.State.IN_FORCE,
        title=row["title"],
        why=row["why"],
        body=plain(steps),
        made_by=owner,
        made_at=at,
        changed_at=at,
        in_force_at=at + timedelta(days=9),
    )
    Procedure.objects.filter(pk=procedure.pk).update(words=words_of(version))
    KnownStep.objects.bulk_create(
        KnownStep(procedure=procedure, key=step.key, what=step.what) for _place, step in walk(steps)
    )
    data = {"version": 1}
    told = _being_changed(procedure, row, at=at + timedelta(days=60)) if "draft_steps" in row else []
    return [
        Telling(facts.PROCEDURE_OPENED, procedure, by=owner, at=at),
        Telling(facts.VERSION_BEGUN, procedure, by=owner, at=at, data=data),
        Telling(facts.VERSION_IN_FORCE, procedure, by=town.quality, at=at + timedelta(days=9), data=data),
        *told,
    ]


def _being_changed(procedure: Procedure, row: dict[str, Any], *, at: datetime) -> list[Telling]:
    """A new version that its owner is writing."""
    steps = steps_from(row["draft_steps"])
    Version.objects.create(
        procedure=procedure,
        number=2,
        title=row["title"],
        why=row["why"],
        reason=row["draft_reason"],
        body=plain(steps),
        made_by=procedure.owner,
        made_at=at,
        changed_at=at,
    )
    known = set(procedure.known_steps.values_list("key", flat=True))
    KnownStep.objects.bulk_create(
        KnownStep(procedure=procedure, key=step.key, what=step.what)
        for _place, step in walk(steps)
        if step.key not in known
    )
    return [Telling(facts.VERSION_BEGUN, procedure, by=procedure.owner, at=at, data={"version": 2})]
