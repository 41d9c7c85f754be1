"""The private hint in a real browser: on a card by itself, on a report when asked, without a name never."""

import pytest
from playwright.sync_api import expect

from tests.browser import open_house

pytestmark = pytest.mark.browser
BLAMING = "The fitter forgot the seal on pump 3."


@pytest.fixture(scope="module")
def house():
    with open_house("genba.understand.tests.test_hints_browser:lay_out") as house:
        yield house
    assert house.refused == []


def lay_out(cast):
    return {}


def open_page(house, who, address):
    """A page, and the bodies of all questions for hints that it sends."""
    page = house.page(who)
    asked = []
    page.on("request", lambda one: asked.append(one.post_data) if "/language/hints/" in one.url else None)
    if who:
        page.goto(house.url)  # the form sets no cookie of its own; whoever signed in has that of other pages
    page.goto(house.url + address)
    return page, asked


def test_a_card_shows_the_hint_when_the_writing_pauses_and_holds_nothing_up(house):
    page, _asked = open_page(house, "amira", "/cards/new/")
    page.locator("[name=title]").fill("Seal missing on pump 3")
    page.locator("[name=text]").fill(BLAMING)
    hint = page.locator("[data-hints]")
    expect(hint).to_contain_text("fitter forgot")
    expect(hint.locator("q")).to_have_count(1)
    page.locator("[name=text]").fill("The seal on pump 3 was missing after the change-over.")
    expect(hint.locator("q")).to_have_count(0)
    page.locator("[name=text]").fill(BLAMING)
    page.get_by_role("button", name="Open the card").click()
    expect(page.get_by_role("heading", name="Seal missing on pump 3")).to_be_visible()


def test_a_named_report_is_looked_over_only_when_its_writer_says_so(house):
    page, asked = open_page(house, "tomas", "/report/")
    page.locator("[name=text]").fill(BLAMING)
    page.wait_for_timeout(1500)
    assert asked == []
    page.get_by_role("button", name="Look over my words").click()
    expect(page.locator("[data-hints] q")).to_have_text("fitter forgot")
    assert len(asked) == 1


def test_with_the_box_for_no_name_ticked_the_hint_goes_and_nothing_is_asked(house):
    page, asked = open_page(house, "tomas", "/report/")
    page.locator("[name=text]").fill(BLAMING)
    page.get_by_role("button", name="Look over my words").click()
    expect(page.locator("[data-hints] q")).to_be_visible()
    page.locator("[name=anonymous]").check()
    expect(page.locator("[data-hints] q")).to_have_count(0)
    expect(page.get_by_role("button", name="Look over my words")).to_be_hidden()
    assert len(asked) == 1


def test_without_a_sign_in_no_word_leaves_the_page_before_it_is_sent(house):
    page, asked = open_page(house, "", "/report/")
    sent = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    page.locator("[name=text]").fill(BLAMING)
    page.wait_for_timeout(1500)
    assert asked == []
    assert sent == []
    expect(page.locator("[data-language-hint]")).to_have_count(0)
