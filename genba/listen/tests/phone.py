"""A phone with the report form on it: how tests begin, what they do with it, what they see inside it."""

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from tests.browser import open_house

PLAIN = "works.example"
COUNT = """SELECT (SELECT count(*) FROM listen_original)
     + (SELECT count(*) FROM listen_report WHERE reporter_id IS NOT NULL)"""
PHOTOS = "SELECT count(*) FROM listen_original WHERE photo_type <> ''"


RAW = """async () => {
  const open = indexedDB.open("genba-outbox");
  const database = await new Promise((good) => { open.onsuccess = () => good(open.result); });
  const all = (name) => new Promise((good) => {
    const asked = database.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => good(asked.result);
  });
  const [key] = await all("keys");
  const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);
  const read = (value) => {
    if (isBytes(value)) return new TextDecoder().decode(value);
    return value && typeof value === "object" ? Object.values(value).map(read).join() : String(value);
  };
  const stolen = await crypto.subtle.exportKey("raw", key).catch(() => null);
  const rows = await all("items");
  return { rows: rows.map(read), names: rows.map((row) => Object.keys(row).sort().join()), stolen };
}"""
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      const isPage = /html/.test(answer.headers.get("content-type"));
      found.push([new URL(request.url).pathname, isPage ? await answer.text() : ""]);
    }
  }
  return found;
}"""


def lay_out(cast):
    return {"station": cast.station.code, "tomas": cast.tomas.pk}


@pytest.fixture(scope="module")
def house():
    with open_house("genba.listen.tests.phone:lay_out", GENBA_PROOF_OF_WORK="on", GENBA_HOSTS=PLAIN) as house:
        yield house


@pytest.fixture
def stored(house):
    """How many reports the server has taken since the test began."""
    before = house.counted(COUNT)
    return lambda: house.counted(COUNT) - before


@pytest.fixture
def phone(house):
    """A phone that was at the report form once, so that the form is on it."""
    house.refused.clear()

    def visit(who="", query="", background_sync=True, **options):
        page = house.page(who, width=390, **options)
        if not background_sync:
            page.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
        page.goto(f"{house.url}/report/{query}")
        expect(page.locator("html[data-offline=ready]")).to_have_count(1)
        return page

    yield visit
    house.leave()
    assert house.refused == []


def say(page, text):
    page.get_by_label("What happened?").fill(text)
    page.get_by_role("button", name="Send").click()


def outbox(page):
    return page.locator("[data-outbox]")


def receipts(page):
    return [re.sub(r"\s", "", code) for code in page.locator("[data-receipt]").all_inner_texts()]


def read_with(page, house, receipt):
    page.goto(f"{house.url}/receipt/")
    page.get_by_label("Your receipt").fill(receipt)
    page.get_by_role("button", name="Open").click()
    return page.locator("main")


def picture():
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(out, "JPEG")
    return out.getvalue()


def answering(answer):
    return lambda route: route.fulfill(**answer) if route.request.method == "POST" else route.continue_()


def violations(page):
    return [found["id"] for found in Axe().run(page).response["violations"]]
