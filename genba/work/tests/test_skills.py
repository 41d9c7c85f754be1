"""Competence through the doors: what the work needs, who has shown it, what runs out, and who may see it."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genba.analysis.months import months_later
from genba.conftest import make_person
from genba.people.erasure import erase
from genba.people.models import Membership
from genba.trail.models import File
from genba.work.models import Competence, Need, Reading, Skill, Teacher
from genba.work.skills.keeping import add_need, give_role, keep_skill, show_competence
from genba.work.skills.matrix import Cell, better, cell_until, matrix_of
from genba.work.skills.things import Thing
from genba.work.skills.watching import look_for_competences_that_run_out
from genba.work.tests.factory import make_procedure

Notification = apps.get_model("front", "Notification")  # the room above: its floor is not ours to import


def make_skill(cast, name="Drive a fork-lift truck", **more):
    skill = Skill(name=name, **more)
    keep_skill(skill, by=cast.quentin)
    return Thing("skill", skill.pk, skill.name)


def shown(cast, person, thing, *, days_ago=0, **more):
    words = {"way": "watched", "shown_by": "Seen", "on": timezone.localdate() - timedelta(days_ago)}
    return show_competence(person, thing, by=cast.quentin, **words | more)


def codes(cast, person):
    row = next(row for row in matrix_of(cast.line).rows if row.person == person)
    return [cell.code for cell in row.cells]


def door(name, *args):
    return reverse(f"work:{name}", args=args)


def ask(thing, **more):
    today = timezone.localdate().isoformat()
    return {"thing": thing.value, "way": "watched", "shown_by": "Three pallets, no bump", "on": today, **more}


def test_a_need_shows_who_has_it_and_who_does_not(cast, sign_in):
    truck = make_skill(cast)
    client = sign_in(cast.amira)
    client.post(door("new_need", cast.line.pk), {"thing": truck.value})
    shown(cast, cast.amira, truck)
    page = client.get(door("team_skills", cast.line.pk)).content.decode()
    assert ("has it" in page, "missing" in page) == (True, True)
    assert (codes(cast, cast.amira), codes(cast, cast.tomas)) == (["has"], ["missing"])


def test_a_need_of_a_team_above_counts_below_and_twice_is_once(cast):
    truck = make_skill(cast)
    add_need(cast.plant, truck, by=cast.quentin)
    add_need(cast.line, truck, by=cast.quentin)
    add_need(cast.line, truck, by=cast.quentin)
    assert Need.objects.count() == 2
    assert codes(cast, cast.tomas) == ["missing"]


def test_a_need_of_a_role_counts_only_for_those_who_work_as_it(cast, sign_in):
    truck = make_skill(cast)
    add_need(cast.line, truck, by=cast.amira, role="Driver")
    assert codes(cast, cast.tomas) == ["not_needed"]
    sign_in(cast.amira).post(door("new_role", cast.line.pk), {"person": cast.tomas.pk, "role": " Driver "})
    assert (codes(cast, cast.tomas), codes(cast, cast.amira)) == (["missing"], ["not_needed"])


def test_the_lead_writes_down_what_was_shown_with_its_evidence(cast, sign_in):
    truck, client = make_skill(cast, valid_months=12), sign_in(cast.amira)
    paper = SimpleUploadedFile("licence.pdf", b"%PDF-1.4\n%%EOF")
    client.post(door("show_competence", cast.tomas.pk), ask(truck, evidence=paper))
    one = Competence.objects.get()
    assert (one.person, one.by) == (cast.tomas, cast.amira)
    assert one.expires_on == months_later(timezone.localdate(), 12)
    page = sign_in(cast.tomas).get(door("my_skills"), follow=True).content.decode()
    assert "Three pallets, no bump" in page
    file = re.search(r'href="(/files/[^"]+)"', page)[1]
    assert sign_in(cast.tomas).get(file).status_code == 200
    assert sign_in(cast.wanda).get(file).status_code == 404


def test_nobody_vouches_for_themselves(cast, sign_in):
    truck = make_skill(cast)
    assert sign_in(cast.amira).post(door("show_competence", cast.amira.pk), ask(truck)).status_code == 404
    own = shown(cast, cast.amira, truck)
    answer = sign_in(cast.amira).post(door("withdraw_competence", cast.amira.pk, own.pk), {"why": "x"})
    assert answer.status_code == 404


def test_bad_dates_are_said_at_their_fields_and_nothing_typed_is_lost(cast, sign_in):
    truck, client = make_skill(cast), sign_in(cast.amira)
    tomorrow = (timezone.localdate() + timedelta(1)).isoformat()
    answer = client.post(door("show_competence", cast.tomas.pk), ask(truck, on=tomorrow))
    assert answer.status_code == 422
    assert "This day is still to come." in answer.content.decode()
    assert "Three pallets, no bump" in answer.content.decode()
    nothing = client.post(door("show_competence", cast.tomas.pk), ask(Thing("skill", 999, "x")))
    assert nothing.status_code == 422
    assert not Competence.objects.exists()


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "missing"), (0, "soon"), (30, "soon"), (31, "has"), (None, "has")]
)
def test_what_runs_out_says_so_in_time(days, code):
    today = timezone.localdate()
    until = None if days is None else today + timedelta(days)
    assert cell_until(until, today).code == code


def test_what_is_taken_back_counts_no_more_but_stays_to_be_read(cast, sign_in):
    truck = make_skill(cast)
    add_need(cast.line, truck, by=cast.amira)
    one, client = shown(cast, cast.tomas, truck), sign_in(cast.amira)
    where = door("withdraw_competence", cast.tomas.pk, one.pk)
    assert client.post(where, {"why": ""}).status_code == 422
    client.post(where, {"why": "Written at the wrong person"})
    assert codes(cast, cast.tomas) == ["missing"]
    assert "Written at the wrong person" in client.get(door("learner", cast.tomas.pk)).content.decode()


def test_reading_counts_for_a_procedure_when_the_need_says_so(cast):
    procedure = make_procedure(cast)
    thing = Thing("procedure", procedure.pk, procedure.title)
    need = add_need(cast.line, thing, by=cast.amira)
    Reading.objects.create(version=procedure.in_force, person=cast.tomas, read_at=timezone.now())
    assert codes(cast, cast.tomas) == ["missing"]
    Need.objects.filter(pk=need.pk).update(reading_counts=True)
    assert codes(cast, cast.tomas) == ["has"]
    assert codes(cast, cast.amira) == ["missing"]


def test_only_the_person_offers_to_teach_and_only_what_they_can_do(cast, sign_in):
    truck, client = make_skill(cast), sign_in(cast.wanda)
    add_need(cast.line, truck, by=cast.amira)
    assert client.post(door("teach"), {"thing": truck.value}).status_code == 404
    shown(cast, cast.wanda, truck)
    page = sign_in(cast.amira).get(door("team_skills", cast.line.pk)).content.decode()
    assert "Wanda Ilic" not in page
    client.post(door("teach"), {"thing": truck.value})
    page = sign_in(cast.amira).get(door("team_skills", cast.line.pk)).content.decode()
    assert "Wanda Ilic" in page
    client.post(door("teach_no_more"), {"thing": truck.value})
    assert not Teacher.objects.exists()


def test_a_gap_becomes_a_plan_on_a_card_that_names_nobody(cast, sign_in):
    add_need(cast.line, make_skill(cast), by=cast.amira)
    client = sign_in(cast.amira)
    page = client.get(door("team_skills", cast.line.pk)).content.decode()
    link = re.search(r'href="(/cards/new/\?title=[^"]+)"', page)[1].replace("&amp;", "&")
    card = client.get(link).content.decode()
    assert "Plan how to learn: Drive a fork-lift truck" in card
    assert "Tomas" not in link


def test_the_person_and_the_lead_are_told_once_before_it_runs_out(cast, work_off):
    truck = make_skill(cast)
    one = shown(cast, cast.tomas, truck, days_ago=300, expires_on=timezone.localdate() + timedelta(20))
    assert [look_for_competences_that_run_out.call() for _ in range(2)] == [1, 0]
    work_off()
    told = Notification.objects.filter(code="competence_expires", subject_id=str(one.pk))
    assert {notice.person_id for notice in told} == {cast.tomas.pk, cast.amira.pk}


def test_what_was_shown_anew_needs_no_warning(cast):
    truck = make_skill(cast)
    shown(cast, cast.tomas, truck, days_ago=300, expires_on=timezone.localdate() + timedelta(20))
    shown(cast, cast.tomas, truck)
    assert look_for_competences_that_run_out.call() == 0


@pytest.mark.parametrize(
    ("role", "sees", "changes"),
    [
        ("lead", True, True),
        ("member", True, False),
        ("quality", True, True),
        ("other_lead", False, False),
        ("executive", False, False),
        ("auditor", False, False),
        ("administrator", False, False),
        ("nobody", False, False),
    ],
)
def test_who_sees_and_who_changes_what_people_can_do(cast, sign_in, role, sees, changes):
    truck = make_skill(cast)
    add_need(cast.line, truck, by=cast.amira)
    client = sign_in(cast.people[role])
    looks = [
        client.get(door("team_skills", cast.line.pk)).status_code,
        client.get(door("team_skills_csv", cast.line.pk)).status_code,
    ]
    assert looks == [200 if sees else 404] * 2
    added = client.post(door("new_need", cast.line.pk), {"thing": truck.value, "role": "Driver"})
    assert added.status_code == (302 if changes else 404)
    if role not in ("lead", "member"):
        other = client.get(door("learner", cast.tomas.pk)).status_code
        assert other == (200 if sees else 404)


def test_the_overview_counts_teams_without_names_and_not_the_small_ones(cast, sign_in):
    add_need(cast.line, make_skill(cast), by=cast.amira)
    client = sign_in(cast.elena)
    page = client.get(door("skills")).content.decode()
    assert "Fewer than five people" in page
    assert "Tomas" not in page
    for name in ("Ada", "Ben", "Cleo"):
        Membership.objects.create(person=make_person(f"{name} Moss"), team=cast.line)
    page = client.get(door("skills")).content.decode()
    assert "Fewer than five people" not in page
    assert door("team_skills", cast.line.pk) not in page


def test_the_file_has_a_line_for_each_person_and_need_and_no_sum(cast, sign_in):
    add_need(cast.line, make_skill(cast, "=Weld"), by=cast.amira)
    table = b"".join(sign_in(cast.tomas).get(door("team_skills_csv", cast.line.pk))).decode()
    assert "Tomas Berg,'=Weld,missing," in table
    assert len(table.strip().splitlines()) == 3


def test_skills_are_named_by_leads_and_closed_with_their_needs(cast, sign_in):
    client = sign_in(cast.amira)
    made = client.post(door("new_skill"), {"name": "Read a drawing", "valid_months": ""})
    skill = Skill.objects.get()
    assert made.url == door("skill", skill.pk)
    twice = client.post(door("new_skill"), {"name": "Read a drawing"})
    assert "already a skill with this name" in twice.content.decode()
    add_need(cast.line, Thing("skill", skill.pk, skill.name), by=cast.amira)
    client.post(door("end_skill", skill.pk))
    assert matrix_of(cast.line).columns == []
    assert sign_in(cast.tomas).get(door("new_skill")).status_code == 403


def test_what_a_person_has_shown_goes_with_them_and_so_does_its_evidence(cast, work_off):
    paper = SimpleUploadedFile("licence.pdf", b"%PDF-1.4\n%%EOF")
    shown(cast, cast.tomas, make_skill(cast), evidence=paper)
    give_role(cast.tomas, cast.line, role="Driver", by=cast.amira)
    assert File.objects.filter(subject_kind="work.competence").count() == 1
    erase(cast.tomas, by=cast.adam)
    work_off()
    assert not Competence.objects.exists()
    assert not File.objects.filter(subject_kind="work.competence").exists()


CELLS = st.none() | st.dates()


@pytest.mark.once
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(one=CELLS, other=CELLS, today=st.dates())
def test_of_two_the_better_is_good_for_longer_whatever_comes_first(one, other, today):
    left, right = cell_until(one, today), cell_until(other, today)
    rank = ["missing", "soon", "has"].index
    assert better(left, right).code == better(right, left).code
    assert rank(better(left, right).code) == max(rank(left.code), rank(right.code))
    assert better(None, left) == left
    assert isinstance(left, Cell)
