"""The life of a version through its doors: every state with every role."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from genba.conftest import PASSWORD
from genba.people import signing
from genba.people.models import Membership
from genba.trail.models import Fact
from genba.work.life.approval import approvers, ask_for_approval, may_approve, send_back
from genba.work.life.piloting import begin_pilot, decide, withdraw
from genba.work.life.reviewing import bring_back, confirm, look_for_due_reviews, look_for_ended_pilots, retire
from genba.work.models import Pilot, Version
from genba.work.steps import steps_from
from genba.work.tests.factory import (
    change,
    make_draft,
    make_procedure,
    make_process,
    put_through,
    sign_version,
)
from genba.work.writing import begin_version, write

ROLES = ["lead", "member", "other_lead", "quality", "executive", "auditor", "administrator", "nobody"]
KEEPERS = {"lead", "quality"}
STATES = ["draft", "pilot", "approval", "in_force", "replaced", "withdrawn", "retired"]
OPEN = {
    "draft": {"pilot", "ask_approval", "withdraw"},
    "pilot": {"decide_pilot", "withdraw"},
    "approval": {"send_back"},
    "in_force": {"begin_version", "retire", "confirm"},
    "replaced": set(),
    "withdrawn": {"begin_version"},
    "retired": {"bring_back"},
}
ALSO = {"approval": {"withdraw"}}


def tomorrow():
    return timezone.localdate() + timedelta(1)


def in_state(cast, state):
    """A version in a state of its life."""
    if state in {"draft", "pilot", "approval", "withdrawn"}:
        version = make_draft(cast)
        if state == "pilot":
            begin_pilot(version, by=cast.amira, until=tomorrow(), team=cast.line)
        if state == "approval":
            ask_for_approval(version, by=cast.amira)
        if state == "withdrawn":
            withdraw(version, by=cast.amira, because="We do it by machine now.")
        return version
    procedure = make_procedure(cast)
    version = procedure.in_force
    if state == "replaced":
        put_through(change(procedure, cast, title="Close it well"), cast)
    if state == "retired":
        retire(procedure, by=cast.amira, because="The product has ended.")
    version.refresh_from_db()
    return version


def verb(name, version):
    keys = [version.procedure_id] if name in {"begin_version", "retire", "confirm", "bring_back"} else None
    return reverse(f"work:{name}", args=keys or [version.procedure_id, version.number])


@pytest.mark.parametrize("state", STATES)
def test_the_page_offers_what_may_be_done_in_this_state_and_nothing_else(cast, sign_in, state):
    version = in_state(cast, state)
    door = reverse("work:version", args=[version.procedure_id, version.number])
    wrong = []
    for role in ROLES:
        words = sign_in(cast.people[role]).get(door).content.decode()
        for name in sorted(set().union(*OPEN.values())):
            expected = role in KEEPERS and name in OPEN[state]
            if (f'"{verb(name, version)}"' in words) != expected:
                wrong.append((role, name))
    assert wrong == []


@pytest.mark.parametrize("state", STATES)
def test_every_verb_holds_in_every_state_for_every_role(cast, sign_in, state):
    version = in_state(cast, state)
    asked = {"because": "So it is.", "decision": "change", "learned": "Much.", "team": cast.line.pk}
    wrong = []
    for role, name in product(ROLES, ("pilot", "ask_approval", "decide_pilot", "send_back", "withdraw")):
        with transaction.atomic():
            answer = sign_in(cast.people[role]).post(verb(name, version), {**asked, "until": tomorrow()})
            has_moved = Version.objects.get(pk=version.pk).state != version.state
            may = role in KEEPERS and name in OPEN[state] | ALSO.get(state, set())
            if has_moved != may or (role not in KEEPERS and answer.status_code != 404):
                wrong.append((role, name, answer.status_code))
            transaction.set_rollback(True)
    assert wrong == []


def test_a_draft_becomes_a_pilot_with_a_small_team_and_a_day(cast, sign_in):
    version = make_draft(cast)
    asked = {"people": [cast.tomas.pk], "until": tomorrow(), "question": "Does no cover come loose?"}
    sign_in(cast.amira).post(verb("pilot", version), asked)
    pilot = Pilot.objects.get()
    assert [person.name for person in pilot.people.all()] == ["Tomas Berg"]
    assert Version.objects.get(pk=version.pk).state == "pilot"
    page = sign_in(cast.nobody).get(reverse("work:procedure", args=[version.procedure_id]))
    assert "Does no cover come loose?" in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "words"), [({"until": 1}, "Name a team"), ({"until": 0, "team": True}, "tomorrow on")]
)
def test_a_pilot_needs_somebody_and_a_day_ahead(cast, sign_in, asked, words):
    version = make_draft(cast)
    day = timezone.localdate() + timedelta(asked["until"])
    typed = {"until": day, "question": "Keep me", **({"team": cast.line.pk} if "team" in asked else {})}
    answer = sign_in(cast.amira).post(verb("pilot", version), typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Keep me" in answer.content.decode()


@pytest.mark.parametrize(
    ("decision", "state"), [("go_on", "pilot"), ("change", "draft"), ("stop", "withdrawn")]
)
def test_a_pilot_ends_in_a_decision_with_what_was_learned(cast, sign_in, decision, state):
    version = in_state(cast, "pilot")
    client = sign_in(cast.amira)
    assert client.post(verb("decide_pilot", version), {"decision": decision}).status_code == 422
    answer = client.post(verb("decide_pilot", version), {"decision": decision, "learned": "Six screws hold."})
    version.refresh_from_db()
    assert version.state == state
    assert Pilot.objects.get().learned == "Six screws hold."
    assert answer.url == verb("ask_approval" if decision == "go_on" else "version", version)
    assert Fact.objects.get(name="work.pilot_decided").data["decision"] == decision


def test_a_pilot_is_decided_once_and_one_runs_at_a_time(cast):
    version = in_state(cast, "pilot")
    with pytest.raises(ValidationError):
        begin_pilot(version, by=cast.amira, until=tomorrow(), team=cast.line)
    decide(version.pilots.get(), by=cast.amira, decision="change", learned="Much.")
    with pytest.raises(ValidationError):
        decide(version.pilots.get(), by=cast.amira, decision="stop", learned="No.")


def test_a_pilot_that_is_over_is_told_once(cast):
    version = in_state(cast, "pilot")
    look_for_ended_pilots.call()
    assert not Fact.objects.filter(name="work.pilot_due").exists()
    Pilot.objects.update(until=timezone.localdate())
    look_for_ended_pilots.call()
    look_for_ended_pilots.call()
    assert Fact.objects.get(name="work.pilot_due").data["version"] == version.number


def test_approval_is_not_asked_while_a_pilot_waits_for_its_decision(cast, sign_in):
    version = in_state(cast, "pilot")
    answer = sign_in(cast.amira).post(verb("ask_approval", version), {"question": "Why six?"})
    assert "The pilot waits for its decision." in answer.content.decode()
    assert "Why six?" in answer.content.decode()


def test_an_empty_draft_is_not_laid_before_anybody(cast):
    version = make_draft(cast, steps=[])
    with pytest.raises(ValidationError) as refusal:
        ask_for_approval(version, by=cast.amira)
    assert refusal.value.messages == ["There is no step yet."]


def test_a_signature_puts_a_version_in_force_by_itself(cast, sign_in):
    version = in_state(cast, "approval")
    client = sign_in(cast.quentin)
    door = reverse("front:sign", args=["work.version", version.pk])
    assert door in client.get(reverse("work:version", args=[version.procedure_id, 1])).content.decode()
    client.post(door, typed_for(client, door))
    version.refresh_from_db()
    assert version.state == "in_force"
    assert version.procedure.review_on > timezone.localdate()
    told = Fact.objects.about(version.procedure).order_by("pk").values_list("name", "by_id")
    assert list(told)[-2:] == [("trail.signed", cast.quentin.pk), ("work.version_in_force", cast.quentin.pk)]


def test_who_signs_reads_limits_times_and_marks_too(cast, sign_in):
    version = in_state(cast, "approval")
    page = (
        sign_in(cast.quentin).get(reverse("front:sign", args=["work.version", version.pk])).content.decode()
    )
    assert "4.0 Nm on the display · 3.8 – 4.2 Nm" in page
    assert "Put the label on · may be skipped · may be repeated · 2 min" in page
    assert "Answers to choose from" not in page
    assert version.asked_at.isoformat() not in page


def test_beside_the_signature_stands_what_is_different(cast, sign_in):
    version = change(make_procedure(cast), cast, steps=[{"what": "Press"}])
    ask_for_approval(version, by=cast.amira)
    page = sign_in(cast.quentin).get(reverse("work:version", args=[version.procedure_id, 2]))
    way = page.content.decode().partition("Approve with signature")[2].partition("</div>")[0]
    assert reverse("work:difference", args=[version.procedure_id, 2]) in way


def typed_for(client, door):
    page = client.get(door).content.decode()
    names = ("seen", "idempotency_key")
    found = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in names}
    return {**found, "address": "quentin@example.org", "meaning": "approved", "password": PASSWORD}


def test_who_reviews_does_not_put_in_force(cast):
    version = in_state(cast, "approval")
    sign_version(version, cast.quentin, meaning="reviewed")
    assert version.state == "approval"


@pytest.mark.parametrize("role", ROLES)
def test_who_answers_for_it_may_approve_and_not_who_alone_has_written_it(cast, role):
    version = in_state(cast, "approval")
    assert may_approve(cast.people[role], version) == (role == "quality")
    second = make_draft(cast, title="Two hands", process=version.procedure.process)
    write(second, by=cast.tomas, title="Four hands")
    assert may_approve(cast.people[role], second) == (role in {"quality", "lead"})


def test_a_small_house_is_not_blocked(cast):
    cast.quentin.is_quality = False
    cast.quentin.save()
    version = in_state(cast, "approval")
    assert approvers(version) == [cast.amira]
    sign_version(version, cast.amira)
    assert version.state == "in_force"


def test_where_nobody_answers_the_owner_approves(cast):
    cast.quentin.is_active = False
    cast.quentin.save()
    Membership.objects.all().delete()
    draft = make_draft(cast, process=make_process(cast, owner=None, team=None))
    assert approvers(draft) == [cast.amira]


def test_a_stranger_to_the_work_cannot_sign(cast):
    version = in_state(cast, "approval")
    with pytest.raises(PermissionDenied):
        signing.desk_for(cast.wanda, "work.version", str(version.pk))


def test_a_draft_cannot_be_signed_yet(cast):
    assert signing.desk_for(cast.quentin, "work.version", str(make_draft(cast).pk)) is None


def test_sending_back_needs_a_sentence_and_the_author_reads_it(cast, sign_in):
    version = in_state(cast, "approval")
    client = sign_in(cast.quentin)
    assert client.post(verb("send_back", version), {"because": " "}).status_code == 422
    client.post(verb("send_back", version), {"because": "Who does step 2?"})
    page = sign_in(cast.amira).get(reverse("work:procedure", args=[version.procedure_id])).content.decode()
    assert "Who does step 2?" in page
    assert Version.objects.get(pk=version.pk).state == "draft"


def test_a_version_that_came_back_is_signed_anew(cast):
    version = in_state(cast, "approval")
    sign_version(version, cast.quentin, meaning="reviewed")
    send_back(version, by=cast.quentin, because="A word.")
    ask_for_approval(version, by=cast.amira)
    shown = signing.signatures_under("work.version", version)
    assert [one.is_current for one in shown] == [False]
    sign_version(version, cast.quentin)
    assert version.state == "in_force"


def test_what_waits_for_approval_cannot_be_written(cast):
    version = in_state(cast, "approval")
    with pytest.raises(ValidationError):
        write(version, by=cast.amira, title="Something else")


@pytest.mark.parametrize(
    "column", ["title", "why", "body", "reason", "question", "expected_answer", "number"]
)
@pytest.mark.parametrize("state", ["in_force", "replaced", "withdrawn"])
def test_the_database_holds_what_was_in_force(cast, state, column):
    version = in_state(cast, state)
    other = {"body": [], "number": 9}.get(column, "Another word")
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**{column: other})
    assert getattr(Version.objects.get(pk=version.pk), column) == getattr(version, column)


@pytest.mark.parametrize("state", ["draft", "pilot", "approval", "in_force"])
def test_the_database_lets_nothing_replaced_come_back_by_itself(cast, state):
    version = in_state(cast, "replaced")
    version.procedure.versions.filter(state="in_force").update(state="withdrawn")
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(state=state)


def test_a_new_version_is_begun_with_a_reason(cast, sign_in):
    procedure = make_procedure(cast)
    client = sign_in(cast.amira)
    assert client.post(reverse("work:begin_version", args=[procedure.pk]), {"because": ""}).status_code == 422
    begun = client.post(reverse("work:begin_version", args=[procedure.pk]), {"because": "New driver."})
    assert begun.url == reverse("work:version", args=[procedure.pk, 2])
    assert procedure.under_way.reason == "New driver."
    assert client.get(reverse("work:begin_version", args=[procedure.pk])).url == begun.url


def test_still_right_is_one_tap_and_sets_the_next_date(cast, sign_in):
    procedure = make_procedure(cast)
    procedure.review_on = timezone.localdate()
    procedure.save()
    look_for_due_reviews.call()
    look_for_due_reviews.call()
    assert Fact.objects.filter(name="work.review_due").count() == 1
    sign_in(cast.amira).post(reverse("work:confirm", args=[procedure.pk]))
    procedure.refresh_from_db()
    assert procedure.review_on > timezone.localdate() + timedelta(300)
    assert Fact.objects.get(name="work.procedure_confirmed").by_id == cast.amira.pk


def test_a_procedure_due_again_is_told_again(cast):
    procedure = make_procedure(cast)
    for _year in range(2):
        procedure.review_on, procedure.review_told_on = timezone.localdate(), None
        procedure.save()
        look_for_due_reviews.call()
        confirm(procedure, by=cast.amira)
    assert Fact.objects.filter(name="work.review_due").count() == 2


def test_a_retired_procedure_says_why_and_can_come_back(cast, sign_in):
    procedure = make_procedure(cast)
    client = sign_in(cast.amira)
    client.post(reverse("work:retire", args=[procedure.pk]), {"because": "The product has ended."})
    page = sign_in(cast.tomas).get(reverse("work:procedure", args=[procedure.pk])).content.decode()
    assert "The product has ended." in page
    assert procedure.title not in client.get(reverse("work:procedures")).content.decode()
    client.post(reverse("work:bring_back", args=[procedure.pk]))
    procedure.refresh_from_db()
    assert (procedure.retired_on, procedure.review_on) == (None, timezone.localdate())
    assert procedure.retirements.get().returned_at is not None


def test_retiring_and_coming_back_happen_once(cast):
    procedure = make_procedure(cast)
    retire(procedure, by=cast.amira, because="Old.")
    with pytest.raises(ValidationError):
        retire(procedure, by=cast.amira, because="Old.")
    with pytest.raises(ValidationError):
        confirm(procedure, by=cast.amira)
    bring_back(procedure, by=cast.amira)
    with pytest.raises(ValidationError):
        bring_back(procedure, by=cast.amira)


def test_a_version_withdrawn_ends_its_pilot_too(cast):
    version = in_state(cast, "pilot")
    withdraw(version, by=cast.amira, because="We buy it instead.")
    assert (version.state, version.ended_because) == ("withdrawn", "We buy it instead.")
    assert Pilot.objects.get().decision == "stop"
    again = begin_version(version.procedure, by=cast.amira, reason="We make it again.")
    assert (again.number, again.body) == (2, version.body)


def test_nobody_approves_into_a_retired_procedure(cast):
    procedure = make_procedure(cast)
    version = change(procedure, cast, steps=[{"what": "Press"}])
    ask_for_approval(version, by=cast.amira)
    retire(procedure, by=cast.amira, because="Old.")
    assert signing.desk_for(cast.quentin, "work.version", str(version.pk)) is None


def test_the_signed_bytes_hold_every_word(cast):
    version = make_draft(cast)
    write(version, by=cast.amira, question="Why?", steps=steps_from([{"key": "a", "what": "Press"}]))
    ask_for_approval(version, by=cast.amira)
    sign_version(version, cast.quentin)
    content = bytes(signing.Signature.objects.get().words.content).decode()
    assert all(word in content for word in ('"Why?"', '"Press"', '"Close a housing"', '"version":1'))
