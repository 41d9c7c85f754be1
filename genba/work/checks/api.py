"""Runs of checks by API."""

from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from genba.people import api as shared
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.once import client_key
from genba.work.checks.given import LONGEST_NOTE, Given, GivenRun
from genba.work.checks.taking import take_whole_run
from genba.work.models import Run, StepResult, Version

router = Router(tags=["checks"])

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class ResultIn(Schema):
    """What came out at one step. `step` is its key; a value outside of the limits is a failed step."""

    step: str = Field(max_length=40)
    result: Literal["", "pass", "fail", "na"] = ""
    value: float | None = Field(None, gt=-1e15, lt=1e15, allow_inf_nan=False)
    note: shared.Line = Field("", max_length=LONGEST_NOTE)
    at: datetime | None = None


class RunIn(Schema):
    """A run with its results in their order. Without `version` it is the one in force.

    `key` makes a repeat safe, as the header Idempotency-Key does; without `ending` the run stays open, and
    sending more under the same key goes on with it.
    """

    procedure: int = Field(ge=1, lt=2**63)
    version: int | None = Field(None, ge=1, lt=2**31)
    team: int | None = Field(None, ge=1, lt=2**63)
    place: str = Field("", max_length=16)
    key: shared.Line = Field("", max_length=255)
    begun_at: datetime | None = None
    results: list[ResultIn] = Field(max_length=2000)
    ending: Literal["", "end", "give_up"] = "end"


class ResultOut(Schema):
    """One result."""

    step: str
    what: str
    result: str
    value: float | None
    is_within: bool | None
    note: str
    at: datetime

    @staticmethod
    def resolve_step(result: StepResult) -> str:
        return result.step.key

    @staticmethod
    def resolve_what(result: StepResult) -> str:
        return result.step.what


class RunOut(Schema):
    """A run, of which nobody is told by whom it was run."""

    id: int
    procedure: int = Field(alias="procedure_id")
    version: int
    team: int | None = Field(None, alias="team_id")
    place: str
    state: str
    begun_at: datetime
    ended_at: datetime | None
    seconds: int | None
    first_time: bool | None = Field(None, alias="went_first_time")
    results: list[ResultOut]

    @staticmethod
    def resolve_version(run: Run) -> int:
        return run.version.number

    @staticmethod
    def resolve_place(run: Run) -> str:
        return run.place.code if run.place else ""

    @staticmethod
    def resolve_results(run: Run) -> list[StepResult]:
        return list(run.results.all())


class RunPage(Schema):
    """Runs that have ended, the latest first; `next` is the offset of the following part."""

    items: list[RunOut]
    next: int | None


class RunQuery(shared.Slice):
    """Which runs are wanted; `month` as 2026-11."""

    procedure: int | None = Field(None, lt=2**63)
    team: int | None = Field(None, lt=2**63)
    month: str | None = Field(None, pattern=MONTH)


@router.get("/checks/runs", response=RunPage, summary="List runs of checks")
@needs(SIGNED_IN)
def list_runs(request: HttpRequest, query: Query[RunQuery]) -> dict[str, Any]:
    """Of one procedure, team or month where that is given."""
    runs = _shown(Run.objects.visible_to(signed_in(request)).filter(ended_at__isnull=False))
    if query.procedure is not None:
        runs = runs.filter(procedure=query.procedure)
    if query.team is not None:
        runs = runs.filter(team=query.team)
    if query.month is not None:
        first, following = _month(query.month)
        runs = runs.filter(ended_at__gte=first, ended_at__lt=following)
    items, after = shared.page_of(runs.order_by("-ended_at", "-pk"), query)
    return {"items": items, "next": after}


@router.post("/checks/runs", response={201: RunOut}, summary="Send a run of a check")
@needs(SIGNED_IN)
@transaction.atomic
def send_run(request: HttpRequest, payload: RunIn) -> Status[Run]:
    """Keep a run with its results, once however often it is sent with the same key."""
    person = signed_in(request)
    given = GivenRun(
        procedure=payload.procedure,
        version=payload.version or _in_force(payload.procedure),
        client_key=payload.key or client_key(request),
        results=tuple(_given(one) for one in payload.results),
        ending=payload.ending,
        team=payload.team,
        place=payload.place,
        begun_at=_aware(payload.begun_at),
    )
    try:
        run = take_whole_run(given, by=person)
    except ValidationError as wrong:
        raise HttpError(422, " ".join(wrong.messages)) from None
    return Status(201, _shown(Run.objects.filter(pk=run.pk)).get())


def _given(one: ResultIn) -> Given:
    value = "" if one.value is None else repr(one.value)
    return Given(key=one.step, result=one.result, value=value, note=one.note, at=_aware(one.at))


def _aware(moment: datetime | None) -> datetime | None:
    """A moment without a zone is one of the house's."""
    return timezone.make_aware(moment) if moment is not None and timezone.is_naive(moment) else moment


def _in_force(procedure: int) -> int:
    found = Version.objects.filter(procedure=procedure, state=Version.State.IN_FORCE).first()
    return found.number if found else 0


def _month(words: str) -> tuple[datetime, datetime]:
    first = date.fromisoformat(f"{words}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    return _midnight(first), _midnight(following)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _shown(runs: Any) -> Any:
    return runs.select_related("version", "place").prefetch_related("results__step")
