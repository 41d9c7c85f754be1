"""Filters are a part of the address."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.improve.filters import read_filters
from genba.improve.models import Card


@pytest.fixture
def cards(cast):
    today, column = timezone.localdate(), cast.board.column_for("new")

    def put(title, **more):
        return Card.objects.create(board=cast.board, column=column, title=title, **{"kind": "idea", **more})

    return [
        put("Loose label", kind="nonconformity", severity="high", owner=cast.tomas),
        put("Late drawing", due_on=today - timedelta(days=1), owner=cast.amira),
        put("Due today", due_on=today, severity="low"),
        put("From outside", external_id="HADOOP-17"),
    ]


def shown(client, board, **asked):
    seen = client.get(reverse("improve:board", args=[board.pk], query=asked)).content.decode()
    titles = ["Loose label", "Late drawing", "Due today", "From outside"]
    return [title for title in titles if title in seen], seen


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["Loose label", "Late drawing", "Due today", "From outside"]),
        ({"q": "LABEL"}, ["Loose label"]),
        ({"q": "hadoop-17"}, ["From outside"]),
        ({"kind": "nonconformity"}, ["Loose label"]),
        ({"severity": "high"}, ["Loose label"]),
        ({"severity": "none"}, ["Late drawing", "From outside"]),
        ({"late": "1"}, ["Late drawing"]),
        ({"mine": "1"}, ["Loose label"]),
        ({"owner": "nobody"}, ["Due today", "From outside"]),
        ({"kind": "idea", "late": "1"}, ["Late drawing"]),
        ({"q": "nothing is like that"}, []),
    ],
)
def test_the_address_says_what_is_shown(cast, cards, sign_in, asked, expected):
    assert shown(sign_in(cast.tomas), cast.board, **asked)[0] == expected


def test_a_card_is_found_by_its_number_and_its_owner(cast, cards, sign_in):
    client = sign_in(cast.tomas)
    assert shown(client, cast.board, q=f"#{cards[1].pk}")[0] == ["Late drawing"]
    assert shown(client, cast.board, owner=cast.amira.pk)[0] == ["Late drawing"]


def test_what_is_hidden_is_counted_and_can_be_shown_again(cast, cards, sign_in):
    seen = shown(sign_in(cast.tomas), cast.board, late="1", lanes="kind")[1]
    assert "3 cards are hidden by the filter." in seen
    assert 'href="?lanes=kind"' in seen


def test_a_shared_address_keeps_mine_for_whoever_opens_it(cast, cards, sign_in):
    assert shown(sign_in(cast.amira), cast.board, mine="1")[0] == ["Late drawing"]


def test_filters_survive_the_way_through_an_address():
    asked = {"q": "a & b", "owner": "nobody", "kind": "idea", "severity": "none", "late": "1", "mine": "1"}
    assert read_filters(asked).as_dict() == asked


def test_the_form_shows_what_was_asked(cast, cards, sign_in):
    seen = shown(sign_in(cast.tomas), cast.board, q="label", kind="idea", late="1")[1]
    assert 'value="label"' in seen
    assert '<option value="idea" selected>' in seen
    assert '<input type="hidden" name="late" value="1">' in seen
