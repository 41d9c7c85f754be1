"""The editor as people use it: keyboard, undo, a lost connection, two people at once, a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser import open_house

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house():
    with open_house("genba.work.tests.editor_layout:lay_out") as house:
        yield house


@pytest.fixture
def editor(house):
    def open_(who="amira", which="alone", **options):
        page = house.page(who, **options)
        page.goto(house.url + house.given[which])
        expect(page.locator("#fit li.fit")).to_have_count(2)
        return page

    yield open_
    house.leave()


def lines(page):
    """Number and words of every line."""
    return [
        f"{item.locator('[data-number]').inner_text()} {item.locator('[data-field=what]').input_value()}"
        for item in page.locator("#lines > li").all()
    ]


def said(page, state):
    expect(page.locator("#editor-state")).to_have_attribute("data-state", state)


def test_a_procedure_is_written_by_keyboard_alone_and_kept(editor):
    page = editor()
    page.locator("[data-field=what]").first.focus()
    page.keyboard.press("End")
    for key in ("Enter", "Drain, one of", "Enter", "Tab", "with the pump", "Enter", "by the plug", "Enter"):
        page.keyboard.press(key) if key in {"Enter", "Tab"} else page.keyboard.type(key)
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("Fill to the mark")
    written = [
        "1 Stop the lathe",
        "2 Drain, one of",
        "2.1 with the pump",
        "2.2 by the plug",
        "3 Fill to the mark",
    ]
    assert lines(page) == written
    page.keyboard.press("Alt+ArrowUp")
    assert lines(page)[1] == "2 Fill to the mark"
    page.keyboard.press("Alt+ArrowDown")
    assert lines(page) == written
    said(page, "saved")
    expect(page.locator("#allows")).to_contain_text("For 2, do 2.1, then 2.2.")
    page.reload()
    assert lines(page) == written


def test_everything_can_be_taken_back_and_done_again(editor):
    page = editor()
    before = lines(page)
    page.locator("[data-field=what]").last.focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("Wipe it")
    page.keyboard.press("Tab")
    after = lines(page)
    for _step in range(3):
        page.keyboard.press("Control+z")
    assert lines(page) == before
    for _step in range(3):
        page.keyboard.press("Control+y")
    assert lines(page) == after
    for _letter in range(7):
        page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    assert lines(page) == before
    said(page, "saved")


def test_tab_is_no_trap(editor):
    page = editor()
    page.locator("[data-field=what]").first.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('[data-field=what]')")


def test_two_people_at_once_lose_nothing(editor):
    mine, theirs = editor("amira", "both"), editor("quentin", "both")
    theirs.fill("[name=title]", "Theirs")
    said(theirs, "saved")
    mine.fill("[name=title]", "Mine")
    said(mine, "conflict")
    expect(mine.locator("#conflict")).to_contain_text("Quentin Lee")
    expect(mine.locator("#conflict")).to_contain_text("Theirs")
    assert mine.input_value("[name=title]") == "Mine"
    mine.click("[data-take-theirs]")
    said(mine, "saved")
    assert mine.input_value("[name=title]") == "Theirs"
    mine.locator("[data-undo]").click()
    said(mine, "saved")
    theirs.reload()
    assert theirs.input_value("[name=title]") == "Mine"


def test_what_could_not_be_sent_is_kept_on_the_device_and_sent_later(editor):
    page = editor()
    page.context.set_offline(True)
    page.fill("[name=why]", "Old oil eats bearings.")
    said(page, "offline")
    page.context.set_offline(False)
    said(page, "saved")
    page.reload()
    assert page.input_value("[name=why]") == "Old oil eats bearings."


def test_a_fault_is_said_at_its_field_and_the_rest_goes_on(editor):
    page = editor()
    first = page.locator("#lines > li").first
    first.locator(".eline-more > summary").click()
    first.locator("[data-field=low]").fill("much")
    said(page, "wrong")
    expect(first.locator("[data-fault]")).to_have_text("A limit is a number.")
    first.locator("[data-field=low]").fill("3,8")
    said(page, "saved")
    expect(first.locator("[data-fault]")).to_be_hidden()


def test_a_list_is_pasted_as_steps(editor):
    page = editor()
    count = len(lines(page))
    page.locator("[data-field=what]").last.focus()
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData('text/plain', text);
            const paste = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(paste);
        }""",
        "1. Open the hood\n- Look for drops\n\n• Close it",
    )
    assert [line.split(" ", 1)[1] for line in lines(page)[count:]] == [
        "Open the hood",
        "Look for drops",
        "Close it",
    ]
    page.keyboard.press("Control+z")
    assert len(lines(page)) == count


@pytest.mark.parametrize("look", [{"width": 390}, {"width": 1280, "color_scheme": "dark"}])
def test_the_editor_is_sound_for_screen_readers_and_fits_the_screen(editor, look):
    page = editor(**look)
    page.locator(".eline-more > summary").first.click()
    faults = Axe().run(page).response["violations"]
    assert [f"{fault['id']}: {fault['nodes'][0]['html'][:150]}" for fault in faults] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= look["width"]
