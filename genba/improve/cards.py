"""How a card comes to be, and how it changes hands and words."""

from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import Max

from genba.improve import facts
from genba.improve.models import Board, Card, Column, Stay
from genba.people.models import Person
from genba.trail.record import record
from genba.work.models import Process


class Details(TypedDict, total=False):
    """What else may be said about a card from the start."""

    text: str
    severity: str
    owner: Person | None
    process: Process | None
    due_on: date | None
    made_from: Card | None
    client_key: str


@transaction.atomic
def open_card(
    board: Board,
    *,
    title: str,
    kind: str,
    by: Person | None,
    column: Column | None = None,
    **more: Unpack[Details],
) -> Card:
    """Put a new card at the end of a column, New unless said otherwise.

    The same `client_key` sent twice by the same person opens one card.
    """
    key = _own_key(by, more.pop("client_key", ""))
    known = _sent_before(key)
    if known is not None:
        return known
    column = column or board.column_for(Column.Stage.NEW)
    card = Card(board=board, column=column, title=title, kind=kind, made_by=by, client_key=key, **more)
    card.position = end_of(column)
    if column.stage == Column.Stage.DONE:
        card.done_at = card.created_at
    try:
        with transaction.atomic():
            card.save()
    except IntegrityError:
        return Card.objects.get(client_key=key)
    Stay.objects.create(card=card, column=column, entered_at=card.column_since)
    record(facts.CARD_OPENED, card, by=by, board=board.pk, of_kind=kind)
    return card


@transaction.atomic
def change(card: Card, *, by: Person, **words: Any) -> list[str]:
    """Change what a card says; the names of the fields that really changed.

    A new owner is told by a fact of its own.
    """
    changed = [name for name, value in words.items() if getattr(card, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(card, name, words[name])
    card.save(update_fields=changed)
    if "owner" in changed and card.owner_id:
        record(facts.CARD_GIVEN, card, by=by, owner=card.owner_id)
    if changed != ["owner"] or not card.owner_id:
        record(facts.CARD_CHANGED, card, by=by, fields=changed)
    return changed


def end_of(column: Column) -> float:
    """The position after the last card of a column."""
    last: float | None = column.cards.filter(withdrawn_at=None).aggregate(last=Max("position"))["last"]
    return 1.0 if last is None else last + 1.0


def _own_key(by: Person | None, key: str) -> str | None:
    return f"{by.pk if by else 0}:{key[:180]}" if key else None


def _sent_before(key: str | None) -> Card | None:
    return Card.objects.filter(client_key=key).first() if key else None
