"""Who is told what in the life of a version, and what stands on their home."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.front.models import Notification
from genba.work.life.approval import ask_for_approval, send_back
from genba.work.life.piloting import begin_pilot
from genba.work.life.reviewing import look_for_due_reviews, look_for_ended_pilots
from genba.work.models import Pilot, Procedure
from genba.work.tests.factory import make_draft, make_procedure, sign_version


def told(code):
    return sorted(notice.person.name for notice in Notification.objects.filter(code=code))


@pytest.fixture
def version(cast):
    return make_draft(cast)


def test_those_who_may_approve_are_asked_and_find_it_on_their_home(cast, sign_in, work_off, version):
    ask_for_approval(version, by=cast.amira)
    work_off()
    assert told("approval_asked") == ["Quentin Lee"]
    door = reverse("work:version", args=[version.procedure_id, version.number])
    assert door in sign_in(cast.quentin).get("/").content.decode()
    assert door not in sign_in(cast.amira).get("/").content.decode()


def test_the_notice_goes_when_somebody_has_signed(cast, work_off, version):
    ask_for_approval(version, by=cast.amira)
    work_off()
    sign_version(version, cast.quentin)
    work_off()
    assert not Notification.objects.unread().filter(code="approval_asked").exists()


def test_who_wrote_it_hears_that_it_came_back(cast, work_off, version):
    ask_for_approval(version, by=cast.amira)
    send_back(version, by=cast.quentin, because="Who does it?")
    work_off()
    assert told("sent_back") == ["Amira Khan"]


def test_the_small_team_hears_that_it_tries_a_version(cast, work_off, version):
    day = timezone.localdate() + timedelta(9)
    begin_pilot(version, by=cast.amira, until=day, team=cast.line, people=[cast.nobody])
    work_off()
    assert told("pilot_begun") == ["Noor Haddad", "Tomas Berg"]


def test_a_pilot_that_is_over_is_told_its_owner_and_stands_on_their_home(cast, sign_in, work_off, version):
    begin_pilot(version, by=cast.amira, until=timezone.localdate() + timedelta(1), team=cast.line)
    door = reverse("work:decide_pilot", args=[version.procedure_id, version.number])
    assert door not in sign_in(cast.amira).get("/").content.decode()
    Pilot.objects.update(until=timezone.localdate())
    look_for_ended_pilots.call()
    work_off()
    assert told("pilot_due") == ["Amira Khan"]
    assert door in sign_in(cast.amira).get("/").content.decode()
    assert door not in sign_in(cast.tomas).get("/").content.decode()


@pytest.mark.parametrize("owner", ["amira", None, "tomas"])
def test_a_due_review_is_told_whoever_looks_after_it(cast, sign_in, work_off, owner):
    person = cast.tomas if owner == "tomas" else cast.amira
    procedure = make_procedure(cast)
    Procedure.objects.update(review_on=timezone.localdate(), owner=getattr(cast, owner) if owner else None)
    look_for_due_reviews.call()
    work_off()
    assert told("review_due") == [person.name]
    page = sign_in(person).get("/").content.decode()
    assert "Is it still right?" in page
    assert reverse("work:procedure", args=[procedure.pk]) in page


def test_where_nobody_looks_after_it_those_who_answer_for_the_team_hear_it(cast, work_off):
    procedure = make_procedure(cast)
    procedure.process.owner = None
    procedure.process.save()
    Procedure.objects.update(review_on=timezone.localdate(), owner=None)
    look_for_due_reviews.call()
    work_off()
    assert told("review_due") == ["Amira Khan"]


def test_nothing_waits_nothing_stands_there(cast, sign_in, version):
    for person in (cast.amira, cast.quentin, cast.tomas):
        page = sign_in(person).get("/").content.decode()
        assert "Procedures that wait for you" not in page
        assert "What is different in your work" not in page
