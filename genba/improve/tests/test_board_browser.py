"""A board in a real browser: by mouse, menu, keyboard and finger, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import open_house

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house():
    with open_house("genba.improve.tests.board_cards:lay_out") as house:
        yield house


@pytest.fixture
def board(house):
    """Open a board of its own for one test: its page, and where things are."""

    def open_(number, who="tomas", **options):
        given = house.given[number]
        page = house.page(who, **{"width": 1700, **options})
        page.goto(f"{house.url}/boards/{given['board']}/")
        return Board(page, given)

    yield open_
    house.leave()


class Board:
    def __init__(self, page, given):
        self.page, self.columns, self.cards = page, given["columns"], given["cards"]

    def column(self, stage):
        return self.page.locator(f'[data-column="{self.columns[stage]}"]')

    def card(self, number):
        return self.page.locator(f"#card-{self.cards[number]}")

    def focus(self, number):
        self.card(number).locator("h3 a").focus()

    def titles(self, stage):
        return [text.strip() for text in self.column(stage).locator("h3").all_text_contents()]

    def saved(self):
        """Wait until the server has answered, and look again with fresh eyes."""
        expect(self.page.locator(".kcard.is-moving")).to_have_count(0)
        self.page.reload()


LABEL, WRENCH, LANE = "Label printer skips", "Torque wrench drifts", "Forklift lane blocked"


def test_a_card_is_dragged_to_another_column_and_the_move_undone(board):
    seen = board(0)
    seen.card(0).drag_to(seen.column("understand"))
    toast = seen.page.locator("#toasts [data-toast]")
    expect(toast).to_contain_text("Moved to Understand")
    expect(seen.column("understand")).to_contain_text(LABEL)
    toast.get_by_role("button", name="Undo").click()
    expect(seen.column("new")).to_contain_text(LABEL)
    seen.saved()
    assert seen.titles("new") == [LABEL, WRENCH, LANE]


def test_a_card_is_dragged_up_and_down(board):
    seen = board(1)
    seen.card(0).drag_to(seen.card(1), target_position={"x": 40, "y": 70})
    seen.saved()
    assert seen.titles("new") == [WRENCH, LABEL, LANE]


def test_the_menu_moves_a_card_and_a_full_column_warns(board):
    seen = board(2)
    for number in (0, 1):
        seen.card(number).hover()
        seen.card(number).locator("[data-move]").click()
        seen.page.locator("#move-menu").get_by_role("button", name="Try").click()
        moved = seen.column("try").locator(f"#card-{seen.cards[number]}")  # for a moment it stands in both
        expect(moved).to_be_visible()
        expect(moved.locator("[data-move]")).to_be_focused()
    expect(seen.page.get_by_text("More than 1 at once")).to_be_visible()
    expect(seen.page.locator("#toasts")).to_contain_text("now holds more than 1 card")
    seen.saved()
    assert sorted(seen.titles("try")) == [LABEL, WRENCH]


def test_alt_and_arrows_move_the_card_that_has_the_focus(board):
    seen = board(3)
    seen.focus(0)
    seen.page.keyboard.press("Alt+ArrowRight")
    expect(seen.page.locator("#board-words")).to_have_text(f"“{LABEL}” is in Understand now, 1 of 1.")
    seen.page.keyboard.press("Alt+ArrowRight")
    expect(seen.column("try")).to_contain_text(LABEL)
    expect(seen.card(0).locator("h3 a")).to_be_focused()
    seen.page.keyboard.press("Alt+ArrowLeft")
    seen.page.keyboard.press("Alt+ArrowLeft")
    seen.page.keyboard.press("Alt+ArrowDown")
    expect(seen.page.locator("#board-words")).to_have_text(f"“{LABEL}” is in New now, 2 of 3.")
    seen.page.keyboard.press("Alt+ArrowLeft")
    expect(seen.page.locator("#board-words")).to_have_text(f"“{LABEL}” cannot go further this way.")
    expect(seen.page.locator(".is-moving")).to_have_count(0)
    expect(seen.card(0).locator("h3 a")).to_be_focused()
    seen.saved()
    assert seen.titles("new") == [WRENCH, LABEL, LANE]


def test_in_a_language_from_right_to_left_the_arrows_follow_the_eye(board, house):
    seen = board(4)
    language = {"name": "django_language", "value": "ar", "url": house.url}
    seen.page.context.add_cookies([language])
    seen.page.reload()
    seen.focus(0)
    seen.page.keyboard.press("Alt+ArrowLeft")
    expect(seen.column("understand")).to_contain_text(LABEL)


def test_j_and_k_go_from_card_to_card_and_enter_opens(board):
    seen = board(4)
    seen.page.keyboard.press("j")
    first = seen.page.locator(".kcard h3 a").first
    expect(first).to_be_focused()
    seen.page.keyboard.press("j")
    expect(seen.page.locator(".kcard h3 a").nth(1)).to_be_focused()
    seen.page.keyboard.press("k")
    expect(first).to_be_focused()
    seen.page.keyboard.press("Enter")
    expect(seen.page).to_have_url(re.compile(r"/cards/\d+/"))


def test_single_keys_can_be_switched_off(board):
    seen = board(4)
    seen.page.evaluate("document.documentElement.dataset.singleKeys = 'off'")
    seen.page.keyboard.press("j")
    expect(seen.page.locator(".kcard h3 a:focus")).to_have_count(0)


def test_done_asks_for_the_check_and_the_card_stays_where_it_was(board):
    seen = board(5)
    address = seen.page.url
    seen.card(0).drag_to(seen.column("done"))
    expect(seen.page).to_have_url(re.compile(r"/cards/\d+/done/"))
    seen.page.goto(address)
    assert seen.titles("new") == [LABEL, WRENCH, LANE]


def test_a_card_that_cannot_be_moved_goes_back_and_the_page_says_so(board):
    seen = board(6)
    seen.page.route("**/moves/", lambda route: route.abort())
    seen.focus(0)
    seen.page.keyboard.press("Alt+ArrowRight")
    expect(seen.page.locator("#toasts")).to_contain_text("That did not work")
    assert seen.titles("new") == [LABEL, WRENCH, LANE]


def test_somebody_from_another_team_sees_the_board_and_cannot_move(board):
    seen = board(6, who="wanda")
    expect(seen.card(0)).to_be_visible()
    seen.focus(0)
    seen.page.keyboard.press("Alt+ArrowRight")
    assert seen.titles("new") == [LABEL, WRENCH, LANE]
    expect(seen.page.locator("[data-move]")).to_have_count(0)


def test_without_javascript_the_menu_is_a_form(board):
    seen = board(7, java_script_enabled=False)
    seen.card(1).locator("[data-move]").click()
    seen.page.get_by_role("button", name="Check").click()
    expect(seen.column("check")).to_contain_text(WRENCH)
    expect(seen.page.locator("#toasts")).to_contain_text("Moved to Check")


def test_on_a_phone_the_columns_are_switched_and_the_menu_is_a_sheet(board):
    seen = board(8, width=390, height=800, has_touch=True, is_mobile=True)
    seen.page.locator(".column-switch").get_by_role("link", name="Try").tap()
    expect(seen.column("try")).to_be_in_viewport()
    seen.page.locator(".column-switch").get_by_role("link", name="New").tap()
    seen.card(0).locator("[data-move]").tap()
    menu = seen.page.locator("#move-menu")
    expect(menu).to_be_visible()
    assert menu.bounding_box()["width"] == 390
    menu.get_by_role("button", name="Further down").tap()
    seen.saved()
    assert seen.titles("new") == [WRENCH, LABEL, LANE]
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 390
