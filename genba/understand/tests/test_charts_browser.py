"""Charts in a real browser under the content security policy: keys, touch, a closer look at a long series."""

import pytest
from playwright.sync_api import expect

from genba.understand.tests.factory import make_measured
from tests.browser import open_house

pytestmark = pytest.mark.browser
LONG = 400


@pytest.fixture(scope="module")
def house():
    with open_house("genba.understand.tests.test_charts_browser:lay_out") as house:
        yield house
    assert house.refused == []


def lay_out(cast):
    short = make_measured(cast)
    long = make_measured(cast, [12 + day % 7 for day in range(LONG)], name="Ideas told")
    return {"short": short.pk, "long": long.pk}


def test_keys_read_a_chart_point_by_point(house):
    page = house.page("amira")
    page.goto(f"{house.url}/metrics/{house.given['short']}/")
    page.locator(".spc-frame").focus()
    said = page.locator(".spc-readout strong")
    for key, value in [
        ("Home", "12"),
        ("ArrowRight", "14"),
        ("ArrowRight", "11"),
        ("End", "13"),
        ("ArrowLeft", "14"),
    ]:
        page.keyboard.press(key)
        expect(said).to_have_text(value)


def test_a_finger_reads_the_nearest_point_of_the_narrow_drawing(house):
    page = house.page("amira", width=390, has_touch=True, is_mobile=True)
    page.goto(f"{house.url}/metrics/{house.given['short']}/")
    frame = page.locator(".spc-frame")
    expect(frame.locator("svg:visible")).to_have_count(1)
    box = frame.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] - 12, box["y"] + box["height"] / 2)
    expect(page.locator(".spc-readout strong")).to_have_text("13")


def test_a_long_series_is_looked_at_more_closely_and_whole_again(house):
    page = house.page("amira")
    page.goto(f"{house.url}/metrics/{house.given['long']}/")
    page.get_by_role("button", name="Look closer").click()
    axis = page.locator(".spc-zoom .uplot canvas")
    expect(axis).to_be_visible()
    expect(page.locator(".spc-frame")).to_be_hidden()
    whole = axis.screenshot()
    page.get_by_role("button", name="Closer", exact=True).click()
    page.get_by_role("button", name="Later").click()
    closer = axis.screenshot()
    assert closer != whole
    page.get_by_role("button", name="All of it").click()
    page.mouse.move(0, 0)
    assert axis.screenshot() == whole
    page.get_by_role("button", name="Look closer").click()
    expect(page.locator(".spc-frame")).to_be_visible()


def test_a_short_series_offers_no_closer_look(house):
    page = house.page("amira")
    page.goto(f"{house.url}/metrics/{house.given['short']}/")
    expect(page.get_by_role("button", name="Look closer")).to_have_count(0)
