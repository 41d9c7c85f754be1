"""A register comes to the board complete, twice is once, and the whole can be undone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from genba.conftest import Cast
from genba.improve.models import Card, Stay
from genba.sources.check import check_import, map_columns
from genba.sources.commit import claim_commit, commit_import
from genba.sources.models import Arrival, Import
from genba.sources.start import start_import
from genba.sources.targets import target_named
from genba.sources.tests.shared_data import shared
from genba.sources.undo import undo_import
from genba.trail.models import Fact

SMALL = """No;Title;Status;Priority;Owner;Opened;Closed;Line
1;Burr on the edge;Closed;Blocker;tomas@example.org;1.2.2021;3.2.2021 14:30;L4
2;Wrong label;In Progress;minor;Somebody Else;13.2.2021;;L4
3;Third;;;;;;
"""


@pytest.fixture
def bring(cast: Cast) -> Callable[..., Import]:
    """Import a table to the board of the line, as quality."""

    def whole_way(content: bytes | str, **more) -> Import:
        target = target_named("cards")
        data = content.encode() if isinstance(content, str) else content
        options = {
            "file_name": "register.csv",
            "place": f"board:{cast.board.pk}",
            "by_id": cast.quentin.pk,
        } | more
        begun = start_import([data], target=target, **options)
        check_import(begun, target)
        assert claim_commit(begun)
        begun.refresh_from_db()
        commit_import(begun, target)
        begun.refresh_from_db()
        assert begun.error == ""
        return begun

    return whole_way


def test_a_card_arrives_with_everything_its_row_says(bring, cast):
    brought = bring(SMALL)
    card = Card.objects.current().get(external_id="1")
    assert (card.title, card.severity, card.owner, card.column.stage) == (
        "Burr on the edge",
        "high",
        cast.tomas,
        "done",
    )
    assert card.created_at == datetime(2021, 2, 1, tzinfo=UTC)
    assert card.done_at == datetime(2021, 2, 3, 14, 30, tzinfo=UTC)
    assert card.imported == {
        "Status": "Closed",
        "Priority": "Blocker",
        "Owner": "tomas@example.org",
        "Line": "L4",
    }
    assert (brought.new, brought.state, card.import_id) == (3, "committed", brought.pk)


def test_somebody_we_do_not_know_stays_as_a_word_on_the_card(bring):
    bring(SMALL)
    card = Card.objects.current().get(external_id="2")
    assert (card.owner, card.imported["Owner"], card.column.stage) == (None, "Somebody Else", "try")


def test_a_row_with_hardly_anything_is_a_new_card(bring):
    bring(SMALL)
    card = Card.objects.current().get(external_id="3")
    assert (card.column.stage, card.severity, card.done_at) == ("new", "", None)


def test_cards_that_come_done_are_asked_no_effectiveness_check(bring):
    bring(SMALL)
    card = Card.objects.current().get(external_id="1")
    assert not card.effectiveness_checks.exists()
    assert Stay.objects.get(card=card).entered_at == card.done_at


def test_the_trail_tells_who_brought_the_card(bring, cast):
    brought = bring(SMALL)
    fact = Fact.objects.about(Card.objects.get(external_id="1")).get()
    assert (fact.name, fact.by_id, fact.data) == (
        "improve.card_imported",
        cast.quentin.pk,
        {"import": brought.pk},
    )


def test_the_same_file_twice_changes_nothing(bring):
    bring(SMALL)
    before = list(Card.objects.values())
    again = bring(SMALL)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    assert list(Card.objects.values()) == before


def test_a_table_without_numbers_is_recognised_too(bring):
    table = "Title,More\nsame,x\nsame,x\nother,y\n"
    assert bring(table).new == 3
    assert bring(table).unchanged == 3
    assert Card.objects.filter(external_id="").count() == 3


def test_another_list_with_the_same_numbers_is_another_list(bring):
    bring(SMALL, file_name="complaints 2021.csv")
    assert bring(SMALL, file_name="audits.csv").new == 3
    assert bring(SMALL, file_name="Complaints 2022-01 (2).csv").unchanged == 3


def test_a_changed_row_changes_its_card_and_only_that(bring):
    bring(SMALL)
    again = bring(
        SMALL.replace("Wrong label;In Progress", "Wrong label, twice;Closed").replace(
            "13.2.2021;;", "13.2.2021;20.2.2021;"
        )
    )
    card = Card.objects.get(external_id="2")
    assert (again.changed, again.unchanged) == (1, 2)
    assert (card.title, card.column.stage, card.done_at.date()) == (
        "Wrong label, twice",
        "done",
        date(2021, 2, 20),
    )


def test_what_the_team_did_meanwhile_stays(bring, cast):
    bring(SMALL)
    Card.objects.filter(external_id="2").update(column=cast.board.column_for("check"), severity="high")
    bring(SMALL.replace("Wrong label", "Wrong label, twice"))
    card = Card.objects.get(external_id="2")
    assert (card.title, card.column.stage, card.severity) == ("Wrong label, twice", "check", "high")


def test_undo_hides_what_came_and_importing_again_brings_it_back(bring):
    target = target_named("cards")
    brought = bring(SMALL)
    ids = set(Card.objects.values_list("pk", flat=True))
    assert undo_import(brought, target)
    assert not undo_import(brought, target)
    assert Card.objects.current().count() == 0
    assert bring(SMALL).new == 3
    assert set(Card.objects.current().values_list("pk", flat=True)) == ids


def test_undo_puts_back_what_was_changed(bring):
    bring(SMALL)
    before = list(
        Card.objects.order_by("pk").values("title", "column", "done_at", "severity", "imported", "due_on")
    )
    undo_import(
        bring(SMALL.replace("Wrong label;In Progress;minor", "New words;Closed;blocker")),
        target_named("cards"),
    )
    after = list(
        Card.objects.order_by("pk").values("title", "column", "done_at", "severity", "imported", "due_on")
    )
    assert after == before
    assert bring(SMALL).unchanged == 3


def test_when_it_fails_nothing_stays_and_the_sentence_says_where(bring, cast, monkeypatch):
    def fail(*_args):
        raise RuntimeError

    begun = start_import(
        [SMALL.encode()],
        file_name="r.csv",
        target=target_named("cards"),
        place=f"board:{cast.board.pk}",
        by_id=None,
    )
    check_import(begun, target_named("cards"))
    claim_commit(begun)
    begun.refresh_from_db()
    monkeypatch.setattr("genba.people.bringing.tell_of_import", fail)
    commit_import(begun, target_named("cards"))
    assert (Card.objects.count(), Arrival.objects.count(), begun.state) == (0, 0, "failed")
    assert "nothing was taken over" in begun.error


def test_a_run_that_was_killed_half_way_is_begun_again(bring, cast):
    def killed(*_args):
        raise KeyboardInterrupt

    target = target_named("cards")
    begun = start_import(
        [SMALL.encode()], file_name="r.csv", target=target, place=f"board:{cast.board.pk}", by_id=None
    )
    check_import(begun, target)
    claim_commit(begun)
    begun.refresh_from_db()
    with pytest.raises(KeyboardInterrupt):
        commit_import(begun, replace(target, show=killed))
    assert Card.objects.current().count() == 0 < Card.objects.count()
    commit_import(begun, target)
    assert (Card.objects.count(), Card.objects.current().count()) == (3, 3)


def test_an_import_is_taken_over_once(bring, cast):
    target = target_named("cards")
    begun = start_import(
        [SMALL.encode()], file_name="r.csv", target=target, place=f"board:{cast.board.pk}", by_id=None
    )
    assert not claim_commit(begun)
    check_import(begun, target)
    assert claim_commit(begun)
    assert not claim_commit(begun)


def test_a_new_board_can_be_made_for_it(bring, cast):
    brought = bring(SMALL, place=f"new:{cast.ward.pk}")
    assert Card.objects.current().filter(board__team=cast.ward).count() == 3
    assert brought.place == f"board:{Card.objects.first().board_id}"


def test_one_may_import_where_one_may_answer(cast):
    places = target_named("cards").places
    assert {value for value, _words in places(cast.amira)} == {
        f"board:{cast.board.pk}",
        f"new:{cast.line.pk}",
    }
    assert len(places(cast.quentin)) == 4
    assert places(cast.tomas) == []


def test_a_long_title_loses_nothing(bring):
    bring(f"No,Title,Description\n1,{'word ' * 100},more\n")
    card = Card.objects.get()
    assert len(card.title) == 300
    assert card.text.count("word") == 100
    assert card.text.endswith("more")


def test_a_correction_of_the_mapping_is_obeyed(bring, cast):
    target = target_named("cards")
    begun = start_import(
        [SMALL.encode()], file_name="r.csv", target=target, place=f"board:{cast.board.pk}", by_id=None
    )
    map_columns(begun, {"Line": "title", "Title": "text"}, target)
    check_import(begun, target)
    assert (begun.fine, begun.refused, begun.reasons[0]["problem"]) == (2, 1, "missing")


def test_the_real_register_arrives_complete(bring):
    brought = bring(shared("registers/hadoop_issues.csv.gz").read_bytes(), file_name="hadoop_issues.csv.gz")
    assert brought.mapping == {
        "Summary": "title",
        "Issue id": "external_id",
        "Status": "stage",
        "Priority": "severity",
        "Resolution": "resolution",
        "Created": "created",
        "Resolved": "resolved",
        "Description": "text",
    }
    cards = Card.objects.current()
    assert (brought.new, brought.refused, cards.count()) == (2503, 0, 2503)
    assert cards.filter(done_at=None).count() == 770 == 2503 - cards.filter(column__stage="done").count()
    first = cards.get(external_id="13404344")
    assert first.created_at == datetime(2021, 9, 30, 17, 20, tzinfo=UTC)
    assert first.done_at == datetime(2022, 7, 20, 20, 51, tzinfo=UTC)
    assert first.imported == {
        "Status": "Resolved",
        "Priority": "Blocker",
        "Resolution": "Duplicate",
        "Affects Version/s": "2.9.2",
    }
    assert "\n\nlocal -r" not in first.title
    assert cards.filter(text="").count() == 143
