"""A board through its door."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.improve.cards import open_card
from genba.improve.models import Card, CardReport, CheckItem, Column
from genba.improve.moving import shift
from genba.listen.models import Report

MOST_QUERIES = 15


def address(board, **asked):
    return reverse("improve:board", args=[board.pk], query=asked)


@pytest.fixture
def card(cast):
    return open_card(cast.board, title="Label came loose", kind=Card.Kind.NONCONFORMITY, by=cast.amira)


def page(client, board, **asked):
    answer = client.get(address(board, **asked))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    "role", ["lead", "member", "other_lead", "quality", "executive", "auditor", "administrator", "nobody"]
)
def test_everybody_who_works_here_sees_a_board_and_only_the_team_may_move(cast, card, sign_in, role):
    seen = page(sign_in(cast.people[role]), cast.board)
    assert "Label came loose" in seen
    assert ("data-move=" in seen) is (role in {"lead", "member", "quality"})


def test_a_stranger_is_asked_to_sign_in(cast, sign_in):
    answer = sign_in(None).get(address(cast.board))
    assert (answer.status_code, "/account/login/" in answer["Location"]) == (302, True)


def test_a_board_that_is_closed_or_never_was_is_not_found(cast, sign_in):
    client = sign_in(cast.amira)
    cast.board.is_closed = True
    cast.board.save()
    assert [client.get(f"/boards/{pk}/").status_code for pk in (cast.board.pk, 987_654)] == [404, 404]


def test_an_empty_board_teaches_how_to_begin(cast, sign_in):
    assert "This board is waiting for its first card" in page(sign_in(cast.tomas), cast.board)
    assert "Open the first card" not in page(sign_in(cast.nobody), cast.board)


def test_a_card_shows_what_stands_behind_it(cast, card, sign_in):
    card.owner, card.severity = cast.tomas, "high"
    card.due_on = timezone.localdate() - timedelta(days=3)
    card.save()
    said = Report.objects.create(text="It fell off", received_on=timezone.localdate(), place=cast.station)
    CardReport.objects.create(card=card, report=said)
    for position, ticked in enumerate((True, False, False)):
        CheckItem.objects.create(card=card, position=position, text="x", is_ticked=ticked)
    seen = page(sign_in(cast.amira), cast.board)
    for shown in ("Station 7", "3 days late", "High", "Tomas Berg", "1/3", "Nonconformity"):
        assert shown in seen


def test_a_column_over_its_limit_says_so_and_takes_the_card(cast, sign_in):
    column = cast.board.column_for("try")
    Column.objects.filter(pk=column.pk).update(wip_limit=1)
    for title in ("first", "second"):
        open_card(cast.board, title=title, kind="idea", by=cast.amira, column=column)
    seen = page(sign_in(cast.tomas), cast.board)
    assert "More than 1 at once" in seen
    assert all(title in seen for title in ("first", "second"))


def test_done_shows_the_last_thirty_days(cast, sign_in):
    done = cast.board.column_for("done")
    for title, days in (("Fresh", 3), ("Stale", 31)):
        made = open_card(cast.board, title=title, kind="idea", by=cast.amira, column=done)
        Card.objects.filter(pk=made.pk).update(done_at=timezone.now() - timedelta(days=days))
    seen = page(sign_in(cast.tomas), cast.board)
    assert ("Fresh" in seen, "Stale" in seen) == (True, False)
    assert f"column={done.pk}&amp;sort=-done" in seen


def test_lanes_gather_the_cards_of_a_kind(cast, card, sign_in):
    open_card(cast.board, title="Cart with a drawer", kind="idea", by=cast.amira)
    seen = page(sign_in(cast.tomas), cast.board, lanes="kind")
    assert seen.index('id="lane-nonconformity"') < seen.index("Label came loose")
    assert seen.index("Label came loose") < seen.index('id="lane-idea"') < seen.index("Cart with a drawer")
    assert 'id="lane-experiment"' not in seen


def test_the_huddle_has_nothing_to_press_and_refreshes_itself(cast, card, sign_in):
    seen = page(sign_in(cast.tomas), cast.board, view="huddle")
    assert 'hx-trigger="every 60s"' in seen
    assert "Label came loose" in seen
    assert all(control not in seen for control in ("data-move=", "move-form", "board-filter"))


def test_a_card_moves_without_javascript(cast, card, sign_in):
    client, column = sign_in(cast.tomas), cast.board.column_for("understand")
    asked = page(client, cast.board, move=card.pk, mine="")
    assert "Where to move “Label came loose”?" in asked
    form = {"column": column.pk, "next": address(cast.board)}
    back = client.post(reverse("improve:move", args=[card.pk]), form, follow=True)
    card.refresh_from_db()
    assert (card.column, back.redirect_chain[-1][0]) == (column, address(cast.board))
    assert "Moved to Understand" in back.content.decode()


def test_done_without_a_check_leads_to_the_form_and_the_card_stays(cast, card, sign_in):
    form = {"column": cast.board.column_for("done").pk, "next": address(cast.board)}
    answer = sign_in(cast.tomas).post(reverse("improve:move", args=[card.pk]), form)
    card.refresh_from_db()
    assert card.column.stage == "new"
    assert answer.status_code in {302, 303}
    assert answer["Location"].startswith(f"/cards/{card.pk}/")


def test_the_undo_of_a_move_puts_the_card_back_where_it_stood(cast, card, sign_in):
    open_card(cast.board, title="second", kind="idea", by=cast.amira)
    client, column = sign_in(cast.tomas), cast.board.column_for("try")
    form = {"column": column.pk, "next": address(cast.board)}
    toast = client.post(reverse("improve:move", args=[card.pk]), form, follow=True)
    undo = next(iter(toast.context["toasts"])).undo_fields if "toasts" in toast.context else {}
    client.post(reverse("improve:move", args=[card.pk]), undo or {"column": cast.board.column_for("new").pk})
    shown = Card.objects.filter(column__stage="new").order_by("position")
    assert [one.title for one in shown] == ["Label came loose", "second"]


def test_two_people_move_the_same_card_and_the_last_one_wins(cast, card):
    first, second = Card.objects.get(pk=card.pk), Card.objects.get(pk=card.pk)
    others = [open_card(cast.board, title=str(n), kind="idea", by=cast.amira) for n in range(3)]
    understand, attempt = cast.board.column_for("understand"), cast.board.column_for("try")
    shift(first, column=understand, by=cast.amira)
    second.refresh_from_db()
    shift(second, column=attempt, by=cast.tomas)
    card.refresh_from_db()
    assert card.column == attempt
    assert card.stays.filter(left_at=None).count() == 1
    places = list(Card.objects.filter(board=cast.board).values_list("column", "position"))
    assert (len(places), len(set(places))) == (1 + len(others), len(places))


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "<script>alert(1)</script>"},
        {"owner": "999999999999999999999"},
        {"owner": "٣"},
        {"severity": "worst"},
        {"q": "\x00"},
        {"q": "x" * 5000},
    ],
)
def test_wishes_that_mean_nothing_are_left_out_and_said(cast, card, sign_in, asked):
    seen = page(sign_in(cast.tomas), cast.board, **asked)
    assert "could not be understood" in seen
    assert "Label came loose" in seen
    assert "<script>alert" not in seen


@pytest.mark.parametrize(
    "asked",
    [
        {"lanes": "🦄"},
        {"view": "../../etc"},
        {"move": "9" * 30},
        {"move": "-1"},
        {"move": "٣"},
        {"late": "maybe"},
        {"q": "%_'\"\\ مرحبا 🦄"},
    ],
)
def test_odd_addresses_show_the_board(cast, card, sign_in, asked):
    page(sign_in(cast.tomas), cast.board, **asked)


def test_bytes_that_are_not_text_do_not_break_the_page(cast, card, sign_in):
    assert sign_in(cast.tomas).get(f"{address(cast.board)}?q=%ff%fe").status_code == 200


def test_a_title_cannot_run(cast, sign_in):
    open_card(cast.board, title="<img src=x onerror=alert(1)>", kind="idea", by=cast.amira)
    assert "<img src=x" not in page(sign_in(cast.tomas), cast.board)


def test_too_many_cards_for_a_board_lead_to_the_table(cast, sign_in):
    column = cast.board.column_for("new")
    Card.objects.bulk_create(
        Card(board=cast.board, column=column, title=f"card {n:03}", position=n) for n in range(28)
    )
    seen = page(sign_in(cast.tomas), cast.board)
    assert ("card 024" in seen, "card 025" in seen) == (True, False)
    assert "3 more: show all in the table" in seen


@pytest.mark.parametrize("asked", [{}, {"lanes": "kind", "q": "a", "kind": "idea"}, {"view": "huddle"}])
def test_a_board_asks_the_database_few_questions(cast, sign_in, django_assert_max_num_queries, asked):
    columns = list(cast.board.columns.all())
    Card.objects.bulk_create(
        Card(
            board=cast.board, column=columns[n % 5], title=f"a {n}", kind="idea", position=n, owner=cast.tomas
        )
        for n in range(120)
    )
    client = sign_in(cast.tomas)
    page(client, cast.board)
    with django_assert_max_num_queries(MOST_QUERIES):
        page(client, cast.board, **asked)
