"""Whatever is done to a card in whatever order: what must hold, holds."""

import contextlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from genba.improve.boards import make_board
from genba.improve.cards import open_card
from genba.improve.checking import Ending, bring_back, finish, look, open_check, plan_check
from genba.improve.models import Card, EffectivenessCheck, Stay
from genba.improve.moving import MoreNeeded, move, move_to_board

STAGES = ["new", "understand", "try", "check", "standardise", "done"]
DEEDS = [*STAGES, "plan", "finish", "day comes", "helped", "did not help", "other board"]


def do(deed, card, other, by):
    soon = timezone.localdate() + timedelta(30)
    card.refresh_from_db()
    if deed in STAGES:
        with contextlib.suppress(MoreNeeded):
            move(card, column=card.board.column_for(deed), by=by)
    elif deed == "plan":
        plan_check(card, what="Count", due_on=soon, by=by)
    elif deed == "finish":
        with contextlib.suppress(MoreNeeded):
            finish(card, what="Count", due_on=soon, ending=Ending(), by=by)
    elif deed == "day comes":
        for check in card.effectiveness_checks.filter(result="planned", card__done_at__isnull=False):
            bring_back(check)
    elif deed == "other board":
        move_to_board(card, board=other if card.board_id != other.pk else by.first_board, by=by)
    elif (check := open_check(card)) is not None:
        look(check, helped=deed == "helped", seen="So it is", by=by)


def check_what_must_hold(card):
    card = Card.objects.select_related("column").get(pk=card.pk)
    is_done = card.column.stage == "done"
    assert (card.done_at is not None) == is_done
    assert card.column.board_id == card.board_id
    here = Stay.objects.get(card=card, left_at=None)
    assert (here.column_id, here.entered_at) == (card.column_id, card.column_since)
    counting = EffectivenessCheck.objects.filter(card=card, result__in=["planned", "helped"])
    assert not is_done or counting.exists()
    assert EffectivenessCheck.objects.filter(card=card, result__in=["planned", "due"]).count() <= 1


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=st.lists(st.sampled_from(DEEDS), min_size=1, max_size=9))
@example(deeds=["finish", "day comes", "finish"])
@example(deeds=["finish", "day comes", "plan", "done", "day comes", "helped"])
@example(
    deeds=["finish", "day comes", "did not help", "done", "finish", "other board", "day comes", "helped"]
)
@example(deeds=["finish", "helped", "try", "plan", "done", "day comes", "did not help"])
def test_any_deeds_in_any_order_keep_the_card_whole(cast, deeds):
    with transaction.atomic():
        other, by = make_board(cast.line, name="Second"), cast.quentin
        by.first_board = cast.board
        card = open_card(cast.board, title="Any", kind="idea", by=by)
        for deed in deeds:
            do(deed, card, other, by)
            check_what_must_hold(card)
        transaction.set_rollback(True)
