"""The worker measures the flow of boards; pages only read it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.analysis.flow import Spread
from genba.improve.ageing import age_of, measure, measure_flow
from genba.improve.cards import open_card
from genba.improve.models import BoardFlow, Card, Stay


@pytest.fixture
def history(cast):
    """Twenty cards that stood 1, 2 … 20 days in New and were done as long ago."""
    now = timezone.now()
    new, done = cast.board.column_for("new"), cast.board.column_for("done")
    for days in range(1, 21):
        begun = now - timedelta(days=2 * days)
        ended = begun + timedelta(days=days)
        card = Card.objects.create(
            board=cast.board,
            column=done,
            title=f"{days}",
            created_at=begun,
            column_since=ended,
            done_at=ended,
        )
        Stay.objects.create(card=card, column=new, entered_at=begun, left_at=ended)
        Stay.objects.create(card=card, column=done, entered_at=ended)
    return new


def test_the_worker_measures_columns_cycle_times_and_weeks(cast, history):
    measured = measure(cast.board, now=timezone.now())
    assert measured.of_column(history.pk) == Spread(20, *map(pytest.approx, (10, 17, 19)))
    assert measured.of_cards == Spread(20, *map(pytest.approx, (10, 17, 19)))
    assert measured.median_between == pytest.approx((6, 15))
    assert (len(measured.throughput), sum(week.done for week in measured.throughput)) == (8, 20)


def test_measuring_twice_leaves_one_row(cast, history):
    measure_flow.call()
    measure_flow.call()
    assert BoardFlow.objects.filter(board=cast.board).count() == 1


def test_a_board_is_measured_again_when_something_moved(cast, history):
    measure_flow.call()
    first = BoardFlow.objects.get(board=cast.board).measured_at
    measure_flow.call()
    assert BoardFlow.objects.get(board=cast.board).measured_at == first
    open_card(cast.board, title="x", kind="idea", by=cast.amira)
    measure_flow.call()
    assert BoardFlow.objects.get(board=cast.board).measured_at > first


def test_what_was_withdrawn_or_is_long_ago_does_not_count(cast, history):
    Card.objects.filter(title="20").update(withdrawn_at=timezone.now())
    Stay.objects.filter(card__title="19").update(left_at=timezone.now() - timedelta(days=400))
    assert measure(cast.board, now=timezone.now()).of_column(history.pk).n == 18


@pytest.mark.parametrize(
    ("days", "words"), [(3, ""), (18, "longer here than 85"), (40, "longer here than 95")]
)
def test_a_card_that_stands_longer_than_the_others_says_so_in_words(cast, history, sign_in, days, words):
    measure(cast.board, now=timezone.now())
    card = open_card(cast.board, title="Waiting", kind="idea", by=cast.amira)
    Card.objects.filter(pk=card.pk).update(column_since=timezone.now() - timedelta(days=days))
    seen = sign_in(cast.tomas).get(reverse("improve:board", args=[cast.board.pk])).content.decode()
    assert ("longer here than" in seen, words in seen) == (bool(words), True)


def test_a_done_card_grows_no_older(cast, history):
    measured = measure(cast.board, now=timezone.now())
    done = Card.objects.filter(done_at__isnull=False).first()
    assert age_of(done, measured, now=timezone.now() + timedelta(days=500)).mark is None


def test_the_board_shows_its_flow(cast, history, sign_in):
    measure(cast.board, now=timezone.now())
    open_card(cast.board, title="x", kind="idea", by=cast.amira)
    seen = sign_in(cast.tomas).get(reverse("improve:board", args=[cast.board.pk])).content.decode()
    assert "20 cards in 12 months." in seen
    assert "week of" in seen


def test_before_the_first_measure_nothing_is_claimed(cast, sign_in):
    open_card(cast.board, title="x", kind="idea", by=cast.amira)
    seen = sign_in(cast.tomas).get(reverse("improve:board", args=[cast.board.pk])).content.decode()
    assert "Shown when the first cards are done." in seen
    assert "95 % sure" not in seen


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_drawing_is_the_same_in_every_language(cast, history, sign_in, language):
    measure(cast.board, now=timezone.now())
    open_card(cast.board, title="x", kind="idea", by=cast.amira)
    client = sign_in(cast.tomas)
    client.cookies["django_language"] = language
    seen = client.get(reverse("improve:board", args=[cast.board.pk])).content.decode()
    assert '<rect x="24"' in seen
