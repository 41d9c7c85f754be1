"""A card may be about a process; the process shows what is under way about it."""

import pytest
from django.test import Client
from django.urls import reverse

from genba.improve.cards import open_card
from genba.improve.models import Card
from genba.people.models import ApiToken
from genba.trail.models import Fact
from genba.work.models import Process
from genba.work.tests.factory import make_process


@pytest.fixture
def process(cast):
    return make_process(cast)


@pytest.fixture
def card(cast):
    return open_card(cast.board, title="Label came loose", kind="nonconformity", by=cast.amira)


def page_of(browser, name, pk, query=""):
    return browser.get(reverse(name, args=[pk]) + query).content.decode()


def test_a_card_is_opened_about_a_process_on_the_board_of_its_team(cast, process, sign_in):
    browser, door = sign_in(cast.tomas), f"{reverse('improve:new_card')}?process={process.pk}"
    offered = browser.get(door).context["form"]
    assert str(offered["process"].value()) == str(process.pk)
    assert offered["board"].value() == cast.board.pk
    asked = {"title": "Glue drips", "board": cast.board.pk, "kind": "idea", "process": process.pk}
    browser.post(door, asked)
    assert Card.objects.get(title="Glue drips").process == process


def test_the_details_say_which_process_and_the_trail_says_that_it_changed(cast, card, process, sign_in):
    browser = sign_in(cast.tomas)
    details = {"kind": "idea", "board": cast.board.pk, "process": process.pk}
    browser.post(reverse("improve:redetail", args=[card.pk]), details)
    card.refresh_from_db()
    assert card.process == process
    fact = Fact.objects.about(card).get(name="improve.card_changed")
    assert "process" in fact.data["fields"]
    assert reverse("work:process", args=[process.pk]) in page_of(browser, "improve:card", card.pk)


def test_the_process_shows_its_open_cards_and_leads_to_a_new_one(cast, card, process, sign_in):
    Card.objects.update(process=process)
    done = open_card(
        cast.board, title="Old", kind="idea", by=None, process=process, column=cast.board.column_for("done")
    )
    page = page_of(sign_in(cast.nobody), "work:process", process.pk)
    assert card.title in page
    assert f">{done.title}<" not in page
    assert f"{reverse('improve:new_card')}?process={process.pk}" in page


def test_many_cards_beside_a_process_are_counted_and_not_all_shown(
    cast, process, sign_in, django_assert_max_num_queries
):
    for number in range(15):
        open_card(cast.board, title=f"Card {number}.", kind="idea", by=cast.amira, process=process)
    browser = sign_in(cast.tomas)
    browser.get("/")
    with django_assert_max_num_queries(20):
        page = page_of(browser, "work:process", process.pk)
    assert [number for number in range(15) if f"Card {number}." in page] == list(range(12))
    assert "and <bdi>3</bdi> more" in page


def test_a_closed_process_is_not_offered_but_stays_where_it_was_chosen(cast, card, process, sign_in):
    Process.objects.update(is_closed=True)
    make_process(cast, "Packing")
    assert process.name not in sign_in(cast.tomas).get(reverse("improve:new_card")).content.decode()
    Card.objects.update(process=process)
    page = page_of(sign_in(cast.tomas), "improve:card", card.pk, "?edit=details")
    assert f'<option value="{process.pk}" selected>' in page


def test_without_any_process_nobody_is_asked_for_one(cast, card, sign_in):
    browser = sign_in(cast.tomas)
    assert "process" not in browser.get(reverse("improve:new_card")).context["form"].fields
    assert 'name="process"' not in page_of(browser, "improve:card", card.pk, "?edit=details")


@pytest.mark.parametrize("asked", ["x", "99999999999999999", "-1", "9" * 40, ""])
def test_a_process_that_is_none_changes_nothing(cast, process, sign_in, asked):
    browser = sign_in(cast.tomas)
    assert browser.get(f"{reverse('improve:new_card')}?process={asked}").status_code == 200
    assert browser.get(f"{reverse('improve:board', args=[cast.board.pk])}?process={asked}").status_code == 200
    form = {"title": "Glue", "board": cast.board.pk, "kind": "idea", "process": asked or "x"}
    assert browser.post(reverse("improve:new_card"), form).status_code == 422
    assert not Card.objects.exists()


def test_a_board_shows_the_cards_of_one_process(cast, card, process, sign_in):
    open_card(cast.board, title="Glue drips", kind="idea", by=cast.amira, process=process)
    page = page_of(sign_in(cast.tomas), "improve:board", cast.board.pk, f"?process={process.pk}")
    assert "Glue drips" in page
    assert card.title not in page
    assert f'<option value="{process.pk}" selected>{process.name}</option>' in page


def test_a_program_opens_and_lists_cards_of_a_process(cast, card, process):
    token = ApiToken.issue(cast.tomas, name="test")[1]
    browser = Client(headers={"Authorization": f"Bearer {token}"})
    body = {"board": cast.board.pk, "title": "Glue drips", "process": process.pk}
    made = browser.post("/api/v1/cards", body, content_type="application/json").json()
    assert made["process"] == process.pk
    found = browser.get(f"/api/v1/cards?process={process.pk}").json()["items"]
    assert [one["id"] for one in found] == [made["id"]]
    body["process"] = process.pk + 1
    assert browser.post("/api/v1/cards", body, content_type="application/json").status_code == 404


def test_the_map_counts_the_open_cards_of_each_box(cast, process, sign_in):
    make_process(cast, "Packing")
    for title in ("Glue drips", "Label loose"):
        open_card(cast.board, title=title, kind="idea", by=cast.amira, process=process)
    seen = page_of(sign_in(cast.nobody), "work:stream", process.value_stream_id)
    assert 'aria-label="Assembly, 2 cards are under way"' in seen
    assert 'aria-label="Packing"' in seen
