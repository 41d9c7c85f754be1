"""The journeys that people make, from a sentence on a phone to the answer that the reporter reads."""

import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.riverside import Riverside, open_riverside

pytestmark = pytest.mark.browser

TEXT = "The guard at station 7 rattles loose every night shift."
AS_IF_THE_DAY_HAD_COME = """
from django.utils import timezone
from genba.improve.checking import bring_back_what_is_due
from genba.improve.models import EffectivenessCheck
check = EffectivenessCheck.objects.latest("pk")
check.due_on = timezone.localdate()
check.save()
bring_back_what_is_due.call()
"""


@pytest.fixture(scope="module")
def riverside() -> Iterator[Riverside]:
    with open_riverside() as riverside:
        yield riverside


def report(page: Page, text: str) -> str:
    """Say something without a name; the receipt."""
    page.goto("/report/")
    page.get_by_label("What happened?").fill(text)
    page.get_by_text("Say more").click()
    page.get_by_label("Where?").select_option(label="Station 7")
    page.get_by_role("button", name="Send").click()
    return page.locator("[data-receipt]").inner_text()


def read_with(page: Page, receipt: str) -> str:
    page.goto("/receipt/")
    page.get_by_label("Your receipt").fill(receipt)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", name="Your report")).to_be_visible()
    return page.locator("main").inner_text()


def open_from_inbox(page: Page, text: str) -> None:
    page.goto("/inbox/")
    page.get_by_role("link", name=text).first.click()


def admit(page: Page, text: str) -> None:
    """Read what somebody said without a name, and let a copy in."""
    open_from_inbox(page, text)
    page.get_by_role("button", name="Admit").click()
    expect(page.locator("main")).to_contain_text("Give the first answer")


def make_it_a_card(page: Page) -> None:
    page.get_by_role("link", name="Became a card").click()
    page.get_by_label("What the reporter will read").fill(
        "Thank you. It is a card now and we start this week."
    )
    page.get_by_role("button", name="Send to the reporter").click()


def test_from_a_sentence_to_the_answer_that_the_reporter_reads(riverside):
    phone, lead = riverside.page(width=390), riverside.page("team lead")
    receipt = report(phone, TEXT)
    assert len(re.sub(r"[^0-9A-Z]", "", receipt)) == 17
    admit(lead, TEXT)
    make_it_a_card(lead)
    assert "It is a card now" in read_with(phone, receipt)

    lead.goto("/boards/")
    lead.get_by_role("link", name=re.compile("Machining")).first.click()
    lead.get_by_role("link", name=TEXT).first.click()
    lead.get_by_role("button", name="Move to Understand").click()
    lead.get_by_label("Why did it happen?").fill("The two screws work loose.")
    lead.get_by_role("button", name="Save and ask again").click()
    lead.get_by_label("What in our system allowed this?").fill("Nobody is given time to look at guards.")
    lead.get_by_role("radio", name="Workload").check()
    lead.get_by_role("button", name="Add the cause").click()
    expect(lead.locator("main")).to_contain_text("Nobody is given time to look at guards.")

    lead.get_by_role("button", name="Move to Try").click()
    lead.get_by_label("What do we change?").fill("Locking nuts, and a look on Mondays.")
    lead.get_by_label("What do we expect to see?").fill("No loose guard in four weeks.")
    lead.get_by_role("button", name="Begin").click()
    expect(lead.locator("main")).to_contain_text("No loose guard in four weeks.")

    lead.get_by_role("button", name="Move to Done").click()
    lead.get_by_label("What will we look at?").fill("Loose guards at station 7.")
    lead.get_by_label("What do we tell those who reported it?").fill("We fitted locking nuts at station 7.")
    lead.get_by_role("button", name="It is done").click()
    expect(lead.get_by_role("button", name="Move to New")).to_be_visible()
    assert "We fitted locking nuts" in read_with(phone, receipt)

    riverside.python(AS_IF_THE_DAY_HAD_COME)
    lead.reload()
    expect(lead.locator("main")).to_contain_text("did it help")
    assert riverside.complaints == []


def test_the_reporter_writes_again_and_is_read(riverside):
    phone, lead = riverside.page(width=390), riverside.page("team lead")
    text = "The lamp above station 7 hums."
    receipt = report(phone, text)
    read_with(phone, receipt)
    phone.get_by_role("textbox").last.fill("It hums louder at night.")
    phone.get_by_role("button", name=re.compile("Send|Write")).last.click()
    expect(phone.locator("main")).to_contain_text("Your words arrived")
    open_from_inbox(lead, text)
    expect(lead.locator("main")).to_contain_text("It hums louder at night.")


def test_the_report_form_works_without_javascript_and_keeps_what_was_typed(riverside):
    page = riverside.page(width=390, java_script_enabled=False)
    page.goto("/report/")
    page.get_by_label("What happened?").fill("x" * 10_001)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("What happened?")).to_have_value("x" * 10_001)
    page.get_by_label("What happened?").fill("No script was needed for this.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("main")).to_contain_text("Your receipt")
    assert page.context.cookies() == []


def test_a_report_is_sent_with_the_keyboard_only(riverside):
    page = riverside.page()
    page.goto("/report/")
    page.keyboard.type("Said without a mouse.")
    for _step in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Your receipt")


def test_a_chart_is_read_with_the_keyboard_and_a_change_is_marked_with_its_reason(riverside):
    page = riverside.page("quality")
    page.goto("/metrics/")
    page.get_by_role("link", name="Housings finished, a week").click()
    chart = page.get_by_role("application", name=re.compile("Chart"))
    chart.focus()
    page.keyboard.press("End")
    expect(page.locator(".spc-readout strong")).to_have_text("211")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".spc-readout strong")).to_have_text("222")
    page.locator("#readings a").nth(3).click()
    page.get_by_text("The process changed here").click()
    page.get_by_label("What changed?").fill("The second lathe came into use")
    page.get_by_role("button", name="Begin new limits here").click()
    expect(page.get_by_label("When the process changed")).to_contain_text("The second lathe came into use")
    assert riverside.complaints == []


def test_a_sign_is_answered_with_a_reason_and_another_one_with_a_card(riverside):
    page = riverside.page("quality")
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Our numbers ask")
    page.goto("/signs/")
    page.locator("#asking").get_by_role("link", name="A metric moved").click()
    expect(page.locator("#question")).to_contain_text("What changed in the work")
    page.get_by_label("What is behind it?").fill("A batch of seals was too hard")
    page.get_by_role("button", name="Answer with this reason").click()
    expect(page.locator("#answer")).to_contain_text("A batch of seals was too hard")
    page.goto("/signs/")
    page.locator("#asking").get_by_role("link", name="Recurring trouble is not taken up").click()
    page.get_by_role("link", name="Answer with a card").click()
    page.get_by_role("button", name="Open the card").click()
    page.goto("/signs/")
    expect(page.locator("#asking")).not_to_contain_text("Recurring trouble")
    expect(page.locator("#answered")).to_contain_text("A batch of seals was too hard")


def measure_leaks(page: Page) -> None:
    """Define a metric of counts."""
    page.goto("/metrics/new/")
    page.locator("[name=name]").fill("Leaks found, a week")
    page.locator("[name=definition]").fill("Leaks that the pressure test of line 4 finds in the week.")
    page.locator("[name=better]").select_option("down")
    page.locator("form.panel button.primary").first.click()
    expect(page.get_by_role("heading", name="Leaks found, a week")).to_be_visible()


def write_leaks(riverside: Riverside) -> None:
    """What the test bench writes: thirty weeks, fewer leaks from the twentieth on."""
    folder = Path(riverside.environment["GENBA_DATA"]) / "sources" / "bench"
    folder.mkdir(parents=True)
    counts = [20 + week % 4 for week in range(19)] + [8 + week % 4 for week in range(11)]
    rows = [f"{date(2025, 1, 6) + timedelta(weeks=week)};{count}" for week, count in enumerate(counts)]
    (folder / "leaks.csv").write_text("\n".join(["day;leaks", *rows]))


def test_a_metric_gets_its_readings_from_a_folder_and_its_chart_is_told_of_a_change(riverside):
    write_leaks(riverside)
    page = riverside.page("quality")
    measure_leaks(page)
    page.get_by_role("link", name="Sources", exact=True).click()
    page.get_by_role("link", name="Folder", exact=True).click()
    for name, words in {"folder": "benches", "when": "day", "value": "leaks"}.items():
        page.locator(f"[name={name}]").fill(words)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Test it").click()
    expect(page.locator("#test")).to_contain_text("There is no such folder")
    page.get_by_role("link", name="Change").click()
    page.locator("[name=folder]").fill("bench")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Test it").click()
    expect(page.locator("#test")).to_contain_text("It would bring 30 readings. Nothing was kept.")
    page.get_by_role("button", name="Switch on").click()
    page.get_by_role("button", name="Fetch now").click()
    source = page.url
    page.get_by_role("link", name="Leaks found, a week").first.click()
    chart = page.url.removesuffix("feeds/")
    deadline = time.monotonic() + 60
    while page.goto(chart) and not page.locator("#chart svg").count() and time.monotonic() < deadline:
        time.sleep(1)
    expect(page.locator("#chart")).to_contain_text("2025")
    page.goto(source)
    expect(page.locator("#state")).to_contain_text("It works.")
    page.goto(chart)
    page.get_by_text("Earlier readings").click()
    page.locator("#readings a").nth(10).click()
    page.get_by_text("The process changed here").click()
    page.get_by_label("What changed").fill("New seals from another maker")
    page.get_by_role("button", name="Begin new limits here").click()
    expect(page.get_by_label("When the process changed")).to_contain_text("New seals from another maker")
    assert riverside.complaints == []


def test_the_palette_takes_one_anywhere(riverside):
    page = riverside.page("quality")
    page.keyboard.press("Control+k")
    page.keyboard.type("drawing")
    expect(page.get_by_role("dialog")).to_contain_text(re.compile("drawing", re.I))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def register() -> Path | None:
    for folder in Path(__file__).resolve().parents:
        found = folder / "shared" / "data" / "registers" / "hadoop_issues.csv.gz"
        if found.exists():
            return found
    return None


@pytest.mark.skipif(register() is None, reason="the public register is not beside the project")
def test_a_real_register_arrives_complete_and_twice_is_once(riverside):
    page = riverside.page("quality")
    for turn in ("first", "second"):
        page.goto("/imports/")
        page.get_by_role("link", name="Cards on a board").click()
        page.locator("input[type=file]").set_input_files(str(register()))
        page.get_by_role("button", name="Upload and look").click()
        page.get_by_role("button", name="See what would happen").click()
        expect(page.locator("main")).to_contain_text(re.compile(r"2,?503"), timeout=60_000)
        if turn == "second":
            break
        page.get_by_role("button", name=re.compile("Take over|Import|Bring")).first.click()
        expect(page.get_by_role("button", name=re.compile("Undo"))).to_be_visible(timeout=90_000)
    counted = riverside.python(
        "from genba.improve.models import Card; print(Card.objects.exclude(external_id='').count())"
    )
    assert counted.strip().endswith("2503")
