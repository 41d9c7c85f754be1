"""How a card moves: never blocked in silence, always with its stay, its fact and a way back."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from genba.improve import facts
from genba.improve.cards import end_of
from genba.improve.models import Board, Card, Column, EffectivenessCheck, Stay
from genba.people.models import Person
from genba.trail.record import record
from genba.work.reviewing import is_reviewed

NARROWEST_GAP = 1e-6


class MoreNeeded(Exception):  # noqa: N818  (a state of affairs, not a fault)
    """The move needs some words first. `door` names the page that asks for them."""

    door = ""


class CheckNeeded(MoreNeeded):
    """A card is Done only with a date for a look whether it helped, and with words for who reported it."""

    door = "improve:finish"


class LookNeeded(MoreNeeded):
    """The date has come: first say whether it helped."""

    door = "improve:look"


class ReviewNeeded(MoreNeeded):
    """On this board a colleague looks before a card is done."""

    door = "improve:peer_look"


class ForeignColumnError(ValueError):
    """The column belongs to another board."""


@dataclass(frozen=True)
class Moved:
    """What a move did, and all that is needed to undo it."""

    card: Card
    left: Column
    entered: Column
    stood_before: int | None = None
    warnings: tuple[str, ...] = field(default=())


@transaction.atomic
def move(card: Card, *, column: Column, by: Person | None, before: Card | None = None) -> Moved:
    """Move a card into a column of its board, before another card or to the end.

    Limits warn and never block. Raises CheckNeeded, LookNeeded or ReviewNeeded where Done needs words first,
    and ForeignColumnError for a column of another board.
    """
    lock(card)
    if column.board_id != card.board_id:
        raise ForeignColumnError
    left, stood_before = card.column, _next_after(card)
    if column.stage == Column.Stage.DONE and left.pk != column.pk:
        _ask_for_what_is_missing(card)
    shift(card, column=column, by=by, before=before)
    return Moved(card, left, column, stood_before, _warnings(left, column))


@transaction.atomic
def move_to_board(card: Card, *, board: Board, by: Person | None) -> Moved:
    """Hand a card to another board; it keeps its stage."""
    lock(card)
    left = card.column
    if board.pk == card.board_id:
        return Moved(card, left, left)
    column = board.column_for(left.stage)
    record(facts.CARD_CHANGED_BOARD, card, by=by, **_from_to(card.board_id, board.pk))
    card.board, done_at = board, card.done_at
    _enter(card, column, at=timezone.now())
    card.done_at = done_at
    card.position = end_of(column)
    card.save(update_fields=["board", "column", "column_since", "done_at", "position"])
    return Moved(card, left, column, None, _warnings(left, column))


def lock(card: Card) -> None:
    """Read the card afresh and hold it until the transaction ends."""
    card.refresh_from_db(
        from_queryset=Card.objects.select_for_update(of=("self",)).select_related("column", "board")
    )


def shift(card: Card, *, column: Column, by: Person | None, before: Card | None = None) -> None:
    """Put a card into a column without asking anything; for moves whose words have been given."""
    left = card.column
    card.position = _position(column, card, before)
    if left.pk != column.pk:
        _enter(card, column, at=timezone.now())
        record(facts.CARD_MOVED, card, by=by, **_from_to(left.stage, column.stage))
    card.save(update_fields=["column", "column_since", "done_at", "position"])


def _from_to(left: int | str, entered: int | str) -> dict[str, Any]:
    return {"from": left, "to": entered}


def _enter(card: Card, column: Column, *, at: datetime) -> None:
    card.stays.filter(left_at=None).update(left_at=at)
    Stay.objects.create(card=card, column=column, entered_at=at)
    card.column, card.column_since = column, at
    card.done_at = at if column.stage == Column.Stage.DONE else None


def ask_for_a_colleague(card: Card) -> None:
    """Raises ReviewNeeded where the board wants a look that nobody has given yet."""
    if card.board.review_since is not None and not is_reviewed(card):
        raise ReviewNeeded


def _ask_for_what_is_missing(card: Card) -> None:
    ask_for_a_colleague(card)
    check = card.effectiveness_checks.order_by("id").last()
    if check is None or check.result == EffectivenessCheck.Result.DID_NOT_HELP:
        raise CheckNeeded
    if check.result == EffectivenessCheck.Result.DUE:
        raise LookNeeded
    if check.result == EffectivenessCheck.Result.PLANNED and check.due_on <= timezone.localdate():
        raise CheckNeeded
    if card.report_ties.filter(report__outcome_on=None).exists():
        raise CheckNeeded


def _position(column: Column, card: Card, before: Card | None) -> float:
    if before is None or before.column_id != column.pk or before.pk == card.pk:
        if card.column_id == column.pk and _next_after(card) is None and card.position:
            return card.position
        return end_of(column)
    higher = Q(position__lt=before.position) | Q(position=before.position, pk__lt=before.pk)
    shelf = Card.objects.current().filter(column=column).exclude(pk=card.pk)
    above = shelf.filter(higher).order_by("-position", "-pk").first()
    if above is None:
        return before.position - 1.0
    if before.position - above.position < NARROWEST_GAP:
        _spread(column)
        before.refresh_from_db(fields=["position"])
        return _position(column, card, before)
    return (above.position + before.position) / 2


def _spread(column: Column) -> None:
    shelf = Card.objects.current().filter(column=column)
    cards = list(shelf.order_by("position", "id").only("id", "position"))
    for place, card in enumerate(cards, start=1):
        card.position = float(place)
    Card.objects.bulk_update(cards, ["position"], batch_size=500)


def _next_after(card: Card) -> int | None:
    lower = Q(position__gt=card.position) | Q(position=card.position, pk__gt=card.pk)
    return (
        Card.objects.current()
        .filter(lower, column_id=card.column_id)
        .order_by("position", "pk")
        .values_list("pk", flat=True)
        .first()
    )


def _warnings(left: Column, entered: Column) -> tuple[str, ...]:
    limit = entered.wip_limit
    if left.pk == entered.pk or not limit:
        return ()
    held = Card.objects.current().filter(column=entered)[: limit + 1].count()
    if held <= limit:
        return ()
    words = ngettext(
        "“%(column)s” now holds more than %(limit)d card. Finish one before beginning another.",
        "“%(column)s” now holds more than %(limit)d cards. Finish one before beginning another.",
        limit,
    )
    return (words % {"column": entered.name, "limit": limit},)


def sentence_of(moved: Moved) -> str:
    """The words of the toast."""
    return _("Moved to %(column)s") % {"column": moved.entered.name}
