"""All boards at a glance, a new one, and making one the team's own."""

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.conftest import make_board
from genba.improve.cards import open_card
from genba.improve.models import Board, Card, Column
from genba.people.models import Team
from genba.trail.models import Fact
from genba.trail.subjects import kind_of
from genba.understand.models import Sign


def test_ones_own_teams_stand_first(cast, sign_in):
    make_board(cast.ward, "Ward work")
    seen = sign_in(cast.wanda).get(reverse("improve:boards")).content.decode()
    assert seen.index("Your teams") < seen.index("Ward work") < seen.index("Line 4")


def test_a_board_shows_where_its_cards_stand_and_what_is_over(cast, sign_in):
    column = cast.board.column_for("try")
    Column.objects.filter(pk=column.pk).update(wip_limit=1, name="Trying")
    for title in ("a", "b"):
        open_card(cast.board, title=title, kind="idea", by=cast.amira, column=column)
    seen = sign_in(cast.nobody).get(reverse("improve:boards")).content.decode()
    assert "Trying holds 2, at most 1 wanted" in seen
    assert "oldest" in seen


def test_boards_and_the_sign_of_ignored_trouble_lead_to_trouble_that_comes_back(cast, sign_in):
    families = reverse("improve:families")
    subject = {"subject_kind": kind_of(cast.organisation), "subject_id": str(cast.organisation.pk)}
    now = timezone.now()
    seen = {"opened_at": now, "last_seen_at": now, "looked_on": timezone.localdate()}
    recurring, other = (
        Sign.objects.create(sign=name, **subject, **seen) for name in ("recurring_ignored", "ideas_dry_up")
    )
    reader = sign_in(cast.quentin)
    assert f'href="{families}"' in reader.get(reverse("improve:boards")).content.decode()
    assert f'href="{families}"' in reader.get(f"/signs/{recurring.pk}/").content.decode()
    assert f'href="{families}"' not in reader.get(f"/signs/{other.pk}/").content.decode()
    assert f'href="{reverse("improve:boards")}"' in reader.get(families).content.decode()


def test_a_page_that_does_not_exist_is_the_nearest_that_does(cast, sign_in):
    for asked in ("0", "99", "x", "-3"):
        assert sign_in(cast.tomas).get(reverse("improve:boards", query={"page": asked})).status_code == 200


def test_all_boards_ask_few_questions(cast, sign_in, django_assert_max_num_queries):
    teams = Team.objects.bulk_create(Team(site=cast.site, name=f"T{n}", path=f"/x{n}/") for n in range(60))
    for team in teams:
        board = make_board(team)
        Card.objects.create(board=board, column=board.column_for("new"), title="x")
    client = sign_in(cast.tomas)
    client.get(reverse("improve:boards"))
    with django_assert_max_num_queries(15):
        assert b"T59" in client.get(reverse("improve:boards", query={"page": "2"})).content


@pytest.mark.parametrize(
    ("role", "status"), [("lead", 302), ("quality", 302), ("member", 403), ("auditor", 403)]
)
def test_leads_and_quality_add_a_board(cast, sign_in, role, status):
    form = {"team": cast.line.pk, "name": "Tooling"}
    answer = sign_in(cast.people[role]).post(reverse("improve:new_board"), form)
    assert answer.status_code == status
    assert Board.objects.filter(name="Tooling").exists() is (status == 302)


@pytest.mark.parametrize(
    ("team", "name", "words"),
    [
        ("line", "", "required"),
        ("line", "x" * 121, "at most 120"),
        ("line", "Improvement", "already has a board"),
        ("ward", "Ours", "valid choice"),
        ("line", "a\x00b", "Null characters"),
    ],
)
def test_a_board_that_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(
    cast, sign_in, team, name, words
):
    form = {"team": getattr(cast, team).pk, "name": name}
    seen = sign_in(cast.amira).post(reverse("improve:new_board"), form)
    assert (seen.status_code, words in seen.content.decode()) == (200, True)
    assert Board.objects.count() == 1


def settings_form(board, **changed):
    typed = {"name": board.name}
    for column in board.columns.all():
        typed[f"column-{column.pk}-name"] = column.name
        typed[f"column-{column.pk}-wip_limit"] = column.wip_limit or ""
    return typed | changed


@pytest.mark.parametrize(
    ("role", "status"), [("lead", 302), ("quality", 302), ("member", 403), ("other_lead", 404)]
)
def test_who_answers_for_the_team_renames_columns_and_sets_limits(cast, sign_in, role, status):
    column = cast.board.column_for("try")
    changed = {
        f"column-{column.pk}-name": "تجربة 🧪",
        f"column-{column.pk}-wip_limit": "3",
        "name": "Our work",
    }
    url = reverse("improve:board_settings", args=[cast.board.pk])
    answer = sign_in(cast.people[role]).post(url, settings_form(cast.board, **changed))
    assert answer.status_code == status
    column.refresh_from_db()
    assert (column.name, column.wip_limit) == (("تجربة 🧪", 3) if status == 302 else ("Try", None))
    assert Fact.objects.filter(name="improve.board_changed").exists() is (status == 302)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("wip_limit", "0", "greater than or equal to 1"),
        ("wip_limit", "many", "whole number"),
        ("name", "", "required"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_at_its_field(cast, sign_in, field, typed, words):
    column = cast.board.column_for("try")
    form = settings_form(cast.board, **{f"column-{column.pk}-{field}": typed, "name": "Kept words"})
    url = reverse("improve:board_settings", args=[cast.board.pk])
    seen = sign_in(cast.amira).post(url, form).content.decode()
    assert words in seen
    assert "Kept words" in seen
    cast.board.refresh_from_db()
    assert cast.board.name == "Improvement"
