"""Signing in a real browser: with a password, and with a passkey."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from genba.conftest import PASSWORD
from tests.browser import open_house

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house():
    with open_house("genba.front.tests.signing_house:lay_out") as house:
        yield house


@pytest.fixture
def visit(house):
    """Somebody's page at the name of the machine: passkeys belong to names, not to numbers."""
    here = house.url.replace("127.0.0.1", "localhost")

    def visit_as(who):
        page = house.page(width=390)
        page.context.add_cookies([{"name": "sessionid", "value": house.sessions[who], "url": here}])
        return page, here

    yield visit_as
    house.leave()


def go_to_sign(page, here, check, who):
    page.goto(f"{here}/signatures/improve.effectivenesscheck/{check}/")
    page.get_by_label(re.compile("Verified")).check()
    page.get_by_label("Your e-mail address").fill(f"{who}@example.org")


def is_signed(page, name):
    expect(page.get_by_text("Signed as it is now")).to_be_visible()
    page.locator(".page-head").get_by_role("link", name="Open").click()
    expect(page.locator(".signature-name").get_by_text(name)).to_be_visible()


def test_a_password_signs_and_the_card_shows_it(house, visit):
    page, here = visit("quentin")
    go_to_sign(page, here, house.given[0], "quentin")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    is_signed(page, "Quentin Lee")


def test_a_passkey_signs(house, visit):
    page, here = visit("amira")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**key, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{here}/account/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.get_by_label("Your password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_label("What do you call it?").fill("My phone")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(re.compile("recovery|webauthn/$|2fa/$"))
    go_to_sign(page, here, house.given[0], "amira")
    page.get_by_role("button", name="Sign with a passkey").click()
    is_signed(page, "Amira Khan")


@pytest.mark.parametrize("look", [{"width": 390}, {"width": 1280, "color_scheme": "dark"}])
def test_the_pages_are_sound(house, look):
    page = house.page("adam", **look)
    faults = []
    paths = ["/people/1/", "/people/2/erasure/", "/signatures/1/", "/settings/"]
    for path in paths:
        assert page.goto(house.url + path).status == 200, path
        found = Axe().run(page).response["violations"]
        faults += [f"{path}: {fault['id']} {fault['nodes'][0]['html'][:160]}" for fault in found]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{path}: {wide} pixels wider than the screen"] if wide > 0 else []
    page = house.page("quentin", **look)
    page.goto(f"{house.url}/signatures/improve.effectivenesscheck/{house.given[1]}/")
    faults += [fault["id"] for fault in Axe().run(page).response["violations"]]
    house.leave()
    assert faults == []
