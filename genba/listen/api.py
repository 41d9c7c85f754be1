"""Reports by API."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from genba.listen.admission import Copy, NoLongerWaiting, admit, suggested_copy
from genba.listen.gate import TurnedAway, let_in
from genba.listen.intake import Said, receive
from genba.listen.models import Original, Report
from genba.listen.proof import HIGHEST_NUMBER, new_challenge
from genba.listen.triage import answer, pass_on
from genba.people import api as shared
from genba.people.access import ANYBODY, LEAD, QUALITY, SIGNED_IN, needs, person_of, signed_in
from genba.people.models import Place, Team
from genba.people.once import client_key

router = Router(tags=["reports"])

Kind = Literal["", "near_miss", "problem", "idea", "complaint", "question", "thanks"]
Severity = Literal["", "low", "medium", "high"]
State = Literal["", "new", "answered", "carded", "joined"]


class ReportIn(Schema):
    """What somebody says. Only `text` is needed."""

    text: shared.Said
    kind: Kind = ""
    severity: Severity = ""
    place: str = Field("", max_length=16, description="The code on the poster of the place")
    name: str = Field(
        "", max_length=120, description="A name to go with an anonymous report; leave it out to stay unknown"
    )
    anonymous: bool = Field(False, description="Send without the name of the token's person")
    altcha: str = Field(
        "",
        max_length=2000,
        description="The solved challenge, needed without a token: base64 of the JSON object "
        "`{algorithm, challenge, number, salt, signature}`",
    )


class ChallengeOut(Schema):
    """Find `number` between 0 and `maxNumber` so that SHA-256 of `salt` + `number` is `challenge` in hex."""

    algorithm: Literal["SHA-256"]
    challenge: str
    maxNumber: int = HIGHEST_NUMBER  # noqa: N815  (the protocol's own spelling)
    salt: str
    signature: str


class ReportTaken(Schema):
    """A report was taken in. An anonymous one comes with a receipt, a named one with its id."""

    receipt: str | None = None
    id: str | None = None


class ReportOut(Schema):
    """A report as one may see it. Of an anonymous one `received_on` is the Monday of its week."""

    id: str
    text: str
    kind: str
    severity: str
    state: str
    place: str | None
    team: int | None
    anonymous: bool = Field(alias="is_anonymous")
    reporter_name: str
    received_on: date
    received_at: datetime | None
    answered_at: datetime | None
    outcome: str

    @staticmethod
    def resolve_id(report: Report) -> str:
        return str(report.pk)

    @staticmethod
    def resolve_place(report: Report) -> str | None:
        return report.place.name if report.place else None

    @staticmethod
    def resolve_team(report: Report) -> int | None:
        return report.team_id


class ReportPage(Schema):
    """Reports, oldest first; `next` is the offset of the following part."""

    items: list[ReportOut]
    next: int | None


class ReportQuery(shared.Slice):
    """Which reports are wanted."""

    state: State = ""
    kind: Kind = ""


class OriginalOut(Schema):
    """What somebody said without a name, as it came; `suggested` leaves out what may identify."""

    id: str
    text: str
    suggested: str
    kind: str
    severity: str
    place: str | None
    team: int | None
    week: date

    @staticmethod
    def resolve_id(original: Original) -> str:
        return str(original.pk)

    @staticmethod
    def resolve_text(original: Original) -> str:
        return original.words.text

    @staticmethod
    def resolve_suggested(original: Original) -> str:
        return suggested_copy(original)

    @staticmethod
    def resolve_place(original: Original) -> str | None:
        return original.place.name if original.place else None

    @staticmethod
    def resolve_team(original: Original) -> int | None:
        return original.team_id


class OriginalPage(Schema):
    """Originals that wait, oldest week first; `next` is the offset of the following part."""

    items: list[OriginalOut]
    next: int | None


class AdmissionIn(Schema):
    """The copy that the quality system keeps; by it nobody shall be recognised."""

    text: shared.Said
    with_photo: bool = False


class WordsIn(Schema):
    """The words that the reporter will read."""

    words: shared.Said


class PassIn(WordsIn):
    """To whom a report is passed, and the words that the reporter will read."""

    team: int


@router.get("/reports/challenge", response=ChallengeOut, summary="Get a challenge to solve for one report")
@needs(ANYBODY)
def challenge(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """A small sum (ALTCHA, version 1) that an anonymous report needs. It counts once and within the hour."""
    del request
    response.headers["Cache-Control"] = "no-store"
    return new_challenge(now=timezone.now())


@router.post("/reports", response={201: ReportTaken}, summary="Say something", exclude_none=True)
@needs(ANYBODY)
def create_report(request: HttpRequest, payload: ReportIn) -> Status[dict[str, Any]]:
    """Take in a report. Without a token (or with `anonymous`) the answer is a receipt; nobody else has it.

    A repeat with the same `Idempotency-Key` gives the same answer and stores nothing. Without a token each
    request, a repeat too, needs `altcha`: a challenge of its own, solved.
    """
    place = Place.objects.filter(code=payload.place, is_closed=False).first() if payload.place else None
    if payload.place and place is None:
        raise HttpError(422, "There is no place with this code.")
    said = Said(
        text=payload.text, kind=payload.kind, severity=payload.severity, place=place, name=payload.name
    )
    if person_of(request) is None:
        _pass_the_gate(payload.altcha)
    by = None if payload.anonymous else person_of(request)
    received = receive(said, by=by, client_key=client_key(request))
    return Status(201, {"receipt": received.receipt} if received.receipt else {"id": str(received.record.pk)})


def _pass_the_gate(solution: str) -> None:
    try:
        let_in(solution, must_solve=True)
    except TurnedAway as turned_away:
        raise HttpError(turned_away.status, str(turned_away)) from None


@router.get("/reports", response=ReportPage, summary="List the reports one may see")
@needs(SIGNED_IN)
def list_reports(request: HttpRequest, query: Query[ReportQuery]) -> dict[str, Any]:
    """Oldest first, one's own and those of the teams one answers for."""
    reports = (
        Report.objects.visible_to(signed_in(request)).select_related("place").order_by("received_on", "id")
    )
    if query.state:
        reports = reports.filter(state=query.state)
    if query.kind:
        reports = reports.filter(kind=query.kind)
    items, following = shared.page_of(reports, query)
    return {"items": items, "next": following}


@router.get("/reports/{int:report_id}", response=ReportOut, summary="Read a report")
@needs(SIGNED_IN)
def read_report(request: HttpRequest, report_id: int) -> Report:
    """One report that one may see."""
    reports = Report.objects.visible_to(signed_in(request)).select_related("place")
    return get_object_or_404(reports, pk=report_id)


@router.post("/reports/{int:report_id}/answers", response=ReportOut, summary="Answer the reporter")
@needs(LEAD, QUALITY)
def answer_report(request: HttpRequest, report_id: int, payload: WordsIn) -> Report:
    """Give an answer; the first one ends the wait."""
    person = signed_in(request)
    report = get_object_or_404(Report.objects.answerable_by(person), pk=report_id)
    answer(report, words=payload.words, by=person)
    return report


@router.post("/reports/{int:report_id}/passes", response=ReportOut, summary="Pass a report to another team")
@needs(LEAD, QUALITY)
def pass_report(request: HttpRequest, report_id: int, payload: PassIn) -> Report:
    """Hand it to another team and tell the reporter; the waiting time keeps running."""
    person = signed_in(request)
    report = get_object_or_404(Report.objects.answerable_by(person), pk=report_id)
    pass_on(report, team=get_object_or_404(Team, pk=payload.team), words=payload.words, by=person)
    return report


@router.get("/originals", response=OriginalPage, summary="List what was said without a name and waits")
@needs(LEAD, QUALITY)
def list_originals(request: HttpRequest, query: Query[shared.Slice]) -> dict[str, Any]:
    """What one may admit, oldest week first."""
    waiting = Original.objects.answerable_by(signed_in(request)).waiting().select_related("place")
    items, following = shared.page_of(waiting, query)
    return {"items": items, "next": following}


@router.post(
    "/originals/{int:original_id}/admission", response={201: ReportOut}, summary="Admit a copy of it"
)
@needs(LEAD, QUALITY)
def admit_original(request: HttpRequest, original_id: int, payload: AdmissionIn) -> Status[Report]:
    """Admit a de-identified copy. The trail says that a report was admitted, by nobody."""
    waiting = Original.objects.answerable_by(signed_in(request)).select_related("place")
    original = get_object_or_404(waiting, pk=original_id)
    copy = Copy(payload.text, original.kind, original.severity, original.place, with_photo=payload.with_photo)
    try:
        return Status(201, admit(original, copy))
    except NoLongerWaiting:
        raise HttpError(409, "This was admitted or set aside in the meantime.") from None
