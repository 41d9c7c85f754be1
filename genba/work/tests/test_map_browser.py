"""The map in a real browser: by mouse, finger and keys, laid out, undone, and without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser import open_house

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house():
    with open_house("genba.work.tests.map_boxes:lay_out") as house:
        yield house


@pytest.fixture
def editor(house):
    """Open the map of a value stream of its own for one test."""

    def open_(number, **options):
        given = house.given[number]
        page = house.page("amira", **options)
        page.on("pageerror", lambda fault: pytest.fail(str(fault)))
        page.goto(f"{house.url}/work/streams/{given['stream']}/map/")
        return Editor(page, given["boxes"])

    yield open_
    house.leave()


class Editor:
    def __init__(self, page, boxes):
        self.page, self.boxes = page, boxes
        self.toast = page.locator("#toasts [data-toast]")

    def box(self, number):
        return self.page.locator(f'[data-box="{self.boxes[number]}"]')

    def place(self, number):
        box = self.box(number)
        return float(box.get_attribute("data-x")), float(box.get_attribute("data-y"))

    def drag(self, start, end):
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        mouse.move(*end)
        mouse.up()

    def middle(self, locator):
        box = locator.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_box_is_dragged_kept_and_put_back(editor):
    seen = editor(0)
    before = seen.place(1)
    x, y = seen.middle(seen.box(1).locator("text").first)
    seen.drag((x, y), (x + 120, y + 40))
    expect(seen.toast).to_contain_text("Moved.")
    assert seen.place(1) == (before[0] + 120, before[1] + 40 + (-before[1] - 40) % 4)
    seen.page.reload()
    assert seen.place(1)[0] == before[0] + 120
    x, y = seen.middle(seen.box(1).locator("text").first)
    seen.drag((x, y), (x + 40, y))
    seen.toast.get_by_role("button", name="Undo").click()
    expect(seen.box(1)).to_have_attribute("data-x", f"{before[0] + 120:.1f}")


def test_a_box_is_moved_by_keys_and_keeps_the_focus(editor):
    seen = editor(1)
    before = seen.place(2)
    seen.box(2).focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowDown"):
        seen.page.keyboard.press(key)
    expect(seen.toast).to_contain_text("Moved.")
    assert seen.place(2) == (before[0] + 40, before[1] + 4)
    expect(seen.box(2)).to_be_focused()
    expect(seen.page.locator("#map-words")).to_have_text("Paint was moved.")
    seen.page.keyboard.press("Control+z")
    expect(seen.box(2)).to_have_attribute("data-x", f"{before[0]:.1f}")


def test_an_arrow_is_drawn_from_dot_to_box_and_the_map_lays_itself_out(editor):
    seen = editor(2)
    x, y = seen.middle(seen.box(2).locator("text").first)
    seen.drag((x, y), (x + 300, y - 200))
    expect(seen.toast).to_contain_text("Moved.")
    seen.drag(
        seen.middle(seen.box(2).locator("[data-handle]")), seen.middle(seen.box(0).locator("text").first)
    )
    expect(seen.page.get_by_label("What is handed over?").first).to_be_focused()
    seen.page.keyboard.type("pallet")
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator(".map-label", has_text="pallet")).to_have_count(1)
    seen.page.get_by_role("button", name="Lay out").click()
    expect(seen.box(2)).not_to_have_attribute("data-x", f"{seen.place(0)[0] + 300:.1f}")
    expect(seen.toast).to_contain_text("Moved.")
    assert seen.place(0)[1] < seen.place(1)[1] < seen.place(2)[1]


def test_a_box_is_moved_by_finger_on_a_phone_that_reads_from_the_right(editor):
    seen = editor(3, width=390, height=844, is_mobile=True, has_touch=True, locale="ar")
    before = seen.place(0)
    seen.box(0).scroll_into_view_if_needed()
    x, y = seen.middle(seen.box(0).locator("text").first)
    finger = seen.page.context.new_cdp_session(seen.page)
    for kind, step in (("touchStart", 0), ("touchMove", 20), ("touchMove", 60)):
        point = [{"x": x - step, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": point})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(seen.toast).to_have_count(1)
    assert seen.place(0)[0] == before[0] - 60
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_a_script_everything_is_a_form(editor):
    seen = editor(4, java_script_enabled=False)
    seen.page.get_by_label("What is done here?").fill("Pack")
    seen.page.get_by_role("button", name="Add", exact=True).click()
    seen.page.get_by_label("From", exact=True).select_option("Paint")
    seen.page.get_by_label("To", exact=True).select_option("Pack")
    seen.page.get_by_role("button", name="Draw", exact=True).click()
    expect(seen.page.locator(".map-arrow")).to_have_count(3)
    before = seen.place(0)
    seen.page.get_by_role("button", name="Further down: Cast").click()
    assert seen.place(0) == (before[0], before[1] + 40)
    seen.page.get_by_role("button", name="Undo").click()
    assert seen.place(0) == before
    seen.page.get_by_role("button", name="Close: Paint").click()
    expect(seen.page.locator("[data-box]")).to_have_count(3)
