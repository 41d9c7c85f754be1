"""The pages of skills ask the database few questions, however many teams, people and needs there are."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from genba.conftest import make_person
from genba.people.models import Membership, Team
from genba.work.models import Need, Reading, Skill
from genba.work.skills.keeping import add_need, give_role, keep_skill, offer_teaching, show_competence
from genba.work.skills.matrix import matrices_of, matrix_of
from genba.work.skills.things import Thing
from genba.work.tests.factory import make_procedure

MOST = 15
ROLES = ["lead", "member", "quality", "administrator", "executive"]


def make_skill(cast, name):
    skill = Skill(name=name)
    keep_skill(skill, by=cast.quentin)
    return Thing("skill", skill.pk, skill.name)


def show(cast, person, thing, *, name=None, days=400):
    today = timezone.localdate()
    paper = SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF") if name else None
    words = {"way": "watched", "shown_by": "Seen", "on": today, "expires_on": today + timedelta(days)}
    return show_competence(person, thing, by=cast.quentin, evidence=paper, **words)


def fill(cast, team, procedure, name):
    """A team of six whose work needs three things; one is shown, one runs out, one is read."""
    common, special = make_skill(cast, f"Drive {name}"), make_skill(cast, f"Weld {name}")
    read = Thing("procedure", procedure.pk, procedure.title)
    people = [make_person(f"{name}-{first} Moss") for first in ("Ada", "Ben", "Cleo", "Dan", "Eve", "Fay")]
    for person in [*people, cast.tomas]:
        Membership.objects.get_or_create(person=person, team=team)
        show(cast, person, common, name=f"{name}.pdf", days=9)
    Membership.objects.create(person=cast.tomas, team=team, role=Membership.Role.CHAMPION)
    add_need(team, common, by=cast.quentin)
    add_need(team, special, by=cast.quentin, role=f"Welder {name}")
    add_need(team, read, by=cast.quentin, reading_counts=True)
    give_role(cast.tomas, team, role=f"Welder {name}", by=cast.quentin)
    give_role(people[0], team, role=f"Welder {name}", by=cast.quentin)
    show(cast, people[1], special)
    offer_teaching(people[1], special)
    Reading.objects.create(version=procedure.in_force, person=people[2], read_at=timezone.now())
    offer_teaching(cast.tomas, common)


@pytest.fixture
def filled(cast):
    procedure = make_procedure(cast)
    fill(cast, cast.line, procedure, "line")
    for number in range(3):
        fill(cast, Team.objects.create(site=cast.site, name=f"Team {number}"), procedure, f"more{number}")
    return procedure


def pages(cast):
    return [
        reverse("work:skills"),
        reverse("work:team_skills", args=[cast.line.pk]),
        reverse("work:learner", args=[cast.tomas.pk]),
    ]


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_skills_asks_more_than_fifteen_times(
    cast, filled, sign_in, role, django_assert_max_num_queries
):
    browser = sign_in(cast.people[role])
    for page in pages(cast):
        browser.get(page)
        with django_assert_max_num_queries(MOST):
            answer = browser.get(page)
        may_open = role in ("lead", "member", "quality") or page == reverse("work:skills")
        assert answer.status_code == (200 if may_open else 404)


def test_one_more_team_is_not_asked_for_by_itself(cast, filled, sign_in):
    browser = sign_in(cast.amira)
    before = [counted(browser, page) for page in pages(cast)]
    fill(cast, Team.objects.create(site=cast.site, name="New"), filled, "new")
    assert [counted(browser, page) for page in pages(cast)] == before


def test_teams_read_together_say_what_each_says_alone(cast, filled):
    teams = list(Team.objects.order_by("-name"))
    together = [(one.team, one.people, words(one)) for one in matrices_of(teams)]
    assert together == [(team, matrix_of(team).people, words(matrix_of(team))) for team in teams]


def test_a_reading_that_is_enough_in_one_team_is_not_enough_in_another(cast, filled):
    thing = Thing("procedure", filled.pk, filled.title)
    Membership.objects.create(person=cast.tomas, team=cast.ward)
    Reading.objects.create(version=filled.in_force, person=cast.tomas, read_at=timezone.now())
    ended = show(cast, cast.tomas, thing, days=-1)
    add_need(cast.ward, thing, by=cast.quentin)
    assert Need.objects.filter(team=cast.ward, reading_counts=False).count() == 1
    line, ward = (dict(cells(one, cast.tomas)) for one in matrices_of([cast.line, cast.ward]))
    assert (line[thing.key].code, line[thing.key].by_reading) == ("has", True)
    assert (ward[thing.key].code, ward[thing.key].until) == ("missing", ended.expires_on)


def test_the_evidence_stands_with_what_it_shows(cast, filled, sign_in):
    page = sign_in(cast.tomas).get(reverse("work:learner", args=[cast.tomas.pk])).content.decode()
    for name in ("line", "more0", "more1", "more2"):
        line = page.split(f'dir="auto">Drive {name}</p>')[1].split("</li>")[0]
        assert line.count("/files/") == 1
        assert f"{name}.pdf" in line


def counted(browser, page):
    browser.get(page)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(page).status_code == 200
    return len(seen)


def words(matrix):
    return [[(cell.code, cell.until, cell.by_reading) for cell in row.cells] for row in matrix.rows]


def cells(matrix, person):
    row = next(row for row in matrix.rows if row.person == person)
    return [(column.thing.key, cell) for column, cell in zip(matrix.columns, row.cells, strict=True)]
