"""Pages about people ask few questions, and no more of them when there are more people and teams."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from genba.conftest import make_person
from genba.people.erasure import outlook
from genba.people.inviting import invite
from genba.people.models import ApiToken, Membership, Place, Site, Team
from genba.people.ties import all_ties
from genba.people.tree import forests_of

MOST = 15
ROLES = ["lead", "quality", "administrator"]
OF_A_PERSON = ["person", "edit", "roles", "erasure"]
OF_A_TEAM = ["team", "edit_team"]
OF_ALL = [
    "people",
    "add",
    "teams",
    "add_team",
    "sites",
    "places",
    "add_place",
    "organisation",
    "browsers",
    "tokens",
]
FOR_MANAGERS = {"edit", "roles", "erasure", "edit_team", "add", "add_team", "sites", "places", "add_place"}


@pytest.fixture
def grown(cast):
    """The cast, and somebody about whom there is a row of many kinds."""
    grow(cast, 1)
    return cast


def grow(cast, number):
    """One more site, team, place and person, and more that points at Tomas."""
    site = Site.objects.create(name=f"Works {number}", town="Upriver")
    team = Team.objects.create(site=site, name=f"Team {number}", parent=cast.plant)
    Place.objects.create(site=site, team=team, name=f"Station {number}")
    for person in (cast.tomas, make_person(f"Person{number} New")):
        Membership.objects.create(person=person, team=team)
    invite(person, by=cast.tomas)
    ApiToken.issue(cast.tomas, name=f"scanner {number}")


def asked(browser, address):
    """How many questions a visit asks while the process still knows what it knows for a few seconds."""
    return min(asked_once(browser, address) for _visit in range(3))


def asked_once(browser, address):
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


def counted(browser, cast, role):
    doors = {name: reverse(f"people:{name}") for name in OF_ALL}
    doors |= {name: reverse(f"people:{name}", args=[cast.tomas.pk]) for name in OF_A_PERSON}
    doors |= {name: reverse(f"people:{name}", args=[cast.line.pk]) for name in OF_A_TEAM}
    doors["settings"] = "/settings/"
    closed = FOR_MANAGERS if role == "lead" else set()
    return {name: asked(browser, door) for name, door in doors.items() if name not in closed}


@pytest.mark.parametrize("role", ROLES)
def test_no_page_about_people_asks_more_than_fifteen_times(grown, sign_in, role):
    found = counted(sign_in(grown.people[role]), grown, role)
    assert {name: count for name, count in found.items() if count > MOST} == {}


@pytest.mark.parametrize("role", ROLES)
def test_more_people_and_teams_are_not_asked_more(grown, sign_in, role):
    browser = sign_in(grown.people[role])
    before = counted(browser, grown, role)
    for number in (2, 3):
        grow(grown, number)
    after = counted(browser, grown, role)
    assert {name: after[name] for name in after if after[name] > before[name]} == {}


def test_what_is_counted_together_is_what_each_would_count(grown, sign_in):
    sign_in(grown.tomas)
    for person in filter(None, grown.people.values()):
        each = [(tie.goes, str(tie.words), tie.rows(person).count()) for tie in all_ties()]
        view = outlook(person)
        shown = [(str(line.words), line.count) for line in [*view.goes, *view.stays]]
        assert shown == [
            (words, count)
            for going in (True, False)
            for goes, words, count in each
            if goes is going and count
        ]


def test_a_team_whose_parent_works_elsewhere_stands_at_the_top(grown):
    forests = forests_of(list(Site.objects.all()))
    tops = {
        Site.objects.get(pk=site).name: [limb.team.name for limb in limbs] for site, limbs in forests.items()
    }
    assert tops == {"Riverside works": ["Plant", "Ward 2"], "Works 1": ["Team 1"]}
    [plant, _ward] = forests[grown.site.pk]
    assert [limb.team.name for limb in plant.below] == ["Line 4"]
