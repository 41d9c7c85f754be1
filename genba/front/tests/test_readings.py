"""Reading that means something, through the doors: who is asked, what is asked, and reminders that stop."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.front.models import Notification
from genba.front.reactions.versions import remind_of_readings
from genba.people.joining import join, leave
from genba.people.models import Membership, Person, Team
from genba.trail.models import Fact
from genba.work.life.reviewing import retire
from genba.work.models import Reading
from genba.work.readings import PAUSES, claim_reminders
from genba.work.tests.factory import STEPS, change, make_draft, make_person_of, make_procedure, put_through
from genba.work.writing import put_in_force


@pytest.fixture
def procedure(cast, work_off):
    found = make_procedure(cast)
    work_off()
    return found


def renew(cast, procedure, work_off, **words):
    """A second version in force, written by Amira and approved by Quentin."""
    steps = [STEPS[0] | {"what": "Fetch the order and read it aloud"}, *STEPS[1:]]
    version = change(procedure, cast, steps=steps)
    put_through(version, cast, **words)
    work_off()
    return version


def read_door(version):
    return reverse("work:read", args=[version.procedure_id, version.number])


def asked(version):
    return sorted(reading.person.name for reading in version.readings.open())


def test_only_those_who_work_with_it_and_have_not_written_or_approved_it_are_asked(cast, work_off, procedure):
    Membership.objects.create(person=cast.quentin, team=cast.line)
    version = renew(cast, procedure, work_off)
    assert asked(version) == ["Tomas Berg"]
    assert Fact.objects.filter(name="work.reading_asked").first().data == {"version": 2, "people": 1}


def test_the_difference_comes_first_then_one_question_then_the_answer(cast, sign_in, work_off, procedure):
    version = renew(cast, procedure, work_off, question="Why aloud?", expected_answer="Two pairs of ears.")
    client = sign_in(cast.tomas)
    page = client.get(read_door(version)).content.decode()
    assert page.index("Step 1 now says") < page.index("Why aloud?")
    assert "Two pairs of ears." not in page
    assert client.post(read_door(version), {"answer": " "}).status_code == 422
    page = client.post(read_door(version), {"answer": "So both hear it."}, follow=True).content.decode()
    assert "So both hear it." in page
    assert "Two pairs of ears." in page


def test_an_answer_can_be_chosen(cast, sign_in, work_off, procedure):
    version = renew(cast, procedure, work_off, question="How?", answer_choices=["Aloud", "Quietly"])
    client = sign_in(cast.tomas)
    assert "Quietly" in client.get(read_door(version)).content.decode()
    assert client.post(read_door(version), {"answer": "Never"}).status_code == 422
    client.post(read_door(version), {"answer": "Quietly"})
    assert Reading.objects.get(version=version).answer == "Quietly"
    assert Fact.objects.get(name="work.reading_done").by_id == cast.tomas.pk


def test_reading_without_a_question_is_one_tap_and_counts_once(cast, sign_in, work_off, procedure):
    version = renew(cast, procedure, work_off)
    client = sign_in(cast.tomas)
    for _twice in range(2):
        client.post(read_door(version))
    assert Fact.objects.filter(name="work.reading_done").count() == 1
    assert asked(version) == []


@pytest.mark.parametrize("role", ["lead", "other_lead", "quality", "executive", "auditor", "nobody"])
def test_nobody_reads_for_somebody_else(cast, sign_in, work_off, procedure, role):
    version = renew(cast, procedure, work_off)
    assert sign_in(cast.people[role]).post(read_door(version)).status_code == 404


def test_the_page_and_the_home_ask_until_it_is_read(cast, sign_in, work_off, procedure):
    version = renew(cast, procedure, work_off)
    client = sign_in(cast.tomas)
    for door in ("/", reverse("work:procedure", args=[procedure.pk])):
        assert read_door(version) in client.get(door).content.decode()
    client.post(read_door(version))
    for door in ("/", reverse("work:procedure", args=[procedure.pk])):
        assert read_door(version) not in client.get(door).content.decode()


def test_a_notice_leads_to_the_reading_and_goes_when_it_is_done(cast, sign_in, work_off, procedure):
    version = renew(cast, procedure, work_off)
    client = sign_in(cast.tomas)
    notice = Notification.objects.unread().get(person=cast.tomas, code="to_read")
    renewed = {"code": "to_read", "read_at": None}
    assert client.get(reverse("front:notice", args=[notice.pk])).url == read_door(version)
    Notification.objects.filter(pk=notice.pk).update(**renewed)
    client.post(read_door(version))
    work_off()
    assert not Notification.objects.unread().filter(person=cast.tomas, code="to_read").exists()


def test_who_read_is_seen_by_those_who_answer_for_the_team_only(cast, sign_in, work_off, procedure):
    version = renew(cast, procedure, work_off)
    door = reverse("work:readers", args=[procedure.pk, version.number])
    for role in ("lead", "quality"):
        assert "Tomas Berg" in sign_in(cast.people[role]).get(door).content.decode()
    for role in ("member", "other_lead", "executive", "auditor", "administrator", "nobody"):
        assert sign_in(cast.people[role]).get(door).status_code == 404
        page = sign_in(cast.people[role]).get(reverse("work:procedure", args=[procedure.pk]))
        assert "Who has read it" not in page.content.decode()


def test_a_lead_sees_their_own_team_and_not_another(cast, sign_in, work_off, procedure):
    procedure.teams.add(cast.ward)
    make_person_of(cast.ward, "Wilma Ward")
    version = renew(cast, procedure, work_off)
    page = (
        sign_in(cast.amira).get(reverse("work:readers", args=[procedure.pk, version.number])).content.decode()
    )
    assert "Tomas Berg" in page
    assert "Wilma Ward" not in page


def test_answers_stand_without_names_and_not_before_there_are_five(cast, sign_in, work_off, procedure):
    for number in range(5):
        make_person_of(cast.line, f"Reader{number} Number")
    version = renew(cast, procedure, work_off, question="Why aloud?")
    door, page = reverse("work:readers", args=[procedure.pk, version.number]), ""
    for number, reading in enumerate(version.readings.open()[:5]):
        assert "What was answered" not in page
        sign_in(reading.person).post(read_door(version), {"answer": f"Because {number}"})
        page = sign_in(cast.amira).get(door).content.decode()
    assert "Because 3" in page


def test_reminders_grow_further_apart_and_stop(cast, work_off, procedure):
    version = renew(cast, procedure, work_off)
    start = version.readings.get().asked_at
    days = [day for day in range(80) if claim_reminders(start + timedelta(days=day, seconds=1))]
    assert days == [3, 10, 24]
    assert len(PAUSES) == 3


def test_a_reminder_renews_the_notice_and_sends_no_second_one(cast, work_off, procedure):
    version = renew(cast, procedure, work_off)
    version.readings.update(asked_at=timezone.now() - timedelta(days=4))
    remind_of_readings.call()
    remind_of_readings.call()
    notice = Notification.objects.unread().get(person=cast.tomas, code="to_read")
    assert (notice.times, version.readings.get().reminders) == (2, 1)


def test_who_is_away_is_reminded_when_they_are_back(cast, sign_in, work_off, procedure):
    version = renew(cast, procedure, work_off)
    until = timezone.localdate() + timedelta(days=10)
    said = {"theme": "auto", "away_until": until.isoformat()}
    assert sign_in(cast.tomas).post(reverse("front:settings"), said).status_code == 302
    door = reverse("work:readers", args=[procedure.pk, version.number])
    assert "away until" in sign_in(cast.amira).get(door).content.decode()
    start = version.readings.get().asked_at
    days = [day for day in range(80) if claim_reminders(start + timedelta(days=day, seconds=1))]
    assert days == [11, 18, 32]


def test_an_absence_that_is_over_is_forgotten_by_the_form_and_refused_as_new(cast, sign_in):
    yesterday = timezone.localdate() - timedelta(days=1)
    Person.objects.filter(pk=cast.tomas.pk).update(away_until=yesterday)
    client, door = sign_in(cast.tomas), reverse("front:settings")
    assert yesterday.isoformat() not in client.get(door).content.decode()
    answer = client.post(door, {"theme": "auto", "away_until": yesterday.isoformat()})
    assert answer.status_code == 422
    assert "This day is over." in answer.content.decode()
    client.post(door, {"theme": "auto"})
    assert Person.objects.get(pk=cast.tomas.pk).away_until is None


@pytest.mark.parametrize("ending", ["read", "replaced", "left", "gone", "retired"])
def test_reminders_stop_when_there_is_nothing_to_read_any_more(cast, sign_in, work_off, procedure, ending):
    version = renew(cast, procedure, work_off)
    if ending == "read":
        sign_in(cast.tomas).post(read_door(version))
    if ending == "replaced":
        put_through(change(procedure, cast, title="Again"), cast)
        work_off()
        Reading.objects.exclude(version=version).delete()
    if ending == "left":
        leave(Membership.objects.get(person=cast.tomas, team=cast.line), by=cast.amira)
        work_off()
    if ending == "gone":
        cast.tomas.deactivate(by=cast.adam)
    if ending == "retired":
        retire(procedure, by=cast.amira, because="Old.")
    assert claim_reminders(timezone.now() + timedelta(days=4)) == []


def test_who_comes_to_the_team_is_asked_once_for_what_is_in_force(cast, sign_in, work_off, procedure):
    version = renew(cast, procedure, work_off)
    for _twice in range(2):
        Membership.objects.filter(person=cast.nobody).delete()
        join(cast.nobody, cast.line, role=Membership.Role.MEMBER, by=cast.amira)
        work_off()
    assert asked(version) == ["Noor Haddad", "Tomas Berg"]
    version.readings.filter(person=cast.nobody).update(asked_at=timezone.now() + timedelta(days=40))
    page = sign_in(cast.nobody).get(read_door(version)).content.decode()
    assert "How it is done" in page
    assert "Step 1 now says" not in page


def test_who_read_the_one_before_last_reads_what_changed_since(cast, sign_in, work_off, procedure):
    second = renew(cast, procedure, work_off)
    sign_in(cast.tomas).post(read_door(second))
    third = change(procedure, cast, steps=[*second.body, {"what": "Wave"}])
    put_through(third, cast)
    fourth = change(procedure, cast, title="Close it and wave")
    put_through(fourth, cast)
    work_off()
    page = sign_in(cast.tomas).get(read_door(fourth)).content.decode()
    assert "It is now called" in page
    assert "Step 5 is new." in page


def test_a_cosmetic_change_asks_nobody_but_those_who_still_owe_the_one_before(cast, work_off, procedure):
    version = renew(cast, procedure, work_off, not_read_because="A letter was wrong.")
    assert asked(version) == ["Tomas Berg"]  # the first version was never read
    Reading.objects.all().update(read_at=timezone.now())
    third = change(procedure, cast, title="Close a housing!")
    put_through(third, cast, not_read_because="A letter was wrong.")
    work_off()
    assert asked(third) == []


def test_a_version_replaced_before_it_was_read_is_not_asked_any_more(cast, sign_in, work_off, procedure):
    second = renew(cast, procedure, work_off)
    third = change(procedure, cast, title="Close it well")
    put_through(third, cast)
    work_off()
    assert (asked(second), asked(third)) == ([], ["Tomas Berg"])
    assert sign_in(cast.tomas).get(read_door(second)).url == reverse("work:procedure", args=[procedure.pk])


def test_a_draft_asks_nobody(cast, work_off):
    make_draft(cast)
    work_off()
    assert not Reading.objects.exists()


def test_an_erased_person_leaves_no_reading(cast, work_off, procedure):
    version = renew(cast, procedure, work_off)
    cast.tomas.delete()
    assert not version.readings.exists()


def test_asking_twice_asks_once(cast, work_off):
    version = make_draft(cast)
    put_in_force(version, by=cast.quentin)
    work_off()
    assert Reading.objects.filter(version=version).count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"choices": "Yes"}, "One answer is no choice"),
        ({"choices": "Yes\nNo"}, "There are answers, but no question"),
        ({"question": "Why?", "not_read_because": "A letter."}, "Either there is a question"),
        ({"question": "Why?", "choices": "\n".join("abcdefgh")}, "Six answers are the most"),
    ],
)
def test_what_cannot_be_asked_is_said_at_the_field(cast, sign_in, procedure, typed, words):
    version = change(procedure, cast, title="Close it well")
    door = reverse("work:ask_approval", args=[procedure.pk, version.number])
    answer = sign_in(cast.amira).post(door, {"reason": "Keep this reason", **typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Keep this reason" in answer.content.decode()


@pytest.fixture
def of_the_plant(cast, work_off):
    """What is in force in the whole plant; Line 4 is part of it."""
    found = make_procedure(cast, title="Leave the building in an alarm")
    found.teams.set([cast.plant])
    work_off()
    return found


def test_the_teams_below_are_asked_too_and_nobody_twice(cast, work_off, of_the_plant):
    of_the_plant.teams.add(cast.line)
    Membership.objects.create(person=cast.tomas, team=cast.plant)
    make_person_of(Team.objects.create(site=cast.site, name="Night", parent=cast.line), "Nina Night")
    make_person_of(cast.ward, "Wilma Ward")
    version = renew(cast, of_the_plant, work_off)
    assert asked(version) == ["Nina Night", "Tomas Berg"]
    assert version.readings.count() == 2
    assert Notification.objects.unread().filter(code="to_read", person=cast.tomas).count() == 1


def test_a_lead_of_a_team_below_sees_who_has_read_it_there(cast, sign_in, work_off, of_the_plant):
    make_person_of(cast.plant, "Pia Plant")
    beside = Team.objects.create(site=cast.site, name="Night", parent=cast.plant)
    Membership.objects.create(person=cast.nobody, team=beside, role=Membership.Role.LEAD)
    version = renew(cast, of_the_plant, work_off)
    door = reverse("work:readers", args=[of_the_plant.pk, version.number])
    page = sign_in(cast.amira).get(door).content.decode()
    assert "Tomas Berg" in page
    assert "Pia Plant" not in page
    assert "Pia Plant" in sign_in(cast.quentin).get(door).content.decode()
    assert "Tomas Berg" not in sign_in(cast.nobody).get(door).content.decode()
    assert sign_in(cast.wanda).get(door).status_code == 404


def test_who_comes_to_a_team_below_is_asked_and_who_leaves_it_is_not(cast, work_off, of_the_plant):
    version = renew(cast, of_the_plant, work_off)
    join(cast.nobody, cast.line, role=Membership.Role.MEMBER, by=cast.amira)
    work_off()
    assert asked(version) == ["Noor Haddad", "Tomas Berg"]
    join(cast.nobody, cast.plant, role=Membership.Role.MEMBER, by=cast.quentin)
    leave(Membership.objects.get(person=cast.nobody, team=cast.line), by=cast.amira)
    work_off()
    assert asked(version) == ["Noor Haddad", "Tomas Berg"]
    leave(Membership.objects.get(person=cast.nobody, team=cast.plant), by=cast.quentin)
    work_off()
    assert asked(version) == ["Tomas Berg"]


def test_a_team_that_moves_is_asked_for_what_is_in_force_where_it_stands_now(
    cast, sign_in, work_off, of_the_plant
):
    version = renew(cast, of_the_plant, work_off)
    make_person_of(cast.ward, "Wilma Ward")
    sign_in(cast.adam).post(reverse("people:edit_team", args=[cast.ward.pk]), _team(cast.ward, cast.plant))
    sign_in(cast.adam).post(reverse("people:edit_team", args=[cast.line.pk]), _team(cast.line, None))
    work_off()
    assert asked(version) == ["Wanda Ilic", "Wilma Ward"]


def test_a_team_that_is_only_named_anew_is_asked_nothing(cast, sign_in, work_off, of_the_plant):
    make_person_of(cast.line, "Lea Late")
    version = renew(cast, of_the_plant, work_off, not_read_because="Only a comma.")
    sign_in(cast.adam).post(
        reverse("people:edit_team", args=[cast.line.pk]), _team(cast.line, cast.plant) | {"name": "Line four"}
    )
    work_off()
    assert Team.objects.filter(name="Line four").exists()
    assert asked(version) == ["Tomas Berg"]  # who had not yet read the one before


def _team(team, parent):
    return {"name": team.name, "site": team.site_id, "parent": parent.pk if parent else ""}
