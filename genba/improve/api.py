"""Cards by API, and the two ways in which a report becomes improvement."""

from datetime import date, datetime
from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from genba.improve.cards import open_card
from genba.improve.checking import plan_check
from genba.improve.models import Board, Card
from genba.improve.moving import MoreNeeded, ReviewNeeded, move
from genba.improve.tying import tie
from genba.listen.models import Report
from genba.listen.triage import mark_carded, mark_joined
from genba.people import api as shared
from genba.people.access import LEAD, QUALITY, SIGNED_IN, needs, signed_in
from genba.people.models import Person
from genba.work.models import Process

router = Router(tags=["cards"])

Kind = Literal["nonconformity", "corrective_action", "idea", "experiment"]
Severity = Literal["", "low", "medium", "high"]
Stage = Literal["new", "understand", "try", "check", "standardise", "done"]


class CardIn(Schema):
    """A new card. `board` and `title` are needed."""

    board: int
    title: shared.Line = Field(min_length=1)
    text: shared.Words = ""
    kind: Kind = "corrective_action"
    severity: Severity = ""
    owner: int | None = None
    due_on: date | None = None
    process: int | None = None


class CardOut(Schema):
    """A card with where it stands."""

    id: int
    board: int = Field(alias="board_id")
    stage: str
    title: str
    text: str
    kind: str
    severity: str
    owner: int | None = Field(None, alias="owner_id")
    due_on: date | None
    process: int | None = Field(None, alias="process_id")
    created_at: datetime
    column_since: datetime
    done_at: datetime | None

    @staticmethod
    def resolve_stage(card: Card) -> str:
        return card.column.stage


class CardPage(Schema):
    """Cards in the order of their numbers; `next` is the offset of the following part."""

    items: list[CardOut]
    next: int | None


class CardQuery(shared.Slice):
    """Which cards are wanted."""

    board: int | None = None
    stage: Stage | None = None
    process: int | None = None


class CheckIn(Schema):
    """The look at whether it helped: what to look at, and when."""

    what: shared.Line = Field(min_length=1)
    due_on: date


class MoveIn(Schema):
    """Where a card goes. Done needs a planned `check`; `before` is the card it shall stand before."""

    stage: Stage
    before: int | None = None
    check: CheckIn | None = None


class Moved(Schema):
    """Where the card stands now, and what to think about."""

    card: CardOut
    warnings: list[str]


class CardedIn(Schema):
    """A report becomes a card: on which board, and the words that the reporter will read."""

    board: int
    words: shared.Said
    title: shared.Line = ""
    kind: Kind = "corrective_action"


class JoinedIn(Schema):
    """A report joins a card: which one, and the words that the reporter will read."""

    card: int
    words: shared.Said


@router.post("/cards", response={201: CardOut}, summary="Open a card")
@needs(SIGNED_IN)
def create_card(request: HttpRequest, payload: CardIn) -> Status[Card]:
    """A card at the end of the column New."""
    person = signed_in(request)
    board = _board_worked_on(person, payload.board)
    owner = get_object_or_404(Person, pk=payload.owner, is_active=True) if payload.owner else None
    process = _process_seen(person, payload.process)
    details = payload.dict(include={"title", "text", "kind", "severity", "due_on"})
    card = open_card(board, **details, owner=owner, process=process, by=person)
    return Status(201, card)


@router.get("/cards", response=CardPage, summary="List cards")
@needs(SIGNED_IN)
def list_cards(request: HttpRequest, query: Query[CardQuery]) -> dict[str, Any]:
    """Of one board, stage or process where that is given."""
    cards = Card.objects.visible_to(signed_in(request)).select_related("column").order_by("pk")
    if query.board is not None:
        cards = cards.filter(board_id=query.board)
    if query.stage is not None:
        cards = cards.filter(column__stage=query.stage)
    if query.process is not None:
        cards = cards.filter(process_id=query.process)
    items, following = shared.page_of(cards, query)
    return {"items": items, "next": following}


@router.get("/cards/{int:card_id}", response=CardOut, summary="Read a card")
@needs(SIGNED_IN)
def read_card(request: HttpRequest, card_id: int) -> Card:
    """One card."""
    cards = Card.objects.visible_to(signed_in(request)).select_related("column")
    return get_object_or_404(cards, pk=card_id)


@router.post("/cards/{int:card_id}/moves", response=Moved, summary="Move a card")
@needs(SIGNED_IN)
@transaction.atomic
def move_card(request: HttpRequest, card_id: int, payload: MoveIn) -> dict[str, Any]:
    """Move it to a stage of its board. Limits warn; Done without a planned check answers 409 and says why."""
    person = signed_in(request)
    card = get_object_or_404(Card.objects.changeable_by(person), pk=card_id)
    before = Card.objects.filter(pk=payload.before, board=card.board_id).first() if payload.before else None
    if payload.check is not None:
        if payload.check.due_on <= timezone.localdate():
            raise HttpError(422, "The look at whether it helped needs a date after today.")
        plan_check(card, what=payload.check.what, due_on=payload.check.due_on, by=person)
    try:
        moved = move(card, column=card.board.column_for(payload.stage), by=person, before=before)
    except ReviewNeeded:
        raise HttpError(409, "On this board a colleague looks before a card is done.") from None
    except MoreNeeded:
        raise HttpError(409, "Done needs a planned look at whether it helped: send `check`.") from None
    return {"card": moved.card, "warnings": list(moved.warnings)}


@router.post(
    "/reports/{int:report_id}/cards",
    response={201: CardOut},
    summary="Make a report a card",
    tags=["reports"],
)
@needs(LEAD, QUALITY)
@transaction.atomic
def card_report(request: HttpRequest, report_id: int, payload: CardedIn) -> Status[Card]:
    """Open a card for the report and tell the reporter."""
    person = signed_in(request)
    report = get_object_or_404(Report.objects.answerable_by(person), pk=report_id)
    board = _board_worked_on(person, payload.board)
    title = payload.title or report.title
    card = open_card(
        board, title=title, kind=payload.kind, by=person, text=report.text, severity=report.severity
    )
    tie(card, report, by=person)
    mark_carded(report, words=payload.words, by=person)
    return Status(201, card)


@router.post(
    "/reports/{int:report_id}/joins", response=CardOut, summary="Join a report to a card", tags=["reports"]
)
@needs(LEAD, QUALITY)
@transaction.atomic
def join_report(request: HttpRequest, report_id: int, payload: JoinedIn) -> Card:
    """Put the report behind a card that is there already and tell the reporter."""
    person = signed_in(request)
    report = get_object_or_404(Report.objects.answerable_by(person), pk=report_id)
    card = get_object_or_404(Card.objects.visible_to(person).select_related("column"), pk=payload.card)
    tie(card, report, by=person)
    mark_joined(report, words=payload.words, by=person)
    return card


def _process_seen(person: Person, process_id: int | None) -> Process | None:
    """The process that the card is about, if one is named."""
    if process_id is None:
        return None
    return get_object_or_404(Process.objects.visible_to(person), pk=process_id)


def _board_worked_on(person: Person, board_id: int) -> Board:
    """A board of a team one works in; any other is not there."""
    board = get_object_or_404(Board.objects.visible_to(person).select_related("team"), pk=board_id)
    if not person.works_in(board.team):
        raise HttpError(403, "Cards are opened by those who work in the board's team.")
    return board
