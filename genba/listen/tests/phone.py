"""What tests do with a phone, and what they see inside it."""

import io
import re

from axe_playwright_python.sync_playwright import Axe
from PIL import Image

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
