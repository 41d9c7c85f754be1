"""One system, not two: a document becomes a page, the page is used, and its use changes it."""

import io
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from genba.conftest import PASSWORD, Cast
from genba.people.models import Membership
from genba.work.models import Process, ValueStream
from tests.browser import ROOT, House, open_house

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.slow]

DOCUMENT = Path(__file__).parent / "data" / "control-of-hazardous-energy.md"
FAILED = "Check the work area"
BETTER = "Check the work area together with somebody from the shift"


def lay_out(cast: Cast) -> dict[str, str]:
    """Where the procedure belongs, who works with it, and the place at which it is run."""
    stream = ValueStream.objects.create(name="Keep the machines running", owner=cast.quentin)
    Process.objects.create(
        value_stream=stream, name="Look after the machines", owner=cast.amira, team=cast.line
    )
    Membership.objects.create(person=cast.nobody, team=cast.line)
    return {"place": cast.station.code}


@pytest.fixture(scope="module")
def house():
    with open_house("tests.test_one_system:lay_out") as house:
        yield house


def test_a_document_becomes_a_page_that_is_used_and_changed_by_its_use(house):
    lead, quality, phone = house.page("amira"), house.page("quentin"), house.page("tomas", width=390)
    draft = imported(house, lead)
    made_one_page(lead, draft)
    tried(lead, draft)
    signed(house, lead, quality, draft)
    scanned(lead, phone, draft)
    run_without_a_signal_and_failed(house, lead, phone, draft)
    reported(phone)
    became_a_card(house, lead)
    suggested(house, phone, draft)
    changed(house, lead, quality, draft)
    the_worker_works(house)
    read(house.page("nobody", width=390), draft)


def imported(house: House, lead: Page) -> str:
    """A real procedure of many pages is looked at side by side and taken in; the address of the draft."""
    lead.goto(f"{house.url}/procedures/import/")
    lead.locator("input[type=file]").set_input_files(DOCUMENT)
    lead.get_by_role("button", name="Upload and look").click()
    expect(lead.get_by_role("heading", name="Side by side")).to_be_visible()
    expect(lead.locator(".page-head")).to_contain_text("2379 words")
    lead.locator("[name=title]").fill("Lock out a machine")
    lead.locator("[name=why]").fill("Machines that start by themselves maim people.")
    lead.get_by_role("button", name="Import as a new procedure").click()
    expect(lead.get_by_role("heading", name="Lock out a machine")).to_be_visible()
    return lead.url


def made_one_page(lead: Page, draft: str) -> None:
    """It is a little too long for a Letter page; lines go until it fits, and nothing else forbids saving."""
    lead.goto(f"{draft}edit/")
    fit = lead.locator("#fit")
    expect(fit).to_contain_text("too long")
    for _line in range(6):
        if "too long" not in fit.inner_text():
            break
        lines = lead.locator("[data-line]")
        left, told = lines.count(), fit.inner_text()
        lines.last.locator("summary").first.click()
        lines.last.get_by_role("button", name="Remove").click()
        expect(lines).to_have_count(left - 1)
        expect(fit).not_to_have_text(told, use_inner_text=True)
        expect(fit).to_contain_text("fits")
    expect(fit).not_to_contain_text("too long")
    expect(lead.locator("#editor-state")).to_contain_text("Saved")


def tried(lead: Page, draft: str) -> None:
    lead.goto(draft)
    lead.get_by_role("link", name="Try it in a pilot").click()
    lead.get_by_label("What shall the pilot show?").fill("Nobody meets a machine that starts by itself.")
    lead.get_by_label("Which team tries it?").select_option(label="Line 4")
    lead.get_by_label("Until when?").fill((timezone.localdate() + timedelta(14)).isoformat())
    lead.get_by_role("button", name="Begin the pilot").click()
    lead.get_by_role("link", name="End the pilot").click()
    lead.get_by_label(re.compile("Go on")).check()
    lead.get_by_label("What did we learn?").fill("The lock is too big for the small valve; we bought one.")
    lead.get_by_role("button", name="That is what we do").click()


def signed(house: House, lead: Page, quality: Page, version: str) -> None:
    """Somebody asks for approval, and quality approves with signature."""
    if "/approval/" not in lead.url:
        lead.goto(version)
        lead.get_by_role("link", name="Ask for approval").click()
    lead.get_by_label("One question to those who read it").fill("What do you try before you begin?")
    lead.get_by_role("button", name="Ask for approval").click()
    quality.goto(version)
    quality.get_by_role("link", name="Approve with signature").click()
    quality.get_by_label(re.compile("Approved")).check()
    address = quality.get_by_label("Your e-mail address")
    if address.count():  # for the next quarter of an hour the password alone does
        address.fill("quentin@example.org")
    quality.get_by_label("Your password").fill(PASSWORD)
    quality.get_by_role("button", name="Sign", exact=True).click()
    expect(quality.get_by_text("Signed as it is now")).to_be_visible()
    quality.goto(version)
    expect(quality.locator(".procedure-head")).to_contain_text("In force")


def scanned(lead: Page, phone: Page, version: str) -> None:
    """What hangs at the machine is one page. Where its code leads is held by the tests of the paper."""
    paper = PdfReader(io.BytesIO(lead.request.get(f"{version}print.pdf?paper=letter").body()))
    assert len(paper.pages) == 1
    number = re.search(r"version (\d+) · in force", paper.pages[0].extract_text())[1]
    phone.goto(f"{version.partition('versions')[0]}?paper={number}")
    expect(phone.get_by_text("The paper in your hand still counts")).to_be_visible()


def run_without_a_signal_and_failed(house: House, lead: Page, phone: Page, version: str) -> None:
    lead.goto(version.partition("versions")[0])
    lead.get_by_role("button", name="Make it a check").click()
    phone.goto(f"{house.url}/checks/")
    expect(phone.locator("html[data-offline=ready]")).to_have_count(1)
    phone.context.set_offline(True)
    number = re.search(r"/procedures/(\d+)/", version)[1]
    phone.goto(f"{house.url}/checks/run/{number}/?at={house.given['place']}")
    phone.get_by_role("button", name="Begin").click()
    step, good = phone.locator("div[data-run] h1").first, phone.get_by_role("button", name="Good", exact=True)
    expect(good).to_be_visible()
    while FAILED not in (words := step.inner_text()):
        good.click()
        expect(step).not_to_have_text(words)
    phone.get_by_label("Note").fill("Nobody was there to look behind the press.")
    phone.get_by_role("button", name="Not good", exact=True).click()
    phone.get_by_role("button", name="Stop here: the check has failed").click()
    with phone.expect_response("**/checks/runs/"):
        phone.context.set_offline(False)


def reported(phone: Page) -> None:
    """The failed step begins a report with everything filled in."""
    phone.get_by_role("link", name="Report it").first.click()
    expect(phone.get_by_label("What happened?")).to_have_value(re.compile(FAILED))
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("link", name="See this report")).to_be_visible()


def became_a_card(house: House, lead: Page) -> None:
    lead.goto(f"{house.url}/inbox/")
    lead.get_by_role("link", name=re.compile(FAILED)).first.click()
    lead.get_by_role("link", name="Became a card").click()
    lead.get_by_label("What the reporter will read").fill("Thank you. We change how we look.")
    lead.get_by_role("button", name="Send to the reporter").click()
    lead.goto(f"{house.url}/boards/1/")
    expect(lead.get_by_role("link", name=re.compile(FAILED)).first).to_be_visible()


def suggested(house: House, phone: Page, version: str) -> None:
    phone.goto(f"{version.partition('versions')[0]}suggest/")
    step = phone.get_by_label("Which step?").locator("option", has_text=FAILED)
    phone.get_by_label("Which step?").select_option(value=step.get_attribute("value"))
    phone.locator("[name=said]").fill("Alone one cannot see behind the press.")
    phone.locator("[name=instead]").fill(BETTER)
    phone.get_by_role("button", name="Suggest it").click()


def changed(house: House, lead: Page, quality: Page, version: str) -> None:
    """The owner takes the words over into a new version, and it comes into force."""
    procedure = version.partition("versions")[0]
    lead.goto(procedure)
    lead.get_by_role("button", name="Take over into the draft").click()
    expect(lead.locator("main")).to_contain_text(BETTER)
    lead.get_by_role("link", name="Ask for approval").click()
    lead.get_by_label("Why does it change?").fill("Somebody of the shift looks with us.")
    signed(house, lead, quality, f"{procedure}versions/2/")


def the_worker_works(house: House) -> None:
    """A house for browser tests has no worker of its own."""
    code = "import django; django.setup(); from genba.trail.worker import Worker; Worker().run_all()"
    environment = {
        **os.environ,
        "GENBA_DATA": house.data,
        "DJANGO_SETTINGS_MODULE": "genba.config.settings_test",
    }
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)


def read(phone: Page, version: str) -> None:
    """Who works with it reads first what is different, and answers the owner's question."""
    phone.goto(f"{version.partition('versions')[0]}versions/2/read/")
    expect(phone.locator("main")).to_contain_text(BETTER)
    phone.get_by_role("textbox").first.fill("Whether it starts.")
    phone.get_by_role("button", name="Read and understood").click()
    expect(phone.get_by_text("You have read it")).to_be_visible()
