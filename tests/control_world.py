"""Documents, gauges and what people can do, of one's own team and of others: met on the walk."""

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from genba.conftest import Cast
from genba.people.models import Person, Team
from genba.trail.models import File
from genba.work.documents import keeping as documents
from genba.work.equipment import keeping as equipment
from genba.work.models import (
    Competence,
    Document,
    DocumentUse,
    DocumentVersion,
    Equipment,
    PrintedCopy,
    ProcedureImport,
    Process,
    RoleHolder,
    Skill,
)
from genba.work.skills.keeping import add_need, give_role, keep_skill, show_competence
from genba.work.skills.things import Thing

if TYPE_CHECKING:
    from tests.world import Records

PDF = b"%PDF-1.4 a drawing\n%%EOF"


def controlled(cast: Cast, met: type, line: Process, ward: Process) -> "Records":
    """A document in force at the line, one that waits at the ward, a retired one; gauges; skills."""
    return [
        *_documents(cast, met, line, ward),
        *_equipment(cast, met),
        *_skills(cast, met),
    ]


def _documents(cast: Cast, met: type, line: Process, ward: Process) -> "Records":
    counts = _document(cast.amira, "D-1", cast.line, line)
    waits = _document(cast.wanda, "D-2", cast.ward, ward)
    old = _document(cast.amira, "D-3", cast.line, line)
    gone = _document(cast.amira, "D-4", cast.line, line)
    for one in (counts, old):
        documents.put_in_force(one.versions.get(), by=cast.quentin)
    PrintedCopy.objects.filter(version__document=counts).update(keeper=cast.tomas)
    documents.retire(old, by=cast.amira, why="Not built any more.")
    Document.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
    own, foreign = _of_document(counts), _of_document(waits)
    found = [
        met("the line's document in force", own),
        met("the ward's document, waits for approval", foreign),
        met("the line's document, retired", _of_document(old)),
        met("the line's document, its import undone", _of_document(gone)),
    ]
    across = met("part of the ward's document under the line's address", {**foreign, "pk": counts.pk})
    return [(r"/documents/<int:pk>/(uses|copies)/<", [*found, across]), (r"/documents/<", found)]


def files_at_work(cast: Cast, met: type) -> list[Any]:
    """Files that hang on these records, and on a document that became no procedure yet."""
    looked_at = ProcedureImport.objects.get(state=ProcedureImport.State.LOOKED_AT)
    records: dict[str, Any] = {
        "file of the line's document": DocumentVersion.objects.get(document__code="D-1"),
        "file of the line's document, its import undone": DocumentVersion.objects.get(document__code="D-4"),
        "evidence of what the member can do": Competence.objects.get(person=cast.tomas),
        "evidence of what the other lead can do": Competence.objects.get(person=cast.wanda),
        "file that the member looked at before taking it over": looked_at,
    }
    return [met(what, {"key": File.objects.of(one).get().pk}) for what, one in records.items()]


def _document(by: Person, code: str, team: Team, process: Process) -> Document:
    made = documents.open_document(by=by, code=code, title="Housing", teams=[team], process=process)
    version = documents.bring_version(
        made, by=by, revision="A", file=SimpleUploadedFile("drawing.pdf", PDF, "application/pdf")
    )
    documents.ask_for_approval(version, by=by)
    DocumentUse.objects.create(document=made, process=process)
    PrintedCopy.objects.create(version=version, where="At the bench", keeper=by)
    return made


def _of_document(document: Document) -> dict[str, Any]:
    version = DocumentVersion.objects.get(document=document)
    use, copy = document.uses.get(), version.copies.get()
    return {"pk": document.pk, "number": version.number, "use": use.pk, "copy": copy.pk}


def _equipment(cast: Cast, met: type) -> "Records":
    own, foreign, old = (
        _gauge(by, code, team)
        for by, code, team in (
            (cast.amira, "G-1", cast.line),
            (cast.wanda, "G-2", cast.ward),
            (cast.amira, "G-3", cast.line),
        )
    )
    equipment.retire(Equipment.objects.get(pk=old["pk"]), by=cast.amira, why="Worn out.")
    found = [
        met("the line's gauge", own),
        met("the ward's gauge", foreign),
        met("the line's gauge, retired", old),
    ]
    across = met("calibration of the ward's gauge under the line's address", {**foreign, "pk": own["pk"]})
    return [(r"/equipment/<int:pk>/calibrations/<", [*found, across]), (r"/equipment/<int", found)]


def _gauge(by: Person, code: str, team: Team) -> dict[str, Any]:
    gauge = Equipment(code=code, name="Calliper", team=team, every=12)
    equipment.keep_equipment(gauge, by=by)
    found = {"where": "inside", "as_found": "Right everywhere.", "is_in_tolerance": True}
    calibration = equipment.calibrate(gauge, by=by, on=timezone.localdate(), **found)
    return {"pk": gauge.pk, "calibration": calibration.pk}


def _skills(cast: Cast, met: type) -> "Records":
    truck, closed = Skill(name="Drive a fork-lift truck"), Skill(name="Solder", is_closed=True)
    for skill in (truck, closed):
        keep_skill(skill, by=cast.quentin)
    thing = Thing("skill", truck.pk, truck.name)
    teams = {"the line": (cast.line, cast.tomas), "the ward": (cast.ward, cast.wanda)}
    led, shown = {}, {}
    for what, (team, person) in teams.items():
        need = add_need(team, thing, by=cast.quentin)
        give_role(person, team, role="Driver", by=cast.quentin)
        holder = RoleHolder.objects.get(team=team)
        led[what] = {"pk": team.pk, "need": need.pk, "holder": holder.pk}
        competence = show_competence(
            person,
            thing,
            by=cast.quentin,
            evidence=SimpleUploadedFile("course.pdf", PDF, "application/pdf"),
            way="certificate",
            on=timezone.localdate(),
        )
        shown[what] = {"pk": person.pk, "competence": competence.pk}
    own, foreign = led["the line"], led["the ward"]
    seen = [met("the line", own), met("the ward", foreign)]
    across = met("need and role of the ward under the line's address", {**foreign, "pk": own["pk"]})
    people = [met("the member", shown["the line"]), met("the other lead", shown["the ward"])]
    other = met(
        "what the other lead can do under the member's address", {**shown["the ward"], "pk": cast.tomas.pk}
    )
    return [
        (r"/skills/teams/<int:pk>/(needs|roles)/<", [*seen, across]),
        (r"/skills/teams/<", seen),
        (r"/skills/people/<int:pk>/competences/<", [*people, other]),
        (r"/skills/people/<", people),
        (r"/skills/<", [met("a skill", {"pk": truck.pk}), met("a skill, closed", {"pk": closed.pk})]),
    ]
