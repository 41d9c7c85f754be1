"""Two hundred strings of which somebody hopes that a browser runs them, in every text field: none runs."""

from urllib.parse import quote

import pytest

from tests.browser import open_house
from tests.xss_layout import CORPUS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
LOOK = """() => {
  const runs = /^[\\s\\x00-\\x20]*(javascript|vbscript|data):/i;
  const leads = /^(href|src|action|formaction|data|poster|xlink:href)$/i;
  const attributes = [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes]);
  const strange = "iframe, object, embed, base, frame, applet, marquee, math, foreignObject";
  return [
    ...window.violations,
    ...attributes.filter(({ name }) => /^on|^style$|^srcdoc$/i.test(name)).map(({ name }) => name),
    ...attributes.filter(({ name, value }) => leads.test(name) && runs.test(value)).map(({ value }) => value),
    ...[...document.querySelectorAll(strange)].map((element) => element.outerHTML.slice(0, 200)),
    ...[...document.scripts].filter((script) => !script.src && script.type !== "application/json")
      .map((script) => script.outerHTML.slice(0, 200)),
  ];
}"""


@pytest.fixture(scope="module")
def house():
    with open_house("tests.xss_layout:lay_out") as house:
        yield house


@pytest.fixture
def window(house):
    """A page of the lead, and what went wrong in it."""
    found: list[str] = []
    page = house.page("amira")
    page.add_init_script(WATCH)
    page.on("dialog", lambda dialog: (found.append(f"{page.url}: {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda line: found.append(f"{page.url}: {line.text}") if is_alarm(line) else None)
    page.on(
        "request",
        lambda sent: found.append(sent.url) if not sent.url.startswith((house.url, "data:")) else None,
    )
    yield page, found
    house.leave()


def is_alarm(line) -> bool:
    return line.type == "error" and ("Content Security Policy" in line.text or "Uncaught" in line.text)


def visit(house, window, address) -> None:
    page, found = window
    answer = page.goto(f"{house.url}{address}", wait_until="domcontentloaded")
    assert answer.status == 200, address
    found += [f"{address}: {fault}" for fault in page.evaluate(LOOK)]


def test_there_are_two_hundred_and_no_two_are_the_same():
    assert len(CORPUS) == len(set(CORPUS)) >= 200


def test_nothing_that_was_stored_runs_anywhere(house, window):
    _page, found = window
    for address in house.given["pages"]:
        visit(house, window, address)
    assert found == []


def test_nothing_that_is_searched_for_or_stands_in_an_address_runs(house, window):
    _page, found = window
    for text in CORPUS[::16]:
        visit(house, window, f"/search/?q={quote(text)}")
        visit(house, window, f"/boards/?q={quote(text)}&next={quote(text)}&{quote(text)}=1")
    assert found == []


@pytest.mark.parametrize(
    "hole", [CORPUS[0], "<img src=x onerror=alert(1)>", "<a href=javascript:alert(1)>x</a>"]
)
@pytest.mark.parametrize("policy", ["script-src 'self'", "script-src 'unsafe-inline'"])
def test_a_page_with_a_hole_would_be_found(house, window, hole, policy):
    page, found = window
    headers = {"Content-Security-Policy": policy, "Content-Type": "text/html"}
    page.route("**/hole/", lambda route: route.fulfill(body=f"<main>{hole}</main>", headers=headers))
    visit(house, window, "/hole/")
    assert found != []


def test_every_string_is_shown_as_it_was_written(house, window):
    page, _found = window
    seen = ""
    for address in house.given["pages"]:
        if "/table/" in address or "/people/?" in address:
            page.goto(f"{house.url}{address}")
            seen += page.locator("main").inner_text()
    assert "<script>alert(1)</script>" in seen
    assert "onerror=alert(1)" in seen
