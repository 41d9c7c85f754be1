"""The trail and imports by API."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile

from genba.front.imports import IMPORTERS, begin_check, begin_commit, imports_of, targets_for
from genba.people import api as shared
from genba.people.access import ADMINISTRATOR, AUDITOR, EXECUTIVE, QUALITY, SIGNED_IN, needs, signed_in
from genba.people.signing import Shown, signatures_under
from genba.people.subjects import find
from genba.sources.models import Import
from genba.sources.start import start_import
from genba.sources.table import TableUnreadable
from genba.trail.models import Fact
from genba.trail.seals.receipts import inclusion_receipt

router = Router(tags=["facts"])
imports = Router(tags=["imports"])
signatures = Router(tags=["signatures"])


class FactOut(Schema):
    """One line of the trail. `by` is a person's number, or null for nobody."""

    id: int
    at: datetime
    name: str
    subject_kind: str
    subject_id: str
    by: int | None = Field(None, alias="by_id")
    data: dict[str, Any]


class FactPage(Schema):
    """Facts in the order in which they were written; ask again with `after` = `next` for more."""

    items: list[FactOut]
    next: int | None


class FactQuery(Schema):
    """Which facts are wanted."""

    after: int = Field(0, ge=0, le=2**62)
    limit: int = Field(100, ge=1, le=1000)
    subject_kind: str = Field("", max_length=64)
    subject_id: str = Field("", max_length=40)


@router.get("/facts", response=FactPage, summary="Read the trail")
@needs(QUALITY, AUDITOR, EXECUTIVE, ADMINISTRATOR)
def list_facts(request: HttpRequest, query: Query[FactQuery]) -> dict[str, Any]:
    """Facts after a given one, oldest first; of one record where its kind and id are given."""
    del request
    facts = Fact.objects.filter(pk__gt=query.after).order_by("pk")
    if query.subject_kind:
        facts = facts.filter(subject_kind=query.subject_kind)
    if query.subject_id:
        facts = facts.filter(subject_id=query.subject_id)
    found = list(facts[: query.limit])
    return {"items": found, "next": found[-1].pk if len(found) == query.limit else None}


class ProofOut(Schema):
    """What proves, without Genba, that a fact stands in the signed trail; docs/trail.md tells more."""

    form: str
    fact: str
    leaf_number: int
    leaf_hash: str
    tree_size: int
    inclusion_path: list[str]
    checkpoint: str
    verifier_key: str


@router.get("/facts/{int:fact_id}/proof", response=ProofOut, summary="The proof of one fact")
@needs(QUALITY, AUDITOR, EXECUTIVE, ADMINISTRATOR)
def read_proof(request: HttpRequest, fact_id: int) -> dict[str, Any]:
    """The inclusion proof of RFC 6962 with the newest signed checkpoint; 409 for a very young fact."""
    del request
    receipt = inclusion_receipt(get_object_or_404(Fact, pk=fact_id))
    if receipt is None:
        raise HttpError(409, "No signed checkpoint covers this fact yet; ask again in two minutes.")
    return receipt.as_json()


class PlaceOut(Schema):
    """Where rows may go."""

    value: str
    label: str


class TargetOut(Schema):
    """What a table can become, and where its rows may go."""

    kind: str
    label: str
    places: list[PlaceOut]


class ImportIn(Schema):
    """What the rows become, where they go, and what the list is called."""

    target: str = Field(max_length=40)
    place: str = Field("", max_length=80)
    register_name: shared.Line = ""


class ImportOut(Schema):
    """How far an import has come. `reasons` tells why rows are refused."""

    id: int
    target: str
    place: str
    state: str
    register_name: str
    mapping: dict[str, Any]
    counts: dict[str, int]
    reasons: list[Any]
    error: str


@imports.get("/imports/targets", response=list[TargetOut], summary="What can be imported, and where to")
@needs(*IMPORTERS)
def list_targets(request: HttpRequest) -> list[dict[str, Any]]:
    """Each target with the places that this person may fill."""
    return [
        {
            "kind": target.kind,
            "label": str(target.label),
            "places": [{"value": value, "label": label} for value, label in places],
        }
        for target, places in targets_for(signed_in(request))
    ]


@imports.post("/imports", response={201: ImportOut}, summary="Upload a table and see what it would do")
@needs(*IMPORTERS)
def create_import(request: HttpRequest, payload: Form[ImportIn], file: File[UploadedFile]) -> Status[Import]:
    """A dry run: the meaning of the columns is guessed, nothing is taken over yet."""
    person = signed_in(request)
    offered = {target.kind: (target, dict(places)) for target, places in targets_for(person)}
    target, places = offered.get(payload.target, (None, {}))
    if target is None or payload.place not in places:
        raise HttpError(422, "Nothing can be imported there; see /api/v1/imports/targets.")
    try:
        begun = start_import(
            file.chunks(),
            file_name=file.name or "",
            target=target,
            place=payload.place,
            by_id=person.pk,
            register_name=payload.register_name,
        )
    except TableUnreadable as trouble:
        raise HttpError(422, str(trouble.sentence)) from trouble
    begin_check(begun)
    return Status(201, begun)


@imports.get("/imports/{int:import_id}", response=ImportOut, summary="How far an import has come")
@needs(*IMPORTERS)
def read_import(request: HttpRequest, import_id: int) -> Import:
    """One import that one may see."""
    return get_object_or_404(imports_of(signed_in(request)), pk=import_id)


@imports.post("/imports/{int:import_id}/commits", response={202: ImportOut}, summary="Take an import over")
@needs(*IMPORTERS)
def commit_import(request: HttpRequest, import_id: int) -> Status[Import]:
    """Let the worker take over what the dry run has shown. The same table twice changes nothing."""
    checked = get_object_or_404(imports_of(signed_in(request)), pk=import_id)
    if not begin_commit(checked):
        raise HttpError(409, "It is not ready, or a table of the same list is being taken over.")
    checked.refresh_from_db()
    return Status(202, checked)


class SignatureOut(Schema):
    """One signature. `is_current` says whether the record is as it was signed, `is_sound` whether the
    signature agrees with the trail."""

    id: int
    signer: int
    name: str
    at: datetime
    meaning: str
    reason: str
    version_hash: str
    is_current: bool
    is_sound: bool


class SignatureQuery(Schema):
    """Of which record: its kind and number with a colon between, such as `improve.effectivenesscheck:12`."""

    subject: str = Field("", max_length=105)


@signatures.get("/signatures", response=list[SignatureOut], summary="Read the signatures under a record")
@needs(SIGNED_IN)
def list_signatures(request: HttpRequest, query: Query[SignatureQuery]) -> list[dict[str, Any]]:
    """The earliest first. Nothing is signed by API: a token does not show who is there at the moment."""
    kind, _, key = query.subject.partition(":")
    if not (kind and key):
        raise HttpError(422, "Say of which record: subject=improve.effectivenesscheck:12")
    found = find(signed_in(request), kind, key)
    if found is None:
        raise Http404
    return [_signature(shown) for shown in signatures_under(kind, found[1])]


def _signature(shown: Shown) -> dict[str, Any]:
    kept = shown.signature
    return {
        "id": kept.pk,
        "signer": kept.signer_id,
        "name": shown.name,
        "at": kept.at,
        "meaning": kept.meaning,
        "reason": shown.reason,
        "version_hash": kept.version_hash,
        "is_current": shown.is_current,
        "is_sound": shown.is_sound,
    }
