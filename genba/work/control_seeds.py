"""Documents, gauges and what people can do in the demonstration organisation, from plain words to rows."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from genba.people.models import Person, Place
from genba.people.seeds import Town
from genba.trail.files import keep_file
from genba.trail.record import Telling
from genba.work import facts
from genba.work.documents.keeping import words_of
from genba.work.equipment.at_step import codes_in
from genba.work.equipment.keeping import next_due
from genba.work.models import (
    Calibration,
    Competence,
    Document,
    DocumentUse,
    DocumentVersion,
    Equipment,
    Measurement,
    Need,
    PrintedCopy,
    Procedure,
    Process,
    RoleHolder,
    Skill,
    StepResult,
    Teacher,
    Version,
    WorkRole,
)
from genba.work.steps import to_do

DAY = timedelta(days=1)
NEWEST = 60
State = DocumentVersion.State


def tell_control(town: Town, words: Mapping[str, Any], *, now: datetime) -> list[Telling]:
    """Write it down with the days counted back from now. Returns the facts."""
    people = {person.name: person for person in Person.objects.all()}
    tellings = [line for row in words["document"] for line in _document(town, people, row, now)]
    tellings += [line for row in words["gauge"] for line in _gauge(town, row, now)]
    tellings += [line for row in words["skill"] for line in _skill(town, row, now)]
    return tellings + [line for row in words["needed_procedure"] for line in _needed(town, row, now)]


def _document(town: Town, people: dict[str, Person], row: dict[str, Any], now: datetime) -> Iterator[Telling]:
    kept = {name: row.get(name, "") for name in ("code", "title", "kind", "publisher", "kept_where")}
    document = Document.objects.create(
        **kept,
        owner=people[row["owner"]],
        process=Process.objects.filter(name=row.get("process", "")).first(),
        newer_edition=row.get("newer", ""),
        review_on=(now + row["review_in"] * DAY).date(),
        made_on=(now - row["versions"][0][3] * DAY).date(),
    )
    document.teams.set(town.crews[key].team for key in row["teams"])
    yield Telling(
        facts.DOCUMENT_OPENED, document, by=document.owner, at=now - (row["versions"][0][3] + 9) * DAY
    )
    for number, (revision, changed, reason, days) in enumerate(row["versions"], start=1):
        is_last = number == len(row["versions"])
        version = DocumentVersion.objects.create(
            document=document,
            number=number,
            revision=revision,
            state=State.IN_FORCE if is_last else State.REPLACED,
            title=row["title"],
            changed=changed,
            reason=reason,
            made_by=document.owner,
            made_at=now - (days + 3) * DAY,
            in_force_at=now - days * DAY,
            ended_at=None if is_last else now - row["versions"][number][3] * DAY,
        )
        if not document.is_external:
            _keep(version)
        at = now - days * DAY
        yield Telling(facts.DOCUMENT_IN_FORCE, document, by=town.quality, at=at, data={"number": number})
        for where, keeper in row.get("copies", []) if is_last else []:
            PrintedCopy.objects.create(
                version=version, where=where, keeper=people[keeper], given_on=(at + DAY).date()
            )
    DocumentUse.objects.bulk_create(
        DocumentUse(document=document, procedure=procedure)
        for procedure in Procedure.objects.filter(title__in=row.get("used", []))
    )
    Document.objects.filter(pk=document.pk).update(words=words_of(document))


def _keep(version: DocumentVersion) -> None:
    name = f"{version.document.code} {version.revision}.txt".replace("/", "-")
    words = f"{version.document.code}  {version.revision}\n{version.title}\n{version.changed}\n"
    kept = keep_file(version, SimpleUploadedFile(name, words.encode()), by=None)
    version.sha256, version.file_name, version.file_key = kept.sha256, kept.name, kept.pk
    version.save(update_fields=["sha256", "file_name", "file_key"])


def _gauge(town: Town, row: dict[str, Any], now: datetime) -> Iterator[Telling]:
    crew = town.crews[row["team"]]
    kept = {
        name: row[name] for name in ("code", "name", "kind", "serial", "every", "tolerance", "measures_in")
    }
    gauge = Equipment.objects.create(
        **kept,
        unit=row.get("unit", "months"),
        team=crew.team,
        place=Place.objects.filter(name=row.get("place", ""), team=crew.team).first(),
        made_on=(now - 420 * DAY).date(),
    )
    yield Telling(facts.EQUIPMENT_ADDED, gauge, by=crew.lead, at=now - 420 * DAY)
    for days, found, is_right, is_fit in row["calibrations"]:
        at = now - days * DAY
        done = Calibration.objects.create(
            equipment=gauge,
            on=at.date(),
            by_whom="Northern Calibration Laboratory",
            as_found=found,
            is_in_tolerance=is_right,
            is_fit=is_fit,
            due_on=next_due(gauge, at.date()),
            written_by=crew.lead,
            written_at=at,
        )
        gauge.due_on = done.due_on if is_fit else None
        gauge.state = Equipment.State.IN_USE if is_fit else Equipment.State.OUT_OF_ORDER
        gauge.state_why = "" if is_fit else found
        yield Telling(facts.EQUIPMENT_CALIBRATED, gauge, by=crew.lead, at=at, data={"calibration": done.pk})
    gauge.save()
    Measurement.objects.bulk_create(
        Measurement(equipment=gauge, on=(now - days * DAY).date(), what=what, noted_by=crew.people[0])
        for days, what in row.get("measured", [])
    )
    Measurement.objects.bulk_create(_runs_with(gauge))


def _runs_with(gauge: Equipment) -> Iterator[Measurement]:
    """What the newest runs measured at the steps that name this gauge."""
    for version in Version.objects.filter(state=Version.State.IN_FORCE).select_related("procedure"):
        for step in to_do(version.steps):
            if gauge.code not in codes_in(step.tools):
                continue
            results = StepResult.objects.filter(step__procedure=version.procedure, step__key=step.key)
            for one in results.exclude(value=None).order_by("-at")[:NEWEST]:
                words = f"{version.procedure} – {step.what}: {one.value:.10g} {step.unit}"
                yield Measurement(equipment=gauge, on=timezone.localdate(one.at), what=words, result=one)


def _skill(town: Town, row: dict[str, Any], now: datetime) -> Iterator[Telling]:
    skill = Skill.objects.create(name=row["name"], meaning=row["meaning"], valid_months=row.get("months"))
    yield Telling(facts.SKILL_ADDED, skill, by=town.quality, at=now - 450 * DAY)
    for key, role, reading in row["needed"]:
        named = WorkRole.objects.get_or_create(name=role)[0] if role else None
        Need.objects.create(team=town.crews[key].team, role=named, skill=skill, reading_counts=reading)
    for key, role, many in row.get("roles", []):
        named, crew = WorkRole.objects.get_or_create(name=role)[0], town.crews[key]
        RoleHolder.objects.bulk_create(
            RoleHolder(role=named, person=person, team=crew.team) for person in crew.people[:many]
        )
    for key, number, way, seen, days in row["shown"]:
        crew = town.crews[key]
        yield _shown(crew.people[number], crew.lead, now - days * DAY, way, seen, skill=skill)
    Teacher.objects.bulk_create(
        Teacher(person=town.crews[key].people[number], skill=skill) for key, number in row.get("teaches", [])
    )


def _needed(town: Town, row: dict[str, Any], now: datetime) -> Iterator[Telling]:
    crew, procedure = town.crews[row["team"]], Procedure.objects.get(title=row["title"])
    Need.objects.create(team=crew.team, procedure=procedure, reading_counts=row["reading"])
    for number, way, seen, days in row["shown"]:
        at = now - days * DAY
        yield _shown(crew.people[number], crew.lead, at, way, seen, procedure=procedure)


def _shown(person: Person, by: Person, at: datetime, *said: str, **thing: Any) -> Telling:
    way, seen = said
    skill = thing.get("skill")
    months = skill.valid_months if skill else None
    day = timezone.localdate(at)
    expires = next_due(Equipment(every=months, unit="months"), day) if months else None
    one = Competence.objects.create(
        person=person, by=by, way=way, shown_by=seen, on=day, expires_on=expires, **thing
    )
    return Telling(facts.COMPETENCE_SHOWN, one, by=by, at=at)
