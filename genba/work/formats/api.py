"""Procedures by API: read as JSON, YAML or BPMN, begun, and written step by step."""

from datetime import date, datetime
from typing import Any, Literal

from django.core.exceptions import ValidationError as Refused
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError, ValidationError

from genba.people import api as shared
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.work.formats.writing import CONTENT_TYPES, file_of
from genba.work.models import Procedure, Process, Version
from genba.work.steps import StepFault, Steps, steps_from
from genba.work.writing import begin_version, open_procedure, write

router = Router(tags=["procedures"])

TITLE, WHY, REASON = 200, 500, 500
Format = Literal["json", "yaml", "bpmn"]
Step = dict[str, Any] | str


class ProcedureOut(Schema):
    """A procedure; `version` is the number of the one in force, `draft` of the one under way."""

    id: int
    code: str
    title: str
    process: int = Field(alias="process_id")
    owner: int | None = Field(None, alias="owner_id")
    is_check: bool
    review_on: date | None
    retired_on: date | None


class ProcedurePage(Schema):
    """Procedures in the order of their numbers; `next` is the offset of the following part."""

    items: list[ProcedureOut]
    next: int | None


class ProcedureQuery(shared.Slice):
    """Which procedures are wanted; retired ones only where asked for."""

    process: int | None = Field(None, ge=0, le=2**63 - 1)
    retired: bool = False


class VersionLine(Schema):
    """One version of a procedure."""

    number: int
    state: str
    title: str
    reason: str
    in_force_at: datetime | None
    ended_at: datetime | None


class VersionOut(VersionLine):
    """A version with its steps, as DESIGN and `genba procedure` spell them."""

    procedure: int = Field(alias="procedure_id")
    why: str
    steps: list[dict[str, Any]] = Field(alias="body")


class FormatQuery(Schema):
    """How it is wanted."""

    format: Format = "json"


class ProcedureIn(Schema):
    """A new procedure: `title` and `process` are needed. A step is an object, or a sentence."""

    title: shared.Line = Field(min_length=1, max_length=TITLE)
    process: int = Field(ge=0, le=2**63 - 1)
    why: shared.Words = Field("", max_length=WHY)
    steps: list[Step] = Field(default_factory=list, max_length=500)


class StepsIn(Schema):
    """All steps of a procedure. Where no version is under way one begins, and that needs a `reason`."""

    steps: list[Step] = Field(max_length=500)
    reason: shared.Words = Field("", max_length=REASON)


@router.get("/procedures", response=ProcedurePage, summary="List procedures")
@needs(SIGNED_IN)
def list_procedures(request: HttpRequest, query: Query[ProcedureQuery]) -> dict[str, Any]:
    """Of one process where that is given."""
    procedures = Procedure.objects.visible_to(signed_in(request)).order_by("pk")
    if not query.retired:
        procedures = procedures.in_use()
    if query.process is not None:
        procedures = procedures.filter(process_id=query.process)
    items, following = shared.page_of(procedures, query)
    return {"items": items, "next": following}


@router.post("/procedures", response={201: VersionOut}, summary="Begin a procedure")
@needs(SIGNED_IN)
def create_procedure(request: HttpRequest, payload: ProcedureIn) -> Status[Version]:
    """Its first draft."""
    person = signed_in(request)
    process = get_object_or_404(Process.objects.visible_to(person), pk=payload.process)
    steps = _steps(payload.steps)
    version = open_procedure(title=payload.title, process=process, by=person, why=payload.why, steps=steps)
    return Status(201, version)


@router.get("/procedures/{int:procedure_id}", response=VersionOut, summary="Read a procedure")
@needs(SIGNED_IN)
def read_procedure(request: HttpRequest, procedure_id: int, query: Query[FormatQuery]) -> Any:
    """The version in force; before there is one, the newest. Also as YAML or BPMN 2.0."""
    procedure = get_object_or_404(Procedure.objects.visible_to(signed_in(request)), pk=procedure_id)
    version = procedure.in_force or procedure.versions.first()
    return _answer(version, query.format)


@router.get("/procedures/{int:procedure_id}/versions", response=list[VersionLine], summary="List versions")
@needs(SIGNED_IN)
def list_versions(request: HttpRequest, procedure_id: int) -> Any:
    """All versions, the newest first."""
    procedure = get_object_or_404(Procedure.objects.visible_to(signed_in(request)), pk=procedure_id)
    return procedure.versions.defer("body")[:200]


@router.get(
    "/procedures/{int:procedure_id}/versions/{int:number}", response=VersionOut, summary="Read a version"
)
@needs(SIGNED_IN)
def read_version(request: HttpRequest, procedure_id: int, number: int, query: Query[FormatQuery]) -> Any:
    """One version. Also as YAML or BPMN 2.0."""
    seen = Version.objects.visible_to(signed_in(request)).select_related("procedure")
    return _answer(get_object_or_404(seen, procedure=procedure_id, number=number), query.format)


@router.put("/procedures/{int:procedure_id}/steps", response=VersionOut, summary="Write the steps")
@needs(SIGNED_IN)
def write_steps(request: HttpRequest, procedure_id: int, payload: StepsIn) -> Version:
    """Into the version under way; a new draft begins where none is."""
    person = signed_in(request)
    mine = Procedure.objects.changeable_by(person)
    if not mine.filter(pk=procedure_id).exists():
        get_object_or_404(Procedure.objects.visible_to(person), pk=procedure_id)
        raise HttpError(
            403, "This procedure is changed by its owner, by who leads its teams, and by quality."
        )
    procedure = Procedure.objects.get(pk=procedure_id)
    steps = _steps(payload.steps)
    try:
        with transaction.atomic():
            version = begin_version(procedure, by=person, reason=payload.reason)
            write(version, by=person, steps=steps)
    except Refused as refusal:
        raise HttpError(409, " ".join(refusal.messages)) from refusal
    return version


def _steps(given: list[Step]) -> Steps:
    try:
        return steps_from(given)
    except StepFault as fault:
        place = [part for number in fault.place for part in ("steps", number)]
        where = [*place, fault.column] if fault.column else place
        raise ValidationError([{"loc": ["body", "payload", *where], "msg": str(fault)}]) from fault


def _answer(version: Version | None, kind: Format) -> Any:
    if version is None:
        raise HttpError(404, "Nothing is written of this procedure yet.")
    if kind == "json":
        return version
    return HttpResponse(file_of(version, kind), content_type=f"{CONTENT_TYPES[kind]}; charset=utf-8")
