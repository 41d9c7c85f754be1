"""The table of a board, and the file that one may take away."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.improve.models import Card


@pytest.fixture
def cards(cast):
    today, now = timezone.localdate(), timezone.now()

    def put(title, stage, **more):
        return Card.objects.create(board=cast.board, column=cast.board.column_for(stage), title=title, **more)

    return [
        put("bravo", "new", severity="high", due_on=today, owner=cast.tomas),
        put("alpha", "try", severity="low", due_on=today + timedelta(days=2)),
        put("charlie", "check", severity="medium", created_at=now - timedelta(days=90)),
        put("delta", "done", done_at=now - timedelta(days=200)),
    ]


def rows(client, board, **asked):
    answer = client.get(reverse("improve:table", args=[board.pk], query=asked))
    assert answer.status_code == 200
    return [seen.card.title for seen in answer.context["rows"]], answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["bravo", "alpha", "charlie"]),
        ({"sort": "title"}, ["alpha", "bravo", "charlie"]),
        ({"sort": "-title", "state": "all"}, ["delta", "charlie", "bravo", "alpha"]),
        ({"sort": "-severity"}, ["bravo", "charlie", "alpha"]),
        ({"sort": "due"}, ["bravo", "alpha", "charlie"]),
        ({"sort": "-due"}, ["alpha", "bravo", "charlie"]),
        ({"sort": "created"}, ["charlie", "bravo", "alpha"]),
        ({"sort": "owner"}, ["bravo", "alpha", "charlie"]),
        ({"state": "done"}, ["delta"]),
        ({"q": "RAV"}, ["bravo"]),
        ({"mine": "1"}, ["bravo"]),
    ],
)
def test_the_table_lists_in_the_order_that_is_asked(cast, cards, sign_in, asked, expected):
    assert rows(sign_in(cast.tomas), cast.board, **asked)[0] == expected


def test_a_column_is_listed_whole(cast, cards, sign_in):
    done = cast.board.column_for("done")
    assert rows(sign_in(cast.nobody), cast.board, column=done.pk)[0] == ["delta"]


@pytest.mark.parametrize("asked", [{"sort": "password"}, {"column": "0"}, {"state": "x"}, {"kind": "'"}])
def test_an_order_that_means_nothing_is_left_out_and_said(cast, cards, sign_in, asked):
    titles, seen = rows(sign_in(cast.tomas), cast.board, **asked)
    assert titles == ["bravo", "alpha", "charlie"]
    assert "could not be understood" in seen


def test_a_filter_that_finds_nothing_says_how_to_go_on(cast, cards, sign_in):
    assert "No card is like that" in rows(sign_in(cast.tomas), cast.board, q="zulu")[1]


@pytest.mark.parametrize("sort", ["number", "kind", "severity", "owner", "column", "age", "done", "-done"])
def test_a_long_table_has_pages_and_asks_few_questions(cast, sign_in, django_assert_max_num_queries, sort):
    column = cast.board.column_for("new")
    Card.objects.bulk_create(
        Card(board=cast.board, column=column, title=f"{n}", owner=cast.tomas) for n in range(100)
    )
    client = sign_in(cast.tomas)
    rows(client, cast.board)
    with django_assert_max_num_queries(15):
        titles, seen = rows(client, cast.board, sort=sort, page="3")
    assert len(titles) == 20
    assert f"sort={sort}&amp;page=2" in seen


def file_of(client, board, **asked):
    answer = client.get(reverse("improve:table_csv", args=[board.pk], query=asked))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return answer, list(csv.reader(io.StringIO(text)))


def test_the_file_holds_what_the_table_shows(cast, cards, sign_in):
    answer, lines = file_of(sign_in(cast.nobody), cast.board, sort="title", state="all")
    assert answer["Content-Disposition"] == 'attachment; filename="line-4-improvement.csv"'
    assert [line[1] for line in lines] == ["Title", "alpha", "bravo", "charlie", "delta"]


@pytest.mark.parametrize("title", ["=1+1", "+1 more", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=2"])
def test_no_cell_of_the_file_is_a_formula(cast, sign_in, title):
    Card.objects.create(board=cast.board, column=cast.board.column_for("new"), title=title)
    assert file_of(sign_in(cast.nobody), cast.board)[1][1][1].startswith("'")


def test_a_stranger_gets_neither_table_nor_file(cast, cards, sign_in):
    for name in ("improve:table", "improve:table_csv"):
        answer = sign_in(None).get(reverse(name, args=[cast.board.pk]))
        assert (answer.status_code, "/account/login/" in answer["Location"]) == (302, True)
