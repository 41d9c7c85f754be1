"""One system, not two: a document becomes a page, the page is used, its use changes it, and those concerned read how."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from genba.conftest import PASSWORD, Cast
from genba.work.models import Process, ValueStream
from tests.browser import House, open_house

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DOCUMENT = Path(__file__).parent / "data" / "control-of-hazardous-energy.md"
TITLE = "Lock out a machine"


def lay_out(cast: Cast) -> dict[str, str]:
    """Where the procedure belongs, and the place at which it is run."""
    stream = ValueStream.objects.create(name="Keep the machines running", owner=cast.quentin)
    Process.objects.create(value_stream=stream, name="Look after the machines", owner=cast.amira, team=cast.line)
    return {"place": cast.station.code}


@pytest.fixture(scope="module")
def house():
    with open_house("tests.test_one_system:lay_out") as house:
        yield house


def test_a_document_becomes_a_page_that_is_used_and_changed_by_its_use(house):
    lead = house.page("amira")
    imported(house, lead)
    made_one_page(lead)
