"""The cards of the changes that people of the demonstration suggested, as the reaction opens everybody's."""

from collections.abc import Iterator, Mapping

from genba.improve import facts
from genba.improve.cards import end_of
from genba.improve.models import Board, Card, Column, Stay
from genba.improve.suggested import card_words, team_of, tie_card
from genba.trail.record import Telling
from genba.work.models import Suggestion

Stage = Column.Stage


def tell_suggested(boards: Mapping[int, Board]) -> Iterator[Telling]:
    """Open the card of each suggestion on the day it was made; what is answered is done. Gives the facts."""
    named = ("procedure__process__team", "procedure__owner", "step", "by", "answered_by")
    for suggestion in Suggestion.objects.select_related(*named).order_by("made_at"):
        team = team_of(suggestion.procedure)
        if team is not None:
            yield from _card(suggestion, boards[team.pk])


def _card(suggestion: Suggestion, board: Board) -> Iterator[Telling]:
    begun, ended, by = suggestion.made_at, suggestion.answered_at, suggestion.by
    new, column = board.column_for(Stage.NEW), board.column_for(Stage.DONE if ended else Stage.NEW)
    card = Card.objects.create(
        board=board,
        column=column,
        position=end_of(column),
        made_by=by,
        created_at=begun,
        column_since=ended or begun,
        done_at=ended,
        **card_words(suggestion),
    )
    Stay.objects.create(card=card, column=new, entered_at=begun, left_at=ended)
    tie_card(card, suggestion)
    yield Telling(facts.CARD_OPENED, card, by=by, at=begun, data={"board": board.pk, "of_kind": card.kind})
    if ended:
        Stay.objects.create(card=card, column=column, entered_at=ended)
        way = {"from": Stage.NEW.value, "to": Stage.DONE.value}
        yield Telling(facts.CARD_MOVED, card, by=suggestion.answered_by, at=ended, data=way)
