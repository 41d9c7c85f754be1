import pytest
from django.urls import reverse

from genba.improve.cards import open_card
from genba.improve.models import Board, Card, Column, Stay
from genba.improve.moving import CheckNeeded, ForeignColumnError, move
from genba.people.facts import TEAM_ADDED
from genba.people.models import Team
from genba.trail.models import Fact
from genba.trail.record import record


@pytest.fixture
def card(cast):
    return open_card(cast.board, title="Label came loose", kind=Card.Kind.NONCONFORMITY, by=cast.amira)


def test_a_move_keeps_one_open_stay_and_writes_its_fact(cast, card):
    moved = move(card, column=cast.board.column_for("try"), by=cast.tomas)
    assert (moved.left.stage, moved.entered.stage) == ("new", "try")
    assert [stay.column.stage for stay in Stay.objects.filter(card=card, left_at=None)] == ["try"]
    fact = Fact.objects.about(card).first()
    assert (fact.name, fact.data, fact.by_id) == (
        "improve.card_moved",
        {"from": "new", "to": "try"},
        cast.tomas.pk,
    )


def test_a_card_lands_before_the_card_it_was_dropped_on(cast, card):
    others = [open_card(cast.board, title=str(number), kind="idea", by=cast.amira) for number in range(3)]
    move(card, column=card.column, by=cast.amira, before=others[2])
    in_order = Card.objects.filter(column=card.column).order_by("position").values_list("title", flat=True)
    assert list(in_order) == ["0", "1", "Label came loose", "2"]


def test_many_cards_can_be_squeezed_between_two(cast, card):
    last = open_card(cast.board, title="last", kind="idea", by=cast.amira)
    for number in range(60):
        squeezed = open_card(cast.board, title=str(number), kind="idea", by=cast.amira)
        move(squeezed, column=card.column, by=cast.amira, before=last)
        last.refresh_from_db()
    titles = [seen.title for seen in Card.objects.filter(column=card.column).order_by("position")]
    assert titles == ["Label came loose", *map(str, range(60)), "last"]


def test_cards_that_an_import_left_at_one_position_are_still_put_in_order(cast, card):
    others = [open_card(cast.board, title=str(number), kind="idea", by=cast.amira) for number in range(3)]
    Card.objects.update(position=5.0)
    others[1].refresh_from_db()
    move(card, column=card.column, by=cast.amira, before=others[1])
    in_order = Card.objects.filter(column=card.column).order_by("position", "pk")
    assert [one.title for one in in_order] == ["0", "Label came loose", "1", "2"]


def test_a_limit_warns_and_never_blocks(cast, card, sign_in):
    column = cast.board.column_for("try")
    Column.objects.filter(pk=column.pk).update(wip_limit=1)
    open_card(cast.board, title="first", kind="idea", by=cast.amira, column=column)
    page = sign_in(cast.tomas).post(
        reverse("improve:move", args=[card.pk]), {"column": column.pk}, follow=True
    )
    card.refresh_from_db()
    assert card.column == column
    assert "now holds more than 1 card" in page.content.decode()


def test_nothing_is_done_without_a_date_to_look_whether_it_helped(cast, card):
    with pytest.raises(CheckNeeded):
        move(card, column=cast.board.column_for("done"), by=cast.amira)
    card.refresh_from_db()
    assert (card.column.stage, card.done_at) == ("new", None)


def test_a_card_cannot_slip_into_a_column_of_another_board(cast, card):
    other = Board.objects.create(team=cast.ward, name="Other")
    column = Column.objects.create(board=other, stage="new", name="New", position=0)
    with pytest.raises(ForeignColumnError):
        move(card, column=column, by=cast.quentin)


@pytest.mark.parametrize(
    ("role", "may"), [("tomas", True), ("quentin", True), ("wanda", False), ("audrey", False)]
)
def test_only_those_who_work_in_the_team_move_its_cards(cast, card, sign_in, role, may):
    column = cast.board.column_for("understand")
    answer = sign_in(getattr(cast, role)).post(reverse("improve:move", args=[card.pk]), {"column": column.pk})
    card.refresh_from_db()
    assert (answer.status_code, card.column == column) == ((302, True) if may else (404, False))


def test_the_same_form_sent_twice_opens_one_card(cast, sign_in):
    form = {"title": "Twice", "board": cast.board.pk, "kind": "idea", "idempotency_key": "7"}
    for _again in range(2):
        sign_in(cast.tomas).post(reverse("improve:new_card"), form)
    assert Card.objects.filter(title="Twice").count() == 1


def test_a_new_team_is_given_a_board_once(cast, work_off):
    team = Team.objects.create(site=cast.site, name="Paint shop")
    for _again in range(2):
        record(TEAM_ADDED, team, by=cast.adam)
    work_off()
    assert [column.stage for column in Board.objects.get(team=team).columns.all()] == Column.Stage.values
