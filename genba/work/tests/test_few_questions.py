"""Pages ask the database few questions, and no more of them when more is written down."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from genba.work.documents.keeping import open_document
from genba.work.documents.uses import tie
from genba.work.life.approval import ask_for_approval
from genba.work.life.piloting import withdraw
from genba.work.life.reviewing import retire
from genba.work.models import Document, Process, ValueStream
from genba.work.shadow.adding import add_tool
from genba.work.suggesting import suggest
from genba.work.tests.busy import make_busy
from genba.work.tests.factory import change

MOST = 15
ROLES = ["lead", "member", "quality", "administrator", "nobody"]
PAGES = ["procedure", "pilot", "process", "stream", "streams", "procedures", "checks", "home"]


@pytest.fixture
def busy(cast, work_off):
    """A procedure about which everything is known, with the cards of its suggestions."""
    found = make_busy(cast)
    process = found.process
    open_document(by=cast.quentin, code="D-0", title="Rules", process=process)
    work_off()
    return found


def address(page, procedure):
    return {
        "procedure": lambda: reverse("work:procedure", args=[procedure.pk]),
        "pilot": lambda: reverse("work:version", args=[procedure.pk, 2]),
        "process": lambda: reverse("work:process", args=[procedure.process_id]),
        "stream": lambda: reverse("work:stream", args=[procedure.process.value_stream_id]),
        "streams": lambda: reverse("work:streams"),
        "procedures": lambda: reverse("work:procedures"),
        "checks": lambda: reverse("work:checks"),
        "home": lambda: reverse("front:home"),
    }[page]()


def asked(browser, address):
    """The questions of the visit with the fewest: what a process knows for some seconds it learns again."""
    visits = []
    for _visit in range(3):
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        visits.append([one["sql"] for one in seen.captured_queries])
    return min(visits, key=len)


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_the_work_asks_more_than_fifteen_times(cast, busy, sign_in, role):
    browser = sign_in(cast.people[role])
    counted = {page: len(asked(browser, address(page, busy))) for page in PAGES}
    assert {page: count for page, count in counted.items() if count > MOST} == {}


@pytest.mark.parametrize("state", ["draft", "approval", "retired"])
def test_nor_does_a_procedure_in_another_state_of_its_life(cast, busy, sign_in, state):
    trial = busy.under_way
    withdraw(trial, by=cast.amira, because="Another way is better.")
    shown = trial if state == "retired" else change(busy, cast, title="Close it well")
    if state == "approval":
        ask_for_approval(shown, by=cast.amira)
    if state == "retired":
        retire(busy, by=cast.amira, because="We do it by machine.")
    door = reverse("work:version", args=[busy.pk, shown.number])
    for role in ("lead", "quality"):
        assert len(asked(sign_in(cast.people[role]), door)) <= MOST


def test_more_written_down_is_not_asked_more(cast, busy, sign_in, work_off):
    browser = sign_in(cast.amira)
    before = {page: len(asked(browser, address(page, busy))) for page in PAGES}
    for number in range(2):
        other = make_busy(cast, f"Pack {number}", process=busy.process)
        tie(Document.objects.get(code=f"D-{other.pk}"), f"procedure:{busy.pk}", by=cast.quentin)
        add_tool(sentence="A second list", by=cast.tomas, procedure=busy, minutes=5)
        suggest(busy, said="Use the other tray", by=cast.tomas, step=busy.known_steps.first())
        stream = ValueStream.objects.create(name=f"Stream {number}")
        Process.objects.create(value_stream=stream, name=f"Process {number}", team=cast.line)
    work_off()
    after = {page: len(asked(browser, address(page, busy))) for page in PAGES}
    assert {page: after[page] for page in PAGES if after[page] > before[page]} == {}
