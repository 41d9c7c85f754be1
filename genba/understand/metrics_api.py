"""Metrics by API: read, and readings brought by programs."""

from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import AfterValidator

from genba.people import api as shared
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.understand.measuring import Arrived, NewReading, take_readings
from genba.understand.models import Metric

router = Router(tags=["metrics"])

MOST_AT_ONCE = 1000
FIRST_YEAR, LAST_YEAR = 1900, 2199


def _a_moment_that_was(moment: datetime) -> datetime:
    """Without an offset it is told by the clock here. Raises ValueError for what no reading can be of."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        message = f"The year must lie between {FIRST_YEAR} and {LAST_YEAR}."
        raise ValueError(message)
    at = moment if moment.tzinfo else timezone.make_aware(moment)
    if at > timezone.now():
        message = "This moment is still to come. A reading is of something that was."
        raise ValueError(message)
    return at


class MetricOut(Schema):
    """A metric. With the shapes `proportion` and `rate` a reading is made of a value and a denominator."""

    id: int
    name: str
    definition: str
    unit: str
    shape: str
    per: int
    better: str
    role: str
    process: int | None = Field(None, alias="process_id")
    team: int | None = Field(None, alias="team_id")
    owner: int | None = Field(None, alias="owner_id")
    is_counted_by_genba: bool
    is_closed: bool

    @staticmethod
    def resolve_is_counted_by_genba(metric: Metric) -> bool:
        return bool(metric.computes)


class MetricPage(Schema):
    """Metrics in the order of their numbers; `next` is the offset of the following part."""

    items: list[MetricOut]
    next: int | None


class ReadingIn(Schema):
    """One reading. A time without an offset is told by the clock of the organisation."""

    at: Annotated[datetime, AfterValidator(_a_moment_that_was)]
    value: float
    denominator: float | None = Field(None, description="Out of how many, or per how much.")
    note: shared.Line = ""


class ReadingsIn(Schema):
    """Readings in any order, at most a thousand: all of them are taken, or none."""

    readings: list[ReadingIn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ArrivedOut(Schema):
    """How many moments were new, got another value, or were there already."""

    new: int
    changed: int
    same: int


class RefusedOut(Schema):
    """What is wrong with which reading; nothing was taken."""

    detail: list[dict[str, str]]


@router.get("/metrics", response=MetricPage, summary="List metrics")
@needs(SIGNED_IN)
def list_metrics(request: HttpRequest, query: Query[shared.Slice]) -> dict[str, Any]:
    """Also those that are not measured any more."""
    items, following = shared.page_of(Metric.objects.visible_to(signed_in(request)).order_by("pk"), query)
    return {"items": items, "next": following}


@router.get("/metrics/{int:metric_id}", response=MetricOut, summary="Read a metric")
@needs(SIGNED_IN)
def read_metric(request: HttpRequest, metric_id: int) -> Metric:
    """One metric."""
    return get_object_or_404(Metric.objects.visible_to(signed_in(request)), pk=metric_id)


@router.post(
    "/metrics/{int:metric_id}/readings",
    response={201: ArrivedOut, 422: RefusedOut},
    summary="Bring readings of a metric",
)
@needs(SIGNED_IN)
def bring_readings(request: HttpRequest, metric_id: int, payload: ReadingsIn) -> Status[Any]:
    """A moment that is there already takes the newer value. For whoever may write its readings down."""
    person = signed_in(request)
    metric = get_object_or_404(Metric.objects.readable_by(person).current(), pk=metric_id)
    if metric.computes:
        raise HttpError(409, "Genba counts this metric by itself.")
    rows = [NewReading(one.at, one.value, one.denominator, one.note) for one in payload.readings]
    with transaction.atomic():
        arrived = take_readings(metric, rows, by=person)
        if arrived.refused:
            transaction.set_rollback(True)
    return Status(422, {"detail": _refused(arrived)}) if arrived.refused else Status(201, arrived)


def _refused(arrived: Arrived) -> list[dict[str, str]]:
    return [{"field": f"readings.{one.place}.{one.field}", "message": one.why} for one in arrived.refused]
