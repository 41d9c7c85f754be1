"""The report form in a real browser, with a signal and without: no word is lost, each arrives once."""

import re
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from genba.listen.proof import new_challenge
from genba.listen.tests.phone import (
    KEPT,
    PHOTOS,
    PLAIN,
    RAW,
    answering,
    outbox,
    picture,
    read_with,
    receipts,
    say,
    violations,
)
from genba.listen.tests.solving import solution
from tests.browser import CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.once]

# With a signal


def test_a_report_is_sent_with_its_sum_and_shows_its_receipt(phone, stored):
    page = phone()
    answers = []
    page.on(
        "request", lambda request: answers.append(request.post_data or "") if request.method == "POST" else 0
    )
    say(page, "Said with a signal.")
    expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()
    assert re.search(r'name="altcha"\r\n\r\n[A-Za-z0-9+/=]{100,}', answers[0])
    assert page.context.cookies() == []
    assert stored() == 1


def test_a_browser_offers_to_put_it_on_the_home_screen(phone):
    page = phone()
    asked = page.context.new_cdp_session(page)
    assert asked.send("Page.getAppManifest")["errors"] == []
    trouble = asked.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {one["errorId"] for one in trouble} <= {"in-incognito"}  # what a test's browser is


def test_a_page_left_open_for_too_long_does_its_sum_again_by_itself(phone, stored):
    page = phone()
    stale = [new_challenge(now=timezone.now() - timedelta(hours=2))]
    page.route("**/challenge", lambda route: route.fulfill(json=stale.pop()) if stale else route.continue_())
    say(page, "Typed yesterday, sent today.")
    expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()
    assert (stale, stored()) == ([], 1)


def test_what_is_wrong_is_said_on_the_page_and_can_be_put_right(phone, stored):
    page = phone()
    say(page, "x" * 10_001)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.get_by_label("What happened?")).to_have_value("x" * 10_001)
    say(page, "Shorter.")
    expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()
    assert stored() == 1


def test_the_receipt_is_still_there_after_a_reload_and_gone_after_going_on(phone, house):
    page = phone()
    say(page, "The phone reloads the page before the receipt is written down.")
    expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()
    receipt = receipts(page)
    page.reload()
    expect(outbox(page)).to_contain_text("Your report was sent")
    assert receipts(page) == receipt
    page.goto(f"{house.url}/report/")
    expect(page.locator("html[data-offline=ready]")).to_have_count(1)
    expect(outbox(page)).to_be_empty()


def test_a_receipt_is_opened_with_its_sum_and_without_a_signal_it_stays_typed(phone, house):
    page = phone()
    say(page, "Read me again.")
    expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()
    receipt, asked = receipts(page)[0], []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    expect(read_with(page, house, receipt)).to_contain_text("Read me again.")
    assert any("altcha=ey" in body for body in asked)
    page.get_by_label("Write again").fill("And another thing.")
    page.evaluate("document.querySelector('main').dataset.before = ''")  # the same words come again
    page.get_by_role("button", name="Look for news").click()
    expect(page.locator("main[data-before]")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Read me again.")
    expect(page.get_by_label("Write again")).to_have_value("And another thing.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-send-state]")).to_contain_text("No signal just now")
    page.context.set_offline(False)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("main")).to_contain_text("Your words arrived")


def test_of_eight_who_send_one_solution_at_the_same_moment_one_is_let_in(house, stored):
    used = solution()

    def send(number):
        body = urlencode({"text": f"Said {number}.", "altcha": used}).encode()
        try:
            return urllib.request.urlopen(f"{house.url}/report/", body, timeout=60).status
        except urllib.error.HTTPError as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as eight:
        statuses = sorted(eight.map(send, range(8)))
    assert statuses == [200, *[422] * 7]
    assert stored() == 1


# Without a signal


def test_the_form_opens_without_a_signal_and_knows_the_place_on_the_poster(phone, house):
    page = phone()
    page.wait_for_load_state("networkidle")  # what is still on its way would be lost with the signal
    page.context.set_offline(True)
    lost = []  # of what the pages are made of: their small sum is begun early, and waits for the signal
    page.on("requestfailed", lambda one: lost.append(one.url) if one.resource_type != "fetch" else None)
    for address in (f"/report/?place={house.given['station']}", "/receipt/", "/report/protection/"):
        page.goto(house.url + address)
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('.bare-top')).display") == "flex"
        if "place" in address:
            expect(page.get_by_label("Where?")).to_have_value(house.given["station"])
            expect(page.locator("main")).to_contain_text("opened without a signal")
            page.get_by_label("What happened?").fill("Typed, so its sum is begun.")
    assert lost == []


def test_three_reports_wait_outlive_a_restart_of_the_phone_and_arrive_once(house, stored, tmp_path):
    def start():
        return house.browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=CHROMIUM, args=["--no-sandbox"], reduced_motion="reduce"
        )

    phone = start()
    page = phone.new_page()
    page.goto(f"{house.url}/report/")
    expect(page.locator("html[data-offline=ready]")).to_have_count(1)
    phone.set_offline(True)
    for number, words in enumerate(["1 waiting", "2 waiting", "3 waiting"]):
        page.get_by_label("What happened?").fill(f"Said in the basement, number {number}.")
        if number == 2:
            page.get_by_text("Say more").click()
            page.locator("[name=photo]").set_input_files(
                {"name": "IMG_20261122.jpg", "mimeType": "image/jpeg", "buffer": picture()}
            )
        page.get_by_role("button", name="Send").click()
        expect(outbox(page)).to_contain_text(words)
        expect(page.get_by_label("What happened?")).to_have_value("")
    assert stored() == 0
    phone.close()

    phone = start()
    page = phone.new_page()
    page.goto(f"{house.url}/report/")
    expect(page.locator("[data-receipt]")).to_have_count(3)
    codes = receipts(page)
    assert stored() == 3
    page.get_by_role("button", name="I have written it down").first.click()
    expect(page.locator("[data-receipt]")).to_have_count(2)
    page.reload()
    expect(page.locator("[data-receipt]")).to_have_count(2)
    assert stored() == 3
    expect(read_with(page, house, codes[2])).to_contain_text("Said in the basement, number 2.")
    assert house.counted(PHOTOS) == 1
    phone.close()


def test_an_answer_lost_on_the_way_is_asked_for_again_and_the_report_kept_once(phone, stored):
    page = phone(background_sync=False)
    taken = []

    def lose_the_first(route):
        if route.request.method == "POST" and not taken:
            taken.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.context.route("**/report/", lose_the_first)
    say(page, "The signal goes just after sending.")
    expect(outbox(page)).to_contain_text("1 waiting")
    assert (taken, stored()) == ([200], 1)
    page.get_by_role("button", name="Try now").click()
    expect(outbox(page)).to_contain_text("Your report was sent")
    assert (len(receipts(page)), stored()) == (1, 1)


def test_the_browser_sends_what_waits_while_no_page_is_open(phone, stored):
    page = phone()
    context = page.context
    context.set_offline(True)
    say(page, "The phone is back in the pocket.")
    expect(outbox(page)).to_contain_text("1 waiting")
    page.close()
    context.set_offline(False)
    for _wait in range(40):
        if stored():
            break
        time.sleep(0.5)
    assert stored() == 1


def test_it_is_sent_by_itself_when_the_signal_comes_back(phone, stored):
    page = phone()
    page.context.set_offline(True)
    say(page, "Nobody presses anything.")
    expect(outbox(page)).to_contain_text("1 waiting")
    page.context.set_offline(False)
    expect(outbox(page)).to_contain_text("Your report was sent")
    expect(outbox(page)).not_to_contain_text("waiting")
    assert stored() == 1


def test_a_server_that_is_down_or_a_net_that_answers_for_it_takes_nothing_away(phone, stored):
    page = phone(background_sync=False)
    for number, answer in enumerate(
        (
            {"status": 502, "body": "Bad gateway"},
            {"status": 200, "body": "<h1>Free Wi-Fi: sign in</h1>"},
        ),
        start=1,
    ):
        page.context.unroute("**/report/")
        page.context.route("**/report/", answering(answer))
        say(page, f"Said to {answer['status']}.")
        expect(outbox(page)).to_contain_text(f"{number} waiting")
    assert stored() == 0
    page.context.unroute("**/report/")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-receipt]")).to_have_count(2)
    assert stored() == 2


def test_what_waits_is_locked_and_says_no_time_and_nothing_sent_is_in_the_copies(phone):
    page = phone()
    say(page, "SECRET-SENT")
    expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()
    receipt = receipts(page)[0]
    page.goto(page.url)
    page.context.set_offline(True)
    say(page, "SECRET-WAITING")
    expect(outbox(page)).to_contain_text("1 waiting")
    raw = page.evaluate(RAW)
    assert len(raw["rows"]) == 1
    assert "SECRET" not in "".join(raw["rows"])
    assert (raw["stolen"], raw["names"]) == (None, ["id,rest,state"])
    kept = dict(page.evaluate(KEPT))
    assert {"/report/", "/receipt/"} <= set(kept)
    assert not [name for name, text in kept.items() if "SECRET" in text or receipt in text or "Tomas" in text]


def test_what_the_server_cannot_take_stays_with_the_sentence_and_goes_back_into_the_form(phone, stored):
    page = phone()
    page.context.set_offline(True)
    say(page, "y" * 10_001)
    expect(outbox(page)).to_contain_text("1 waiting")
    page.context.set_offline(False)
    expect(outbox(page)).to_contain_text("10,001 characters long, and 10,000 fit")
    page.get_by_role("button", name="Open it in the form").click()
    expect(page.get_by_label("What happened?")).to_have_value("y" * 10_001)
    expect(outbox(page)).to_be_empty()
    assert stored() == 0


def test_what_waits_can_be_taken_back(phone, stored):
    page = phone()
    page.context.set_offline(True)
    say(page, "I thought better of it.")
    page.get_by_text("Do not send").click()
    page.get_by_role("button", name="Remove from this device").click()
    expect(outbox(page)).to_be_empty()
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("html[data-offline=ready]")).to_have_count(1)
    assert stored() == 0


def test_a_report_with_a_name_waits_for_its_own_person(phone, house, stored):
    page = phone("tomas")
    page.context.set_offline(True)
    say(page, "Said by Tomas.")
    expect(outbox(page)).to_contain_text("1 waiting")
    page.context.add_cookies([{"name": "sessionid", "value": house.sessions["wanda"], "url": house.url}])
    page.context.set_offline(False)
    expect(outbox(page)).to_contain_text("Somebody else has signed in on this device")
    assert stored() == 0
    page.context.add_cookies([{"name": "sessionid", "value": house.sessions["tomas"], "url": house.url}])
    page.reload()
    page.get_by_role("button", name="Open it in the form").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name="See this report")).to_be_visible()
    assert stored() == 1


def test_on_a_device_of_many_people_nothing_is_kept(house, stored):
    page = house.page(width=390)
    page.goto(f"{house.url}/report/?kiosk")
    page.context.set_offline(True)
    say(page, "Said at the terminal in the canteen.")
    expect(page.locator("[data-send-state]")).to_contain_text("leave this page open")
    expect(page.get_by_label("What happened?")).to_have_value("Said at the terminal in the canteen.")
    assert page.evaluate("Object.keys(sessionStorage).length") == 0
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()
    assert stored() == 1
    house.leave()


def test_on_plain_http_the_words_stay_and_a_sentence_says_why(house, stored):
    browser = house.browser.browser_type.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", f"--host-resolver-rules=MAP {PLAIN} 127.0.0.1"]
    )
    page = browser.new_page(reduced_motion="reduce")
    page.goto(house.url.replace("127.0.0.1", PLAIN) + "/report/")
    assert page.evaluate("[isSecureContext, typeof crypto.subtle, typeof navigator.serviceWorker]") == [
        False,
        "undefined",
        "undefined",
    ]
    page.context.set_offline(True)
    say(page, "Said on plain http.")
    expect(page.locator("[data-send-state]")).to_contain_text("Only under the secure address")
    expect(page.get_by_label("What happened?")).to_have_value("Said on plain http.")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()
    page.goto(house.url.replace("127.0.0.1", PLAIN) + "/report/")
    page.get_by_label("What happened?").fill("Typed before the page was reloaded.")
    page.wait_for_timeout(600)
    page.reload()
    expect(page.get_by_label("What happened?")).to_have_value("Typed before the page was reloaded.")
    browser.close()
    assert stored() == 1


# What everybody can read


@pytest.mark.parametrize("look", ["light", "dark", "rtl"])
def test_everybody_can_read_what_waits_and_what_was_sent(phone, look):
    page = phone(
        query="?lang=ar" if look == "rtl" else "", color_scheme="dark" if look == "dark" else "light"
    )
    button = page.locator("form[data-report] [type=submit]")
    page.context.set_offline(True)
    page.reload()
    for words in ("y" * 10_001, "One."):
        page.locator("[name=text]").fill(words)
        button.click()
        expect(page.locator("[name=text]")).to_have_value("")
    assert violations(page) == []
    page.context.set_offline(False)
    expect(page.locator("[data-receipt]")).to_have_count(1)
    expect(page.locator("[data-why]")).to_have_count(1)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
