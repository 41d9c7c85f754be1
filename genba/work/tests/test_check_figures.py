"""What the runs of a check say by themselves, and the same by API."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.people.models import ApiToken, Membership
from genba.work.checks.figures import median_seconds, step_times, yields_of
from genba.work.checks.given import Given
from genba.work.checks.running import begin_run, take_run, version_to_run
from genba.work.checks.tally import count_anew
from genba.work.models import FirstPass, Run
from genba.work.tests.factory import make_procedure
from genba.work.whole import whole_of

TWO_STEPS = [{"key": "look", "what": "Look at the lamp"}, {"key": "turn", "what": "Turn the valve"}]


@pytest.fixture
def check(cast):
    return make_procedure(cast, TWO_STEPS, title="Lamp check", is_check=True)


@pytest.fixture
def ran(cast, check):
    """Runs of so many minutes: right the first time, right after a second try, or failed."""

    def run(times, *, how="first", by=None, minutes=4):
        by = by or cast.tomas
        end = timezone.now()
        look = end - timedelta(minutes=minutes - 1)
        tries = {"first": ["pass"], "second": ["fail", "pass"], "failed": ["fail"]}[how]
        results = [Given("look", one, at=look) for one in tries] + [Given("turn", "pass", at=end)]
        for _number in range(times):
            begun_at = end - timedelta(minutes=minutes)
            made = begin_run(version_to_run(check), by=by, team=by.teams[0], begun_at=begun_at)
            take_run(made, results, by=by, ending="end")

    return run


@pytest.fixture
def program(client):
    """A program that acts for somebody."""

    def as_(person):
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {ApiToken.issue(person, name='test')[1]}"
        return client

    return as_


def page(client, check):
    return client.get(reverse("work:procedure", args=[check.pk])).content.decode()


# By themselves


def test_first_pass_yield_counts_who_passed_without_a_failed_step_on_the_way(ran, check):
    ran(9)
    ran(2, how="second")
    ran(1, how="failed")
    month = yields_of(check)[0][-1]
    assert (month.ended, month.first_time, month.percent) == (12, 9, 75)
    counted = FirstPass.objects.get()
    assert (counted.ended, counted.passed, counted.first_time) == (12, 11, 9)


def test_too_few_are_said_as_such(ran, check, cast, sign_in):
    ran(9)
    assert yields_of(check)[0][-1].share is None
    shown = page(sign_in(cast.nobody), check)
    assert "this month 9 runs: too few to say" in shown
    assert "100" not in shown.split("Right the first time")[1][:400]


def test_the_interval_stands_beside_the_share(ran, check, cast, sign_in):
    ran(18)
    ran(2, how="failed")
    assert yields_of(check)[0][-1].between == (70, 97)
    assert "this month, 20 runs, surely between 70 and 97 %" in page(sign_in(cast.nobody), check)


def test_teams_stand_in_the_order_of_their_names_and_nobody_is_scored(ran, check, cast, sign_in):
    ran(10, how="failed", by=cast.wanda)
    ran(10)
    assert [(one.label, one.percent) for one in yields_of(check)[1]] == [(cast.line, 100), (cast.ward, 0)]
    shown = page(sign_in(cast.quentin), check)
    assert "Tomas" not in shown.split("What the runs say")[1]
    assert "Wanda" not in shown.split("What the runs say")[1]


def test_time_and_the_step_that_fails_most_come_from_the_runs(ran, check, cast, sign_in):
    ran(8, minutes=4)
    ran(3, how="second", minutes=10)
    whole = whole_of(check.in_force, cast.tomas)
    runs = whole.latest
    assert median_seconds(runs) == 240
    steps = {one.step.key: one for one in step_times(runs, whole.steps)}
    assert (steps["look"].failed, steps["look"].done) == (3, 14)
    assert steps["turn"].seconds == 180
    assert "Fails most" in page(sign_in(cast.nobody), check)


def test_counting_anew_gives_the_same(ran, cast):
    ran(3)
    ran(1, how="failed", by=cast.wanda)
    before = list(FirstPass.objects.order_by("team").values_list("team", "month", "ended", "first_time"))
    count_anew()
    after = list(FirstPass.objects.order_by("team").values_list("team", "month", "ended", "first_time"))
    assert (before, len(after)) == (after, 2)


def test_a_run_of_no_team_is_counted_too(check, cast):
    for _number in range(2):
        made = begin_run(version_to_run(check), by=cast.nobody, team=None)
        take_run(made, [Given("look", "pass"), Given("turn", "pass")], by=cast.nobody, ending="end")
    assert FirstPass.objects.get(team=None).ended == 2


def test_a_procedure_that_nobody_runs_says_how_to_begin(check, cast, sign_in):
    shown = page(sign_in(cast.nobody), check)
    assert "It has not been run yet." in shown
    assert reverse("work:check_run", args=[check.pk]) in shown


# By API


def sent(check, **more):
    results = [{"step": "look", "result": "pass"}, {"step": "turn", "result": "fail", "note": "Stuck"}]
    return {"procedure": check.pk, "results": results, **more}


def post(client, words, **headers):
    return client.post(
        "/api/v1/checks/runs", json.dumps(words), content_type="application/json", headers=headers
    )


def test_a_program_sends_a_run_and_reads_it(check, cast, program):
    made = post(program(cast.tomas), sent(check, key="k1"))
    assert made.status_code == 201
    read = program(cast.wanda).get("/api/v1/checks/runs").json()["items"]
    assert read == [made.json()]
    assert (read[0]["state"], read[0]["first_time"], read[0]["results"][1]["note"]) == (
        "failed",
        False,
        "Stuck",
    )
    assert "Tomas" not in json.dumps(read)


def test_a_run_sent_twice_with_its_key_is_kept_once(check, cast, program):
    api = program(cast.tomas)
    assert post(api, sent(check, key="k")).json() == post(api, sent(check, key="k")).json()
    headers = {"Idempotency-Key": "h"}
    assert post(api, sent(check), **headers).json() == post(api, sent(check), **headers).json()
    assert Run.objects.count() == 2


def test_runs_are_filtered_by_procedure_team_and_month_and_come_in_parts(check, cast, program, ran):
    ran(3)
    ran(2, by=cast.wanda)
    api, month = program(cast.audrey), timezone.localdate().strftime("%Y-%m")

    def count(**asked):
        return len(api.get("/api/v1/checks/runs", asked).json()["items"])

    assert (count(), count(team=cast.line.pk), count(procedure=check.pk), count(procedure=999)) == (
        5,
        3,
        5,
        0,
    )
    assert (count(month=month), count(month="2001-01")) == (5, 0)
    part = api.get("/api/v1/checks/runs", {"limit": 2, "offset": 2}).json()
    assert (len(part["items"]), part["next"]) == (2, 4)


@pytest.mark.parametrize(
    "wrong",
    [
        {"results": [{"step": "turn", "result": "pass"}]},
        {"results": [{"step": "nowhere", "result": "pass"}]},
        {"results": [{"step": "look", "result": "maybe"}]},
        {"results": "all good"},
        {"procedure": 10**30},
        {"place": "nowhere"},
        {"version": 7},
        {"ending": "explode"},
        {"results": [{"step": "look", "value": "NaN"}]},
    ],
)
def test_a_run_that_cannot_be_is_refused_by_api(check, cast, program, wrong):
    assert post(program(cast.tomas), sent(check) | wrong).status_code == 422
    assert not Run.objects.exists()


@pytest.mark.parametrize("wrong", [{"month": "2026-13"}, {"month": "yesterday"}, {"team": "x"}, {"limit": 0}])
def test_a_filter_that_cannot_be_is_refused(cast, program, wrong):
    assert program(cast.tomas).get("/api/v1/checks/runs", wrong).status_code == 422


# What a phone asks for


def test_a_phone_gets_the_checks_of_its_person_first_and_no_names(check, cast, sign_in):
    other = make_procedure(
        cast, TWO_STEPS, title="Another", is_check=True, teams=[cast.ward], process=check.process
    )
    given = sign_in(cast.wanda).get(reverse("work:checks_data")).json()
    assert [one["procedure"] for one in given["checks"]] == [other.pk, check.pk]
    assert "Wanda" not in json.dumps(given)
    assert given["person"] == cast.wanda.pk


def test_the_page_that_a_phone_keeps_knows_nobody(check, cast, sign_in):
    shown = sign_in(cast.tomas).get(reverse("work:checks_shell"), headers={"Cookie": ""}).content.decode()
    for word in ("Tomas", "Lamp check", "csrfmiddlewaretoken"):
        assert word not in shown


def test_the_worker_keeps_exactly_the_files_that_the_kept_page_names(cast, client):
    source = client.get(reverse("work:checks_worker")).content.decode()
    shown = client.get(reverse("work:checks_shell")).content.decode()
    kept = json.loads(source.split("kept: ", 1)[1].split(" };", 1)[0])
    named = {part.split('"')[0] for part in shown.split('="')[1:] if part.startswith("/static/")}
    imported = {f"/static/ui/js/{name}.js" for name in ("toast", "form", "draft")}
    assert set(kept["files"]) == named | imported | {"/static/work/checks/walking.js"}


def test_somebody_in_two_teams_chooses_for_which_they_run(check, cast, sign_in):
    Membership.objects.create(person=cast.tomas, team=cast.ward)
    client = sign_in(cast.tomas)
    client.post(reverse("work:check_run", args=[check.pk]), {"team": cast.ward.pk})
    client.post(reverse("work:check_run", args=[check.pk]), {"team": "x"})
    assert [run.team for run in Run.objects.order_by("pk")] == [cast.ward, cast.line]
