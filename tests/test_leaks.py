"""Words that somebody may not read come to them by no other way: search, lists, exports, notices, the API."""

import pytest
from django.test import Client

from genba.listen.intake import Said, receive
from genba.people.access import ANYBODY
from genba.people.models import ApiToken
from tests.access import ROLES
from tests.doors import all_doors
from tests.world import _report

READS_ALL = {"quality", "executive", "auditor"}
MAY_READ = {
    "zirconium-of-the-line": {"lead"} | READS_ALL,
    "palladium-of-the-ward": {"other_lead", "member"} | READS_ALL,
    "ruthenium-of-nobody": READS_ALL,
    "osmium-without-a-name": {"lead", "quality"},
}


@pytest.fixture
def said(cast, work_off):
    """One report of each sort, and all that comes of it in the background."""
    _report("zirconium-of-the-line machine", team=cast.line)
    _report("palladium-of-the-ward machine", team=cast.ward, reporter=cast.tomas)
    _report("ruthenium-of-nobody machine")
    receive(Said("osmium-without-a-name machine", place=cast.station))
    work_off()


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_list_and_no_search_tells_more_than_the_record_does(cast, said, sign_in, role):
    person = cast.people[role]
    token = {"Authorization": f"Bearer {ApiToken.issue(person, name='x')[1]}"} if person else {}
    leaked = []
    for door in all_doors():
        if "<" in door.path or "(?P" in door.path or door.path.startswith("/account/"):
            continue
        client = Client(headers=token) if door.path.startswith("/api/") else sign_in(person)
        page = client.get(door.path, {"q": "machine"}).getvalue().decode(errors="replace")
        leaked += [
            f"{door.path}: {word}" for word, may in MAY_READ.items() if word in page and role not in may
        ]
    assert leaked == []


def test_the_search_does_find_the_words_for_those_who_may_read_them(cast, said, sign_in):
    page = sign_in(cast.amira).get("/search/", {"q": "machine"}).content.decode()
    assert "zirconium-of-the-line" in page


def test_what_is_open_to_anybody_holds_no_report(cast, said):
    for door in all_doors():
        if ANYBODY in (door.needs or ()) and "<" not in door.path and "(?P" not in door.path:
            page = Client().get(door.path).getvalue().decode(errors="replace")
            assert not [word for word in MAY_READ if word in page], door.path
