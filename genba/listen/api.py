"""Reports by API."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from genba.listen.intake import Said, receive
from genba.listen.models import Report
from genba.listen.triage import answer, pass_on
from genba.people import api as shared
from genba.people.access import ANYBODY, LEAD, QUALITY, SIGNED_IN, needs, person_of, signed_in
from genba.people.models import Place, Team

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


class WordsIn(Schema):
    """The words that the reporter will read."""

    words: shared.Said


class PassIn(WordsIn):
    """To whom a report is passed, and the words that the reporter will read."""

    team: int


@router.post("/reports", response={201: ReportTaken}, summary="Say something", exclude_none=True)
@needs(ANYBODY)
def create_report(request: HttpRequest, payload: ReportIn) -> Status[dict[str, Any]]:
    """Take in a report. Without a token (or with `anonymous`) the answer is a receipt; nobody else has it.

    A repeat with the same `Idempotency-Key` gives the same answer and stores nothing.
    """
    place = Place.objects.filter(code=payload.place, is_closed=False).first() if payload.place else None
    if payload.place and place is None:
        raise HttpError(422, "There is no place with this code.")
    said = Said(
        text=payload.text, kind=payload.kind, severity=payload.severity, place=place, name=payload.name
    )
    by = None if payload.anonymous else person_of(request)
    received = receive(said, by=by, client_key=shared.client_key(request))
    return Status(201, {"receipt": received.receipt} if received.receipt else {"id": str(received.report.pk)})


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
