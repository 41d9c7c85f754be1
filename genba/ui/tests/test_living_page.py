"""The living page in a real browser: no fault for screen readers, nothing outside the screen, keys that work.

The browser gets its pages from memory, with the policy of the house; no server and no network is needed.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, sync_playwright

from genba.ui.components import SamplePerson, living_page_context
from genba.ui.registry import MenuItem
from genba.ui.toasts import Toast

pytestmark = pytest.mark.browser

POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PHONE, DESK = (390, 844), (1280, 900)
HOUSE = "http://genba.test"
PIECE = """<form method="post" action="/piece/" hx-post="/piece/" hx-target="#spot"><button>Go</button></form>
<p id="spot">as it was</p><h1>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=switches)
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser found wrong: refused by the policy, or a fault of a script."""
    return []


@pytest.fixture
def window(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": DESK[0], "height": DESK[1]})
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    page.close()


def living_page(**context: object) -> str:
    menu = [
        MenuItem("/", "Home", "home", keys="g h"),
        MenuItem("/inbox/", "Inbox", "inbox", is_current=True, badge=7, keys="g i"),
        MenuItem("/board/", "Board", "board", keys="g b"),
        MenuItem("/people/", "People", "people"),
    ]
    banner = {
        "tone": "warn",
        "text": "Background work has stopped.",
        "url": "/",
        "link_label": "See the worker",
    }
    given = {"person": SamplePerson("Amira Khan", "AK"), "menu": menu, "unread": 3, "banner": banner}
    with timezone.override("UTC"):
        return render_to_string("ui/components.html", {**living_page_context(), **given, **context})


def show(page: Page, html: str, size: tuple[int, int] = DESK) -> None:
    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if not path.startswith("/static/"):
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})
            return
        file = Path(str(finders.find(path.removeprefix("/static/"))))
        route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])

    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.route("**/*", answer)
    page.goto(f"{HOUSE}/ui/")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(("theme", "direction"), [("light", "ltr"), ("dark", "ltr"), ("light", "rtl")])
def test_the_living_page_has_no_fault(
    window: Page, complaints: list[str], theme: str, direction: str, size: tuple[int, int]
):
    show(window, living_page(theme=theme, dir=direction), size)
    found = Axe().run(window).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == []
    assert complaints == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_leaves_the_screen(window: Page, width: int, direction: str):
    show(window, living_page(dir=direction), (width, 800))
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("code", [403, 404, 500])
def test_error_pages_have_no_fault(window: Page, complaints: list[str], code: int):
    show(window, render_to_string(f"{code}.html"), PHONE)
    assert Axe().run(window).response["violations"] == []
    assert complaints == []


def test_every_target_on_a_phone_is_big_enough_for_a_thumb(browser: Browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    show(page, living_page(), PHONE)
    small = page.evaluate(
        """[...document.querySelectorAll('.btn, .icon-button, .tab, .choice label, .switch, .checks label')]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
        .map((one) => one.outerHTML)"""
    )
    context.close()
    assert small == []


def test_the_palette_opens_filters_and_goes_there_by_keyboard_alone(window: Page):
    show(window, living_page())
    window.keyboard.press("Control+k")
    window.keyboard.type("boa")
    assert window.locator("[role=option]").first.inner_text() == "Board\nG\nB"
    window.keyboard.press("Enter")
    window.wait_for_url(f"{HOUSE}/board/")


def test_two_keys_go_to_a_place_but_never_while_somebody_types(window: Page):
    show(window, living_page())
    window.locator("#plain_title").press_sequentially("gi")
    assert urlsplit(window.url).path == "/ui/"
    window.locator("h1").click()
    window.keyboard.press("g")
    window.keyboard.press("i")
    window.wait_for_url(f"{HOUSE}/inbox/")


def test_single_keys_stay_silent_when_switched_off(window: Page):
    show(window, living_page(single_keys=False))
    window.keyboard.press("?")
    assert not window.locator("#shortcuts").is_visible()


def test_the_list_of_shortcuts_names_them_all(window: Page):
    show(window, living_page())
    window.keyboard.press("?")
    assert "Inbox" in window.locator("#shortcuts").inner_text()
    assert Axe().run(window).response["violations"] == []


def draft_form(text: str) -> str:
    words = f'<textarea name="text" aria-label="Text">{text}</textarea>'
    form = f'<form method="post" data-draft="card">{words}</form>'
    return living_page().replace("<h1>", form + "<h1>")


@pytest.mark.parametrize("before", ["", "What the card says"])
def test_what_was_typed_survives_a_lost_page_and_goes_when_asked(window: Page, before: str):
    show(window, draft_form(before))
    words = window.locator("form[data-draft] textarea")
    words.fill("Half a thought")
    window.wait_for_timeout(400)
    window.reload()
    assert words.input_value() == "Half a thought"
    window.get_by_role("button", name="Start fresh").click()
    window.reload()
    assert words.input_value() == before


def test_a_draft_never_covers_what_somebody_else_wrote_meanwhile(window: Page):
    show(window, draft_form("What the card says"))
    window.locator("form[data-draft] textarea").fill("Half a thought")
    window.wait_for_timeout(400)
    window.unroute("**/*")
    show(window, draft_form("What somebody else wrote"))
    assert window.locator("form[data-draft] textarea").input_value() == "What somebody else wrote"


def test_a_form_is_sent_once_with_a_key_of_its_own(window: Page):
    key = '<input name="idempotency_key" type="hidden">'
    form = f'<form method="post" action="/sent/">{key}<button>Go</button></form>'
    show(window, living_page().replace("<h1>", form + "<h1>"))
    sent: list[str] = []
    window.on(
        "request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None
    )
    window.evaluate(
        """() => { const form = document.querySelector('form[action="/sent/"]');
        form.requestSubmit(); form.requestSubmit(); }"""
    )
    window.wait_for_url(f"{HOUSE}/sent/")
    assert len(sent) == 1
    assert len(sent[0].removeprefix("idempotency_key=")) == 32


def test_a_toast_leaves_unless_somebody_reads_it(window: Page):
    toast = '<div class="toast tone-ok" role="status" data-toast><p>Moved</p></div>'
    warning = toast.replace("tone-ok", "tone-warn").replace("Moved", "Too many")
    window.clock.install()
    before, region, after = living_page().partition('<div id="toasts"')
    start, close, rest = after.partition(">")
    show(window, before + region + start + close + toast + warning + rest)
    window.clock.run_for(9000)
    assert window.locator("#toasts").inner_text() == "Too many"


def test_a_fragment_brings_its_token_its_toast_and_may_be_sent_again(window: Page, complaints: list[str]):
    form = """<form method="post" action="/move/" hx-post="/move/" hx-target="#spot"><input type="hidden"
    name="idempotency_key"><button>Go</button></form><p id="spot"></p><h1>"""
    show(window, living_page(csrf_token="abc").replace("<h1>", form))
    sent: list[Route] = []
    fragment = render_to_string("ui/parts/toasts_oob.html", {"toasts": [Toast("Moved to Try")]})

    def answer(route: Route) -> None:
        sent.append(route)
        route.fulfill(body="<b>row</b>" + fragment, content_type="text/html")

    window.route("**/move/", answer)
    for times in (1, 2):
        window.get_by_role("button", name="Go").click()
        window.locator("#toasts .toast").nth(times - 1).wait_for()
    assert window.locator("#spot").inner_text() == "row"
    assert sent[0].request.headers["x-csrftoken"] == "abc"
    assert sent[0].request.post_data != sent[1].request.post_data
    assert complaints == []


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ('<main data-sign-in><input type="password">', 1),
        ("<main data-error-page>", 1),
        ("<main>Thank you", 0),
    ],
)
def test_a_refused_form_keeps_its_draft_and_a_sent_one_lets_it_go(window: Page, answer: str, kept: int):
    form = '<form method="post" action="/sent/" data-draft="card"><textarea name="text"></textarea></form>'
    show(window, living_page().replace("<h1>", form + "<h1>"))
    window.locator("form[data-draft] textarea").fill("Half a thought")
    window.wait_for_timeout(400)
    next_page = living_page().split("<main")[0] + answer + "</main></body></html>"
    window.route("**/sent/", lambda route: route.fulfill(body=next_page, content_type="text/html"))
    window.evaluate("document.querySelector('form[data-draft]').requestSubmit()")
    window.wait_for_url(f"{HOUSE}/sent/")
    assert window.evaluate("Object.keys(localStorage).length") == kept


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, "<html><body>Traceback</body></html>", "That was our mistake"),
        (0, "", "No answer came back"),
    ],
)
def test_a_fault_is_told_and_never_pasted_into_the_page(window: Page, status: int, body: str, said: str):
    show(window, living_page().replace("<h1>", PIECE))
    window.route(
        "**/piece/", lambda route: route.fulfill(status=status, body=body) if status else route.abort()
    )
    window.get_by_role("button", name="Go").click()
    window.locator("#toasts .toast").wait_for()
    assert said in window.locator("#toasts").inner_text()
    window.get_by_role("button", name="Close").last.click()
    window.locator("#toasts .toast").wait_for(state="detached")
    assert window.locator("#spot").inner_text() == "as it was"


def test_a_whole_page_in_answer_to_a_form_is_shown_whole(window: Page):
    asked = '<!doctype html><html><body><main><h1 tabindex="-1">Sign in again</h1></main></body></html>'
    show(window, living_page().replace("<h1>", PIECE))
    window.route("**/piece/", lambda route: route.fulfill(body=asked, content_type="text/html"))
    window.get_by_role("button", name="Go").click()
    window.get_by_role("heading", name="Sign in again").wait_for()
    assert window.locator("#spot").count() == 0
