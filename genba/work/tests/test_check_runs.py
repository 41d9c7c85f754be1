"""A check is run step by step: through the pages without scripts, and whole as a phone sends it."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.trail.models import Fact, File
from genba.work.checks.watch import give_up_forgotten_runs
from genba.work.life.approval import ask_for_approval
from genba.work.life.piloting import begin_pilot, decide
from genba.work.models import FirstPass, Run, StepResult
from genba.work.models.use_count import UseCount
from genba.work.tests.factory import change, make_draft
from genba.work.writing import begin_version, put_in_force


def say(client, run, step, result="pass", **more):
    asked = {"step": step, "result": result, **more}
    return client.post(reverse("work:check_say", args=[run.pk]), asked)


def end(client, run):
    client.post(reverse("work:check_end", args=[run.pk]))
    run.refresh_from_db()
    return run


def text(answer):
    return answer.content.decode()


def page(client, run, step=""):
    return text(client.get(reverse("work:check_step", args=[run.pk]), {"step": step} if step else {}))


# Step by step


def test_a_run_is_begun_gone_through_and_ends_passed(tomas, begun, cast):
    assert "Fetch the order from the tray" in page(tomas, begun)
    assert say(tomas, begun, "fetch").status_code == 302
    say(tomas, begun, "set", value="4,05")
    say(tomas, begun, "screw")
    assert "End the check" in page(tomas, begun)
    run = end(tomas, begun)
    assert (run.state, run.went_first_time, run.team, run.by) == ("passed", True, cast.line, cast.tomas)
    assert StepResult.objects.get(step__key="set").value == 4.05
    assert "The check passed" in text(tomas.get(reverse("work:check_result", args=[run.pk])))


def test_the_fact_of_an_ended_run_holds_counts_only(tomas, begun, check):
    say(tomas, begun, "fetch", "fail")
    end(tomas, begun)
    fact = Fact.objects.get(name="work.run_ended")
    assert fact.data == {"procedure": check.pk, "state": "failed", "results": 1, "failed": 1}
    assert UseCount.objects.get(what="run").times == 1


def test_a_value_outside_of_its_limits_is_a_failed_step_whatever_was_pressed(tomas, begun):
    say(tomas, begun, "fetch")
    say(tomas, begun, "set", value="4.5")
    kept = StepResult.objects.get(step__key="set")
    assert (kept.result, kept.is_within) == ("fail", False)
    seen = page(tomas, begun)
    assert "This step is not good" in seen
    assert "Step 2 of Close a housing: Set the torque driver – 4.5 Nm, limits: 3.8 to 4.2 Nm" in seen


@pytest.mark.parametrize("typed", ["four", "4.0.1", "1e999", "4 Nm", "0x4"])
def test_what_is_no_number_is_said_at_the_field_and_stays_typed(tomas, begun, typed):
    say(tomas, begun, "fetch")
    refused = say(tomas, begun, "set", value=typed, note="The display flickers")
    assert refused.status_code == 422
    assert f'value="{typed}"' in text(refused)
    assert "The display flickers" in text(refused)
    assert begun.results.count() == 1


@pytest.mark.parametrize("typed", ["4,05", "4.05", " 4,05 ", "٤٫٠٥", "+4.05", "405e-2"])
def test_numbers_are_read_as_people_type_them(tomas, begun, typed):
    say(tomas, begun, "fetch")
    say(tomas, begun, "set", value=typed)
    assert StepResult.objects.get(step__key="set").value == 4.05


def test_a_step_that_asks_for_a_value_is_not_good_without_one(tomas, begun):
    say(tomas, begun, "fetch")
    assert "This step asks for a value." in text(say(tomas, begun, "set"))
    assert say(tomas, begun, "set", "na").status_code == 302


def test_of_several_ways_one_is_chosen_and_the_other_is_closed(tomas, begun):
    say(tomas, begun, "fetch")
    say(tomas, begun, "set", value="4")
    seen = page(tomas, begun)
    assert "What do you do next?" in seen
    assert "Press the clip until it clicks" in seen
    say(tomas, begun, "clip")
    refused = say(tomas, begun, "screw")
    assert "is not next here" in text(refused)


def test_what_may_be_repeated_is_offered_again_and_what_may_be_skipped_is_not_asked_for(tomas, begun):
    for step in ("fetch", "set", "screw", "label"):
        say(tomas, begun, step, value="4")
    assert "Put the label on" in page(tomas, begun)
    say(tomas, begun, "label")
    assert end(tomas, begun).results.count() == 5


def test_a_failed_step_may_be_tried_again_and_the_run_then_passes_but_not_the_first_time(tomas, begun):
    say(tomas, begun, "fetch", "fail", note="The tray is empty")
    say(tomas, begun, "fetch")
    say(tomas, begun, "set", value="4")
    say(tomas, begun, "clip")
    run = end(tomas, begun)
    assert (run.state, run.went_first_time) == ("passed", False)
    assert "tried again" in text(tomas.get(reverse("work:check_result", args=[run.pk])))


def test_a_failed_step_ends_the_run_at_once_where_nobody_goes_on(tomas, begun):
    say(tomas, begun, "fetch", "fail")
    assert "Stop here: the check has failed" in page(tomas, begun)
    assert end(tomas, begun).state == "failed"


def test_a_run_with_steps_left_does_not_end(tomas, begun):
    say(tomas, begun, "fetch")
    assert end(tomas, begun).is_open


def test_a_slip_of_the_finger_is_taken_back(tomas, begun):
    say(tomas, begun, "fetch", "fail")
    tomas.post(reverse("work:check_back", args=[begun.pk]))
    assert begun.results.count() == 0
    assert "Fetch the order from the tray" in page(tomas, begun)


def test_a_run_can_be_given_up_and_counts_neither_way(tomas, begun, check):
    say(tomas, begun, "fetch")
    tomas.post(reverse("work:check_leave", args=[begun.pk]))
    begun.refresh_from_db()
    assert begun.state == "given_up"
    counted = FirstPass.objects.get(procedure=check)
    assert (counted.ended, counted.passed, counted.given_up) == (0, 0, 1)


def test_a_photo_stays_with_its_step(tomas, begun, photo):
    say(tomas, begun, "fetch", photo=photo())
    file = File.objects.get()
    assert file.subject_id == str(StepResult.objects.get().pk)
    assert tomas.get(f"/files/{file.pk}/").status_code == 200


def test_a_file_that_is_no_picture_is_refused_at_its_field(tomas, begun, photo):
    upload = photo()
    upload.file.truncate(0)
    upload.file.write(b"MZ not a picture")
    upload.size = 16
    refused = say(tomas, begun, "fetch", photo=upload)
    assert (refused.status_code, begun.results.count()) == (422, 0)


def test_only_who_began_a_run_goes_on_with_it(begun, sign_in, cast):
    for person in (cast.amira, cast.quentin, cast.nobody):
        assert sign_in(person).get(reverse("work:check_step", args=[begun.pk])).status_code == 404
        assert say(sign_in(person), begun, "fetch").status_code == 404
    assert begun.results.count() == 0


def test_who_ran_it_is_shown_to_few(tomas, begun, sign_in, cast):
    say(tomas, begun, "fetch", "fail")
    end(tomas, begun)

    def names(person):
        return "Tomas Berg" in text(sign_in(person).get(reverse("work:check_result", args=[begun.pk])))

    shown = {name: names(person) for name, person in cast.people.items() if person}
    assert {name for name, is_shown in shown.items() if is_shown} == {"member", "lead", "quality", "auditor"}


def test_a_draft_is_not_run(cast, tomas):
    draft = make_draft(cast)
    assert tomas.get(reverse("work:check_run", args=[draft.procedure_id])).status_code == 404


def test_a_run_that_nobody_goes_on_with_is_given_up_after_a_week(begun):
    give_up_forgotten_runs.func()
    assert Run.objects.get().is_open
    Run.objects.update(begun_at=timezone.now() - timedelta(days=8))
    give_up_forgotten_runs.func()
    assert Run.objects.get().state == "given_up"


# Whole, from a phone


def whole(check, *results, **more):
    sent = {"procedure": check.pk, "version": 1, "client_key": "k" * 32, "results": list(results)}
    return {"run": json.dumps({**sent, "ending": "end", **more})}


GOOD = (
    {"key": "fetch", "result": "pass"},
    {"key": "set", "result": "", "value": "4,05"},
    {"key": "clip", "result": "pass"},
)


def send(client, given):
    return client.post(reverse("work:checks_send"), given)


def test_a_run_sent_twice_is_kept_once(check, tomas):
    first, second = send(tomas, whole(check, *GOOD)), send(tomas, whole(check, *GOOD))
    assert first.json() == second.json()
    assert (Run.objects.count(), StepResult.objects.count()) == (1, 3)
    assert FirstPass.objects.get().ended == 1


def test_a_run_that_is_sent_as_far_as_it_is_goes_on_and_ends(check, tomas):
    failed = {"key": "fetch", "result": "fail", "note": "Empty"}
    said = send(tomas, whole(check, failed, ending="")).json()
    assert said["state"] == "open"
    assert "kind=problem" in said["reports"]["0"]
    send(tomas, whole(check, failed, *GOOD))
    assert [one.result for one in StepResult.objects.all()] == ["fail", "pass", "pass", "pass"]
    assert Run.objects.get().state == "passed"


def test_what_was_taken_back_on_the_phone_is_taken_back_here(check, tomas):
    send(tomas, whole(check, {"key": "fetch", "result": "fail"}, ending=""))
    send(tomas, whole(check, *GOOD))
    assert [one.result for one in StepResult.objects.all()] == ["pass", "pass", "pass"]


def test_photos_come_with_their_steps(check, tomas, photo):
    given = whole(check, {"key": "fetch", "result": "pass", "photo": "photo0"}, *GOOD[1:])
    assert send(tomas, given | {"photo0": photo()}).status_code == 200
    assert File.objects.get().subject_id == str(StepResult.objects.get(position=0).pk)


def test_a_clock_that_is_wrong_does_no_harm(check, tomas):
    def at(minutes):
        return (timezone.now() + timedelta(days=400, minutes=minutes)).isoformat()

    results = [{**one, "at": at(-30 + place)} for place, one in enumerate(GOOD)]
    send(tomas, whole(check, *results, begun_at=at(-35), sent_at=at(0)))
    run = Run.objects.get()
    assert timedelta(minutes=34) < timezone.now() - run.begun_at < timedelta(minutes=36)
    assert abs(run.seconds - 7 * 60) <= 1


def test_what_one_person_ran_is_not_sent_by_another(check, sign_in, cast):
    refused = send(sign_in(cast.wanda), whole(check, *GOOD, person=cast.tomas.pk))
    assert (refused.status_code, Run.objects.count()) == (409, 0)


def test_the_same_key_of_two_people_is_two_runs(check, sign_in, cast):
    for person in (cast.tomas, cast.wanda):
        send(sign_in(person), whole(check, *GOOD))
    assert Run.objects.count() == 2


def test_a_run_of_a_version_that_was_replaced_meanwhile_is_kept(check, tomas, cast):
    put_in_force(begin_version(check, by=cast.amira, reason="Better."), by=cast.quentin)
    assert send(tomas, whole(check, *GOOD)).status_code == 200
    assert Run.objects.get().version.number == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"run": "no json"},
        {"run": "[]"},
        {"run": '{"results": 5}'},
        {"run": '{"procedure": 1, "version": 1, "client_key": "k", "results": [{}]}'},
        {"run": '{"procedure": "9e99", "version": 1, "client_key": "k", "results": []}'},
        {},
    ],
)
def test_what_is_no_run_is_refused_in_words(cast, tomas, wrong):
    refused = send(tomas, wrong)
    assert (refused.status_code, refused.json()["sentences"]) == (
        422,
        ["This run of a check cannot be read."],
    )


@pytest.mark.parametrize(
    ("results", "says"),
    [
        ([GOOD[0]], "There are steps left"),
        ([GOOD[1]], "is not next here"),
        ([{"key": "nowhere", "result": "pass"}], "no such step"),
        ([{"key": "fetch", "result": "splendid"}], "Choose what came out here."),
        ([GOOD[0], {"key": "set", "result": "pass"}], "asks for a value"),
    ],
)
def test_a_run_that_cannot_be_is_refused_and_nothing_is_kept(check, tomas, results, says):
    refused = send(tomas, whole(check, *results))
    assert refused.status_code == 422
    assert says in refused.json()["sentences"][0]
    assert not StepResult.objects.exists()


# Which version is run


def run_link(client, procedure, number):
    page = text(client.get(reverse("work:version", args=[procedure.pk, number])))
    found = re.search(rf'href="({reverse("work:check_run", args=[procedure.pk])}[^"]*)"', page)
    return found and found[1]


def test_run_is_offered_on_what_is_in_force_and_on_nothing_that_waits_or_is_written(check, tomas, cast):
    draft = change(check, cast)
    assert run_link(tomas, check, 1) == reverse("work:check_run", args=[check.pk])
    assert run_link(tomas, check, 2) is None
    ask_for_approval(draft, by=cast.amira)
    assert run_link(tomas, check, 2) is None
    address = reverse("work:check_run", args=[check.pk]) + "?version=2"
    assert tomas.get(address).status_code == 404


def test_what_is_tried_is_run_by_those_who_try_it_and_by_nobody_else(check, tomas, cast, sign_in):
    until = timezone.localdate() + timedelta(3)
    pilot = begin_pilot(change(check, cast), by=cast.amira, until=until, team=cast.line, people=[cast.nobody])
    address = reverse("work:check_run", args=[check.pk]) + "?version=2"
    for trying in (tomas, sign_in(cast.nobody)):
        assert run_link(trying, check, 2) == address
        assert trying.get(address).status_code == 200
    assert run_link(sign_in(cast.wanda), check, 2) is None
    assert sign_in(cast.wanda).get(address).status_code == 404
    decide(pilot, by=cast.amira, decision="go_on", learned="It goes well.")
    assert run_link(tomas, check, 2) is None


def test_the_way_of_a_version_says_plainly_what_became_of_its_pilot(check, tomas, cast):
    version = change(check, cast)
    until = timezone.localdate() + timedelta(3)
    pilot = begin_pilot(version, by=cast.amira, until=until, team=cast.line)
    decide(pilot, by=cast.amira, decision="go_on", learned="It goes well.")
    ask_for_approval(version, by=cast.amira)
    pages = [text(tomas.get(reverse("work:version", args=[check.pk, number]))) for number in (1, 2)]
    assert "<span>Pilot</span><small>skipped</small>" in pages[0]
    assert "<span>Pilot</span><small>tried, and it went on</small>" in pages[1]
