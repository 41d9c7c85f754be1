"""Checks in a real browser, with a signal and without: nothing is lost, each run arrives once."""

import json
import random
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from genba.analysis.procedure import SILENT, Operator, Tree, activity
from genba.analysis.walking import may_be_over, may_follow, rests_of
from genba.work.tests.factory import make_procedure
from genba.work.tests.pictured import make_pictured
from tests.browser import CHROMIUM, open_house

pytestmark = [pytest.mark.browser, pytest.mark.once]
PLAIN = "works.example"
RUNS = "SELECT count(*) FROM work_run"


def lay_out(cast):
    procedure = make_procedure(cast, is_check=True, title="First-piece check")
    shown = make_pictured(cast)
    return {
        "check": procedure.pk,
        "station": cast.station.code,
        "tomas": cast.tomas.pk,
        "pictured": shown.procedure_id,
        "picture": f"/files/{shown.body[0]['picture']}/",
    }


@pytest.fixture(scope="module")
def house():
    with open_house("genba.work.tests.test_checks_offline:lay_out", GENBA_HOSTS=PLAIN) as house:
        yield house


@pytest.fixture
def stored(house):
    before = house.counted(RUNS)
    return lambda: house.counted(RUNS) - before


@pytest.fixture
def phone(house):
    """A phone that was at the list of checks once."""
    house.refused.clear()

    def visit(who="tomas", path="/checks/", **options):
        page = house.page(who, width=390, **options)
        page.goto(house.url + path)
        expect(page.locator("html[data-offline=ready]")).to_have_count(1)
        return page

    yield visit
    house.leave()
    assert house.refused == []


def address(house, query=""):
    return f"{house.url}/checks/run/{house.given['check']}/{query}"


def begin(page, house, query=""):
    page.goto(address(house, query))
    page.get_by_role("button", name="Begin").click()


def say(page, button="Good", *, value="", note=""):
    if value:
        page.get_by_label("Value").fill(value)
    if note:
        page.get_by_label("Note").fill(note)
    page.get_by_role("button", name=button, exact=True).click()


def run_through(page, house):
    begin(page, house)
    say(page)
    say(page, value="4,05")
    page.get_by_role("button", name="Press the clip").click()
    say(page)
    page.get_by_role("button", name="End the check").click()


def heading(page, words):
    return expect(page.get_by_role("heading", name=words))


def waiting(page):
    return page.locator("[data-waiting-runs]")


def test_a_check_is_run_with_a_signal_and_ends_at_its_page(phone, house, stored):
    page = phone()
    run_through(page, house)
    heading(page, "The check passed").to_be_visible()
    assert stored() == 1


def test_outside_of_the_limits_is_said_at_once_in_words(phone, house):
    page = phone()
    begin(page, house)
    say(page)
    page.get_by_label("Value").fill("4,5")
    expect(page.locator("#value-error")).to_contain_text("4.5 Nm is above the upper limit of 4.2 Nm.")
    say(page)
    heading(page, "This step is not good").to_be_visible()


def test_a_failed_step_opens_a_report_with_everything_filled_in(phone, house):
    page = phone()
    begin(page, house, f"?at={house.given['station']}")
    say(page)
    say(page, value="4.5", note="The display flickers")
    with page.expect_response("**/checks/runs/"):
        pass
    page.get_by_role("link", name="Report it").click()
    words = "Step 2 of First-piece check: Set the torque driver – 4.5 Nm, limits: 3.8 to 4.2 Nm."
    expect(page.get_by_label("What happened?")).to_have_value(f"{words} The display flickers")
    expect(page.get_by_label("Where?")).to_have_value(house.given["station"])
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name="See this report")).to_be_visible()
    tied = "SELECT count(*) FROM trail_link WHERE meaning = 'is about' AND to_kind = 'work.stepresult'"
    assert house.counted(tied) == 1


def test_a_failed_step_can_be_tried_again_taken_back_or_end_the_run(phone, house, stored):
    page = phone()
    begin(page, house)
    say(page, "Not good")
    page.get_by_role("button", name="Try this step again").click()
    say(page, "Not good")
    page.get_by_role("button", name="Take the last step back").click()
    heading(page, "Fetch the order").to_be_visible()
    page.reload()
    page.get_by_role("button", name="Stop here: the check has failed").click()
    heading(page, "The check failed").to_be_visible()
    assert stored() == 1


def test_what_is_missing_is_said_and_nothing_typed_is_lost(phone, house):
    page = phone()
    begin(page, house)
    say(page, note="A word about the tray")
    heading(page, "Set the torque driver").to_be_visible()
    page.get_by_label("Note").fill("Typed")
    say(page, value="about four")
    expect(page.locator("#value-error")).to_contain_text("Write the value as one number")
    page.reload()
    expect(page.get_by_label("Value")).to_have_value("about four")
    expect(page.get_by_label("Note")).to_have_value("Typed")


def test_a_list_that_was_visited_opens_every_check_without_a_signal(phone, house, stored):
    page = phone()
    page.context.set_offline(True)
    page.goto(f"{house.url}/checks/")
    expect(page.locator("[data-offline-list]")).to_contain_text("There is no signal")
    page.get_by_role("link", name="First-piece check").click()
    page.get_by_role("button", name="Begin").click()
    say(page)
    say(page, value="4")
    page.get_by_role("button", name="Drive four screws").click()
    say(page, "Not good")
    page.get_by_role("button", name="End the check").click()
    heading(page, "The check is done").to_be_visible()
    expect(waiting(page)).to_contain_text("1 waiting")
    assert stored() == 0
    page.context.set_offline(False)
    expect(waiting(page)).to_be_empty()
    assert stored() == 1


def test_the_picture_of_a_step_is_seen_without_a_signal(phone, house):
    page = phone()
    expect(page.locator("html[data-pictures='1']")).to_have_count(1)
    page.context.set_offline(True)
    page.goto(f"{house.url}/checks/run/{house.given['pictured']}/")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("img", name="Picture of this step")).to_be_visible()
    assert page.evaluate("document.querySelector('.check-picture').decode().then(() => true)")
    assert page.evaluate("document.querySelector('.check-picture').naturalWidth") == 600


def test_no_more_pictures_are_kept_than_there_is_room_for(phone, house):
    page = phone()
    expect(page.locator("html[data-pictures='1']")).to_have_count(1)
    worker = page.context.service_workers[0]
    keep = "async (most) => self.genba.pictures.keep(await self.genba.checks.known(), most)"
    answer = f"self.genba.pictures.answerFor({json.dumps(house.given['picture'])}).then(Boolean)"
    assert worker.evaluate(answer)
    assert worker.evaluate(keep, 1000) == 0
    assert not worker.evaluate(answer)
    assert worker.evaluate(keep, 20_000_000) == 1


def test_runs_wait_outlive_a_restart_of_the_phone_and_arrive_once(house, stored, tmp_path):
    def start():
        context = house.browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=CHROMIUM, args=["--no-sandbox"], reduced_motion="reduce"
        )
        context.add_cookies([{"name": "sessionid", "value": house.sessions["tomas"], "url": house.url}])
        return context

    phone = start()
    page = phone.new_page()
    page.goto(f"{house.url}/checks/")
    expect(page.locator("html[data-offline=ready]")).to_have_count(1)
    phone.set_offline(True)
    for number in (1, 2):
        run_through(page, house)
        expect(waiting(page)).to_contain_text(f"{number} waiting")
    begin(page, house)
    say(page)
    heading(page, "Set the torque driver").to_be_visible()  # a step is kept before the next one is shown
    phone.close()
    assert stored() == 0

    phone = start()
    page = phone.new_page()
    page.goto(f"{house.url}/checks/")
    expect(waiting(page)).to_contain_text("Begun on this device: First-piece check")
    expect(waiting(page)).not_to_contain_text("waiting")
    assert stored() == 2
    page.get_by_role("link", name="Go on with it").click()
    heading(page, "Set the torque driver").to_be_visible()
    phone.close()


def test_an_answer_lost_on_the_way_keeps_the_run_once(phone, house, stored):
    page = phone()
    taken = []

    def lose_the_first(route):
        if not taken:
            taken.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.context.route("**/checks/runs/", lose_the_first)
    run_through(page, house)
    heading(page, "The check is done").to_be_visible()
    expect(waiting(page)).to_be_empty()
    assert (taken, stored()) == ([200], 1)


def test_a_session_that_ended_meanwhile_loses_nothing(phone, house, stored):
    page = phone()
    page.goto(address(house))
    page.context.clear_cookies()
    page.get_by_role("button", name="Begin").click()
    say(page, "Not good")
    page.get_by_role("button", name="Stop here").click()
    expect(waiting(page)).to_contain_text("Your sign-in has ended. Nothing is lost")
    assert stored() == 0
    cookie = {"name": "sessionid", "url": house.url}
    page.context.add_cookies([{**cookie, "value": house.sessions["wanda"]}])
    page.goto(f"{house.url}/checks/")
    expect(waiting(page)).to_contain_text("Somebody else has signed in")
    page.context.add_cookies([{**cookie, "value": house.sessions["tomas"]}])
    page.get_by_role("button", name="Try now").click()
    expect(waiting(page)).to_be_empty()
    assert stored() == 1


def test_what_waits_and_what_can_be_run_is_locked_on_the_device(phone, house):
    page = phone()
    page.context.set_offline(True)
    begin(page, house)
    say(page, note="SECRET-NOTE")
    heading(page, "Set the torque driver").to_be_visible()
    raw = page.evaluate(
        """async () => {
          const open = indexedDB.open("genba-checks");
          const database = await new Promise((good) => { open.onsuccess = () => good(open.result); });
          const asked = database.transaction("items").objectStore("items").getAll();
          const rows = await new Promise((good) => { asked.onsuccess = () => good(asked.result); });
          return rows.map((row) => new TextDecoder().decode(row.rest.sealed)).join();
        }"""
    )
    copies = page.evaluate(
        """async () => {
          const texts = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) texts.push(await (await cache.match(request)).text());
          }
          return texts.join();
        }"""
    )
    for text in (raw, copies):
        assert len(text) > 100
        assert not re.search("SECRET|First-piece|torque|Tomas", text)


def test_on_plain_http_what_was_typed_stays_and_is_sent(house, stored):
    browser = house.browser.browser_type.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", f"--host-resolver-rules=MAP {PLAIN} 127.0.0.1"]
    )
    base = house.url.replace("127.0.0.1", PLAIN)
    context = browser.new_context(reduced_motion="reduce")
    context.add_cookies([{"name": "sessionid", "value": house.sessions["tomas"], "url": base}])
    page = context.new_page()
    page.goto(f"{base}/checks/run/{house.given['check']}/")
    assert page.evaluate("[isSecureContext, typeof navigator.serviceWorker]") == [False, "undefined"]
    page.get_by_role("button", name="Begin").click()
    say(page)
    page.reload()
    heading(page, "Set the torque driver").to_be_visible()
    context.set_offline(True)
    say(page, "Not good", value="4.9")
    page.get_by_role("button", name="Stop here").click()
    expect(waiting(page)).to_contain_text("1 waiting")
    context.set_offline(False)
    expect(waiting(page)).to_be_empty()
    browser.close()
    assert stored() == 1


def test_without_scripts_the_check_is_run_on_the_server(house, stored):
    page = house.page("tomas", width=390, java_script_enabled=False)
    page.goto(address(house))
    page.get_by_role("button", name="Begin").click()
    say(page)
    say(page, value="4,05")
    page.get_by_role("link", name="Press the clip").click()
    say(page)
    page.get_by_role("button", name="End the check").click()
    heading(page, "The check passed").to_be_visible()
    house.leave()
    assert stored() == 1


@pytest.mark.parametrize("look", ["light", "dark", "rtl"])
def test_everybody_can_run_a_check(phone, house, look):
    page = phone(color_scheme="dark" if look == "dark" else "light", locale="ar" if look == "rtl" else "en")
    page.goto(address(house))
    page.locator("[data-do=begin]").click()
    for button, step in ((".check-pass", "Fetch the order"), (".check-fail", "Set the torque driver")):
        heading(page, step).to_be_visible()
        faults = Axe().run(page).response["violations"]
        assert [fault["id"] for fault in faults] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator("#id_value").fill("9") if page.locator("#id_value").is_visible() else None
        page.locator(button).click()
    expect(page.locator("[data-report-link]")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    sizes = page.evaluate(
        "[...document.querySelectorAll('.check-choices .btn')].map((one) => one.offsetHeight)"
    )
    assert min(sizes) >= 60


# The phone and the server mean the same


def random_tree(rng, depth):
    if depth == 0 or rng.random() < 0.25:
        return SILENT if rng.random() < 0.1 else activity(rng.choice("abcde"))
    operator = rng.choice([Operator.SEQUENCE, Operator.CHOICE, Operator.PARALLEL, Operator.LOOP])
    return Tree(operator, children=tuple(random_tree(rng, depth - 1) for _ in range(rng.randint(2, 3))))


def told(tree, trace):
    rests = rests_of(tree, trace)
    return [bool(rests), sorted(may_follow(rests)), may_be_over(rests)]


def test_the_phone_knows_the_same_next_steps_as_the_server(house):
    rng = random.Random(4)
    asked = []
    for _number in range(250):
        tree, trace = random_tree(rng, 3), []
        for _step in range(rng.randint(0, 6)):
            may = sorted(may_follow(rests_of(tree, trace)))
            trace.append(rng.choice(may) if may and rng.random() < 0.9 else rng.choice("abcde"))
        asked.append((tree, trace))
    page = house.page("tomas")
    page.goto(f"{house.url}/checks/")
    found = page.evaluate(
        """async (asked) => {
          const { restsOf, mayFollow, mayBeOver } = await import("/static/work/checks/walking.js");
          return asked.map(([tree, trace]) => {
            const rests = restsOf(tree, trace);
            return [rests.length > 0, [...mayFollow(rests)].sort(), mayBeOver(rests)];
          });
        }""",
        json.loads(json.dumps([(tree.plain(), trace) for tree, trace in asked])),
    )
    house.leave()
    assert found == [told(tree, trace) for tree, trace in asked]
    assert sum(rest for rest, _may, _over in found) > 100
