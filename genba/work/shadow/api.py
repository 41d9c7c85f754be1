"""Shadow tools by API: read, told, completed, ended."""

from datetime import date
from typing import Any, Literal

from django.db.models import F
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from genba.people import api as shared
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.models import Person, Team
from genba.people.subjects import find
from genba.work.models import HourCost, Procedure, Process, ShadowTool
from genba.work.models.shadow_tool import MOST_MINUTES, MOST_PEOPLE
from genba.work.shadow import ending
from genba.work.shadow.adding import add_tool, complete
from genba.work.shadow.summing import sums

router = Router(tags=["shadow tools"])

Kind = Literal["", "spreadsheet", "chat", "notebook", "board", "list", "habit", "other"]
Often = Literal["", "hourly", "daily", "weekly", "monthly", "seldom"]
State = Literal["found", "looked_at", "official", "absorbed", "kept"]


class ToolWords(Schema):
    """What may be said about a shadow tool. `minutes` are of double entry a week, of each or of all."""

    kind: Kind = ""
    process: int | None = None
    procedure: int | None = None
    teams: list[int] = Field(default_factory=list, max_length=200)
    people: int | None = Field(None, ge=0, le=MOST_PEOPLE)
    often: Often = ""
    minutes: int | None = Field(None, ge=0, le=MOST_MINUTES)
    minutes_of: Literal["each", "all"] = "all"
    lacks: shared.Line | None = Field(None, description="What it has that our system lacks.")


class ToolIn(ToolWords):
    """A new shadow tool; only the sentence is needed. `without_name` keeps no person."""

    sentence: shared.Line = Field(min_length=1)
    without_name: bool = False


class ToolChange(ToolWords):
    """What is known now; what is left out stays as it is."""

    sentence: shared.Line = Field("", min_length=1)


class ToolOut(Schema):
    """A shadow tool. `hours_a_month` is null where nobody has said the minutes."""

    id: int
    sentence: str
    kind: str
    state: str
    process: int | None = Field(None, alias="process_id")
    procedure: int | None = Field(None, alias="procedure_id")
    teams: list[int]
    people: int | None
    often: str
    minutes: int | None
    minutes_of: str
    hours_a_month: float | None = Field(None, alias="hours")
    lacks: str
    ending: str
    ended_on: date | None
    added_on: date
    added_by: int | None = Field(None, alias="added_by_id")

    @staticmethod
    def resolve_teams(tool: ShadowTool) -> list[int]:
        return [team.pk for team in tool.teams.all()]


class ToolPage(Schema):
    """Shadow tools in the order of their numbers; `next` is the offset of the following part."""

    items: list[ToolOut]
    next: int | None


class ToolQuery(shared.Slice):
    """Which shadow tools are wanted."""

    process: int | None = None
    state: State | None = None


class EndIn(Schema):
    """What becomes of it, in a sentence; `procedure` is what it was made official as."""

    state: Literal["official", "absorbed", "kept"]
    words: shared.Line = Field(min_length=1)
    procedure: int | None = None


class SumOut(Schema):
    """Double handling of all open tools a month. `without_minutes` of them count as nothing."""

    hours: float
    money: float | None
    currency: str
    hour_costs: float | None
    tools: int
    without_minutes: int
    without_people: int
    is_floor: bool


@router.get("/shadow-tools", response=ToolPage, summary="List shadow tools")
@needs(SIGNED_IN)
def list_tools(request: HttpRequest, query: Query[ToolQuery]) -> dict[str, Any]:
    """Of one process or state where that is given."""
    tools = ShadowTool.objects.visible_to(signed_in(request)).prefetch_related("teams").order_by(F("pk"))
    if query.process is not None:
        tools = tools.filter(process_id=query.process)
    if query.state is not None:
        tools = tools.filter(state=query.state)
    items, following = shared.page_of(tools, query)
    return {"items": items, "next": following}


@router.get("/shadow-tools/sum", response=SumOut, summary="What double handling costs")
@needs(SIGNED_IN)
def read_sum(request: HttpRequest) -> dict[str, Any]:
    """In hours and money a month, with what the sum leaves out."""
    del request
    found = sums()
    names = ("hours", "money", "tools", "without_minutes", "without_people", "is_floor")
    return {name: getattr(found.total, name) for name in names} | {
        "currency": found.cost.currency if found.cost else "",
        "hour_costs": HourCost.as_number(found.cost),
    }


@router.get("/shadow-tools/{int:tool_id}", response=ToolOut, summary="Read a shadow tool")
@needs(SIGNED_IN)
def read_tool(request: HttpRequest, tool_id: int) -> ShadowTool:
    """One shadow tool."""
    return get_object_or_404(ShadowTool.objects.visible_to(signed_in(request)), pk=tool_id)


@router.post("/shadow-tools", response={201: ToolOut}, summary="Say where people really look")
@needs(SIGNED_IN)
def create_tool(request: HttpRequest, payload: ToolIn) -> Status[ShadowTool]:
    """One sentence is enough."""
    person = signed_in(request)
    words = _words(person, payload.dict(exclude_unset=True, exclude={"without_name"}))
    return Status(201, add_tool(by=person, with_name=not payload.without_name, **words))


@router.patch("/shadow-tools/{int:tool_id}", response=ToolOut, summary="Say more about a shadow tool")
@needs(SIGNED_IN)
def change_tool(request: HttpRequest, tool_id: int, payload: ToolChange) -> ShadowTool:
    """Only what is sent changes."""
    person = signed_in(request)
    tool = get_object_or_404(ShadowTool.objects.visible_to(person), pk=tool_id)
    complete(tool, by=person, **_words(person, payload.dict(exclude_unset=True)))
    return tool


@router.post("/shadow-tools/{int:tool_id}/looks", response=ToolOut, summary="Say that you looked at it")
@needs(SIGNED_IN)
def look_at_tool(request: HttpRequest, tool_id: int) -> ShadowTool:
    """For those who may decide what becomes of it."""
    person = signed_in(request)
    tool = _endable(person, tool_id)
    ending.look_at(tool, by=person)
    return tool


@router.post("/shadow-tools/{int:tool_id}/endings", response=ToolOut, summary="Decide what becomes of it")
@needs(SIGNED_IN)
def end_tool(request: HttpRequest, tool_id: int, payload: EndIn) -> ShadowTool:
    """Made official, absorbed or kept, with a sentence that says why. One that has ended answers 409."""
    person = signed_in(request)
    tool = _endable(person, tool_id)
    found = find(person, "work.procedure", str(payload.procedure)) if payload.procedure else None
    official = found[1] if found else None
    if not ending.end(tool, state=payload.state, ending=payload.words, by=person, official_as=official):
        raise HttpError(409, "It has ended already; open it again first.")
    return tool


@router.post("/shadow-tools/{int:tool_id}/openings", response=ToolOut, summary="Open a shadow tool again")
@needs(SIGNED_IN)
def open_tool_again(request: HttpRequest, tool_id: int) -> ShadowTool:
    """It was not the end after all."""
    person = signed_in(request)
    tool = _endable(person, tool_id)
    ending.open_again(tool, by=person)
    return tool


def _endable(person: Person, tool_id: int) -> ShadowTool:
    return get_object_or_404(ShadowTool.objects.endable_by(person), pk=tool_id)


def _words(person: Person, given: dict[str, Any]) -> dict[str, Any]:
    """Numbers become records. Raises Http404 for one that is not there."""
    for name, seen in (
        ("process", Process.objects.visible_to(person)),
        ("procedure", Procedure.objects.visible_to(person)),
    ):
        if given.get(name) is not None:
            given[name] = get_object_or_404(seen, pk=given[name])
    if "teams" in given:
        given["teams"] = list(Team.objects.filter(pk__in=given["teams"]))
    if "lacks" in given:
        given["lacks"] = given["lacks"] or ""
    return given
