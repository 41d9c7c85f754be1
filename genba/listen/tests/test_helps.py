"""Does it help? Through the door, and attacks on it."""

import logging
from datetime import timedelta
from itertools import product

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from genba.listen.gate import Valve
from genba.listen.views import helps as helps_view
from genba.people.models import BrowserSession
from genba.trail.models import Fact
from genba.work import helping
from genba.work.helping import (
    LOT,
    ballot_of,
    close_lots,
    helpfulness_of,
    read_ballot,
    say_whether_it_helps,
    sentences_of,
)
from genba.work.models import HelpLot, HelpSentence, HelpVote
from genba.work.tests.factory import make_draft, make_procedure
from genba.work.using import week_of


@pytest.fixture
def procedure(cast):
    return make_procedure(cast)


def tap(client, procedure, *, helps=True, sentence="", **more):
    sent = {"ballot": ballot_of(procedure.in_force), "helps": "yes" if helps else "no", "sentence": sentence}
    return client.post(reverse("listen:helps"), sent | more)


def page_of(sign_in, person, procedure):
    """What the page says about whether it helps, without what changes by itself."""
    page = sign_in(person).get(reverse("work:procedure", args=[procedure.pk])).content.decode()
    return page.partition('id="helps"')[2].partition("<script")[0]


def fill(procedure, *votes):
    for helps in votes:
        say_whether_it_helps(procedure.in_force, helps=helps)


def test_one_tap_counts_and_says_thank_you(cast, sign_in, procedure):
    page = sign_in(cast.tomas).get(reverse("work:procedure", args=[procedure.pk])).content.decode()
    assert ballot_of(procedure.in_force) in page
    answer = tap(sign_in(cast.tomas), procedure)
    assert "It counts" in answer.content.decode()
    vote = HelpVote.objects.get()
    assert (vote.procedure_id, vote.number, vote.helps) == (procedure.pk, 1, True)


def test_the_paper_is_the_same_for_everybody(cast, sign_in, procedure):
    papers = {
        sign_in(person)
        .get(reverse("work:procedure", args=[procedure.pk]))
        .content.decode()
        .partition('name="ballot" value="')[2]
        .partition('"')[0]
        for person in (cast.tomas, cast.amira, cast.quentin)
    }
    assert papers == {ballot_of(procedure.in_force)}


def test_a_paper_is_good_this_week_and_the_next(procedure, monkeypatch):
    paper, today = ballot_of(procedure.in_force), helping.timezone.localdate()
    for weeks, is_good in ((0, True), (1, True), (2, False)):
        monkeypatch.setattr(helping.timezone, "localdate", lambda weeks=weeks: today + timedelta(weeks=weeks))
        assert bool(read_ballot(paper)) is is_good


@pytest.mark.parametrize("paper", ["", "1.1.2026-01-05:forged", "\0", "x" * 5000, "1.1:é"])
def test_who_has_no_paper_cannot_vote(procedure, client, paper):
    answer = tap(client, procedure, ballot=paper)
    assert answer.status_code == 422
    assert not HelpVote.objects.exists()


def test_a_sentence_that_is_too_long_comes_back_as_it_was_typed(procedure, client):
    answer = tap(client, procedure, sentence="word " * 80)
    assert answer.status_code == 422
    assert "word word" in answer.content.decode()
    assert not HelpVote.objects.exists()


def test_a_vote_sent_by_another_site_is_refused(procedure, client):
    sent = {"ballot": ballot_of(procedure.in_force), "helps": "yes"}
    answer = client.post(reverse("listen:helps"), sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 422
    assert not HelpVote.objects.exists()


def test_no_form_for_voting_stands_on_a_draft(cast, sign_in):
    draft = make_draft(cast)
    page = sign_in(cast.tomas).get(reverse("work:version", args=[draft.procedure_id, 1])).content.decode()
    assert "data-helps" not in page


# What is kept


def test_the_vote_of_somebody_signed_in_writes_the_vote_and_nothing_else(cast, sign_in, procedure):
    browser = sign_in(cast.tomas)
    sessions = list(BrowserSession.objects.order_by("pk").values())
    facts = Fact.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = tap(browser, procedure, sentence="Step 3 is clear.")
    written = [q["sql"] for q in asked if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert [sql.split('"')[1] for sql in written] == ["work_helpvote", "work_helpsentence"]
    assert answer.cookies.output() == ""
    assert list(BrowserSession.objects.order_by("pk").values()) == sessions
    assert Fact.objects.count() == facts


def test_a_vote_holds_no_person_and_no_time(procedure, client):
    tap(client, procedure, sentence="Step 3 is clear.")
    for row in (HelpVote.objects.values().get(), HelpSentence.objects.values().get()):
        assert row["week"].weekday() == 0
        assert not [value for value in row.values() if hasattr(value, "hour")]
        assert not {name for name in row if "person" in name or "by" in name}
    assert HelpVote.objects.get().pk != HelpSentence.objects.get().pk


def test_nothing_is_logged_about_a_vote(cast, sign_in, procedure, caplog):
    caplog.set_level(logging.INFO)
    browser = sign_in(cast.tomas)
    tap(browser, procedure)
    tap(browser, procedure, ballot="wrong")
    tap(browser, procedure, sentence="x" * 400)
    assert caplog.messages == []


def test_keys_tell_no_order(procedure):
    for number in range(8):
        say_whether_it_helps(procedure.in_force, helps=True, sentence=f"Said {number}")
    kept = sorted(HelpSentence.objects.all(), key=lambda one: one.text)
    keys = [one.pk for one in kept]
    assert max(keys) - min(keys) > 1_000_000
    assert keys != sorted(keys) or keys[0] > keys[-1]


# Attacks


def test_whoever_watches_the_page_after_every_vote_sees_nothing(cast, sign_in, procedure):
    seen = {page_of(sign_in, cast.quentin, procedure)}
    for number in range(2 * LOT + 3):
        tap(Client(), procedure, helps=number % 3 > 0, sentence=f"Because of {number}")
        seen.add(page_of(sign_in, cast.quentin, procedure))
    assert len(seen) == 1


def test_whoever_lets_the_count_run_after_every_vote_sees_only_whole_lots(cast, sign_in, procedure):
    pages, changes = [page_of(sign_in, cast.quentin, procedure)], []
    for number in range(1, 3 * LOT + 1):
        tap(Client(), procedure, helps=number % 2 > 0)
        close_lots.call()
        pages.append(page_of(sign_in, cast.quentin, procedure))
        if pages[-1] != pages[-2]:
            changes.append(number)
    assert changes == [5, 10, 15]


def test_no_history_of_the_page_can_show_that_all_said_the_same():
    """Every published number can come from lots in which somebody said yes and somebody said no."""
    for votes in product([True, False], repeat=LOT):
        least = helping._rounded(list(enumerate(votes)))
        could_be = {least, least + 1}
        assert could_be & set(range(1, LOT))
        assert could_be >= {sum(votes)}


def test_unanimous_votes_read_like_nearly_unanimous_ones(cast, sign_in, procedure):
    fill(procedure, *[True] * LOT)
    close_lots.call()
    everybody = page_of(sign_in, cast.quentin, procedure)
    HelpLot.objects.all().delete()
    fill(procedure, *[True] * (LOT - 1), False)
    close_lots.call()
    assert page_of(sign_in, cast.quentin, procedure) == everybody


def test_four_friends_who_say_the_same_do_not_learn_what_the_fifth_said(procedure):
    shown = set()
    for fifth in (True, False):
        fill(procedure, *[True] * (LOT - 1), fifth)
        close_lots.call()
        shown.add(helpfulness_of(procedure.in_force))
        HelpLot.objects.all().delete()
    assert len(shown) == 1


def test_after_the_count_the_database_holds_no_vote_any_more(procedure):
    fill(procedure, True, True, False, True, False, True, True)
    close_lots.call()
    assert HelpVote.objects.count() == 2
    assert HelpLot.objects.get().at_least in {0, 2, 4}
    names = {field.name for field in HelpLot._meta.get_fields()}
    assert names == {"id", "procedure", "number", "closed_week", "at_least"}


def test_who_waits_for_the_next_lot_is_chosen_by_lot(procedure):
    left = set()
    for _round in range(40):
        HelpVote.objects.all().delete()
        fill(procedure, True, *[False] * LOT)
        close_lots.call()
        left.add(HelpVote.objects.get().helps)
    assert left == {True, False}


def test_nine_sentences_stay_unread_and_ten_are_shown_together(cast, sign_in, procedure):
    for number in range(9):
        say_whether_it_helps(procedure.in_force, helps=True, sentence=f"Because of {number}.")
        close_lots.call()
    assert "Because of" not in page_of(sign_in, cast.quentin, procedure)
    say_whether_it_helps(procedure.in_force, helps=True, sentence="Because of 9.")
    close_lots.call()
    page = page_of(sign_in, cast.tomas, procedure)
    assert [page.count(f"Because of {number}.") for number in range(10)] == [1] * 10
    assert {one.week for one in HelpSentence.objects.all()} == {week_of(helping.timezone.localdate())}


def test_votes_on_one_version_do_not_fill_the_lot_of_another(cast, procedure):
    other = make_procedure(cast, title="Pack a parcel", process=procedure.process)
    fill(procedure, True, True, True)
    fill(other, True, True)
    close_lots.call()
    assert not HelpLot.objects.exists()


def test_what_waited_for_a_year_is_forgotten(procedure):
    say_whether_it_helps(procedure.in_force, helps=True, sentence="Old.")
    old = week_of(helping.timezone.localdate()) - timedelta(days=371)
    HelpVote.objects.update(week=old)
    HelpSentence.objects.update(week=old)
    close_lots.call()
    assert (HelpVote.objects.count(), HelpSentence.objects.count()) == (0, 0)


def test_counting_twice_counts_once(procedure):
    fill(procedure, True, True, False, True, False)
    close_lots.call()
    close_lots.call()
    assert helpfulness_of(procedure.in_force) == helping.Helpfulness(votes=5, at_least=2, at_most=3)


def test_a_flood_is_turned_away(procedure, client, monkeypatch):
    answers = [tap(client, procedure).status_code for _time in range(70)]
    assert answers[:50] == [200] * 50
    assert answers[-1] == 429


@pytest.fixture(autouse=True)
def open_valve(monkeypatch):
    monkeypatch.setattr(helps_view, "_valve", Valve(at_once=60, seconds=600))


def test_only_quality_takes_a_sentence_off_and_its_words_are_gone(cast, sign_in, procedure):
    for number in range(10):
        say_whether_it_helps(procedure.in_force, helps=True, sentence=f"Tomas did {number}.")
    close_lots.call()
    door = reverse("work:sentence_off", args=[sentences_of(procedure)[0].pk])
    assert sign_in(cast.amira).post(door).status_code == 403
    assert sign_in(cast.quentin).post(door).status_code == 302
    assert HelpSentence.objects.filter(state="taken_off", text="").count() == 1
    assert Fact.objects.filter(name="work.sentence_taken_off").count() == 1
    assert len(sentences_of(procedure)) == 9


def test_no_table_ties_a_voter_to_a_vote(cast, sign_in, procedure):
    tap(sign_in(cast.tomas), procedure, sentence="A word like no other.")
    rows = [
        (model._meta.label, str(row))
        for model in apps.get_models()
        for row in model._base_manager.values()
        if "A word like no other" in str(row)
    ]
    assert [label for label, _row in rows] == ["work.HelpSentence"]
