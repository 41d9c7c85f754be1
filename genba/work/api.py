"""How value is made, by API: value streams with their maps, and processes."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from genba.people import api as shared
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.work.models import Process, ValueStream
from genba.work.stream_map import flows_of, processes_of

router = Router(tags=["how we work"])


class StreamOut(Schema):
    """A value stream."""

    id: int
    name: str
    purpose: str
    customer: str
    owner: int | None = Field(None, alias="owner_id")


class ProcessOut(Schema):
    """A process: what it is for, what goes in and comes out, who answers for it."""

    id: int
    value_stream: int = Field(alias="value_stream_id")
    name: str
    purpose: str
    customer: str
    inputs: str
    outputs: str
    owner: int | None = Field(None, alias="owner_id")
    team: int | None = Field(None, alias="team_id")


class ArrowOut(Schema):
    """What one process hands to another."""

    source: int = Field(alias="source_id")
    target: int = Field(alias="target_id")
    label: str


class StreamWhole(StreamOut):
    """A value stream with its processes, and all arrows that touch them."""

    processes: list[ProcessOut]
    arrows: list[ArrowOut]


class StreamPage(Schema):
    """Value streams in their order; `next` is the offset of the following part."""

    items: list[StreamOut]
    next: int | None


class ProcessPage(Schema):
    """Processes in the order of their numbers; `next` is the offset of the following part."""

    items: list[ProcessOut]
    next: int | None


class ProcessQuery(shared.Slice):
    """Which processes are wanted."""

    value_stream: int | None = None


@router.get("/value-streams", response=StreamPage, summary="List value streams")
@needs(SIGNED_IN)
def list_streams(request: HttpRequest, query: Query[shared.Slice]) -> dict[str, Any]:
    """Those that are open."""
    found = ValueStream.objects.visible_to(signed_in(request)).order_by("position", "name")
    items, following = shared.page_of(found, query)
    return {"items": items, "next": following}


@router.get("/value-streams/{int:stream_id}", response=StreamWhole, summary="Read a value stream")
@needs(SIGNED_IN)
def read_stream(request: HttpRequest, stream_id: int) -> dict[str, Any]:
    """One value stream with its map."""
    person = signed_in(request)
    found = get_object_or_404(ValueStream.objects.visible_to(person), pk=stream_id)
    processes, arrows = processes_of([found], person), flows_of([found])
    return {**StreamOut.from_orm(found).dict(by_alias=True), "processes": processes, "arrows": arrows}


@router.get("/processes", response=ProcessPage, summary="List processes")
@needs(SIGNED_IN)
def list_processes(request: HttpRequest, query: Query[ProcessQuery]) -> dict[str, Any]:
    """Of one value stream where that is given."""
    found = Process.objects.visible_to(signed_in(request)).order_by("pk")
    if query.value_stream is not None:
        found = found.filter(value_stream_id=query.value_stream)
    items, following = shared.page_of(found, query)
    return {"items": items, "next": following}


@router.get("/processes/{int:process_id}", response=ProcessOut, summary="Read a process")
@needs(SIGNED_IN)
def read_process(request: HttpRequest, process_id: int) -> Process:
    """One process."""
    return get_object_or_404(Process.objects.visible_to(signed_in(request)), pk=process_id)
