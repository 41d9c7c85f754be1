"""Checks come round by the clock: due, late, done, missed; and they stand where people look."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.people.models import Place
from genba.trail.models import Fact
from genba.work.checks.given import Given
from genba.work.checks.rhythm import moments, next_moment
from genba.work.checks.rounds import set_round, stop_round
from genba.work.checks.running import begin_run, end_run, say_result, version_to_run
from genba.work.checks.turns import come_round, look_for_due_checks
from genba.work.models import CheckRound, DueCheck
from genba.work.tests.factory import make_procedure

BERLIN = ZoneInfo("Europe/Berlin")
ONE_STEP = [{"key": "look", "what": "Look at the lamp"}]


@pytest.fixture
def check(cast):
    return make_procedure(cast, ONE_STEP, title="Lamp check")


@pytest.fixture
def hourly(cast, check):
    """Every two hours at the station, for the line, begun three hours ago; late after half an hour."""
    begins = timezone.now() - timedelta(hours=3)
    return CheckRound.objects.create(
        procedure=check,
        team=cast.line,
        place=cast.station,
        rhythm="hours",
        every=2,
        grace_minutes=30,
        begins_at=begins,
    )


def run(cast, check, *, begun_at=None, place=None, by=None):
    by = by or cast.tomas
    made = begin_run(
        version_to_run(check), by=by, team=by.teams[0], place=place or cast.station, begun_at=begun_at
    )
    say_result(made, Given("look", "pass"), by=by)
    return end_run(made, by=by)


def states():
    return list(DueCheck.objects.order_by("due_at").values_list("state", flat=True))


def seen(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


# The rhythm


def planned(**more):
    begins = datetime(2026, 3, 27, 6, 0, tzinfo=BERLIN)
    return CheckRound(**{"rhythm": "days", "every": 1, "begins_at": begins, **more})


def days_of(round_, *, days=5):
    found = moments(round_, after=round_.begins_at, until=round_.begins_at + timedelta(days=days))
    return [f"{timezone.localtime(at):%a %H:%M}" for at in found]


@pytest.fixture
def in_berlin(settings):
    with timezone.override(BERLIN):
        yield


@pytest.mark.usefixtures("in_berlin")
def test_seven_in_the_morning_stays_seven_when_the_clocks_change():
    round_ = planned(times=["07:00"])
    assert days_of(round_, days=3) == ["Fri 07:00", "Sat 07:00", "Sun 07:00"]
    assert days_of(planned(times=["02:30"], every=2), days=3) == ["Sun 03:30"]


@pytest.mark.usefixtures("in_berlin")
def test_days_of_the_week_and_times_of_shifts():
    assert days_of(planned(rhythm="weekdays", days=[0, 4], times=["08:00"])) == ["Fri 08:00", "Mon 08:00"]
    shifts = planned(rhythm="shifts", times=["22:00", "06:00", "14:00"], days=[5])
    assert days_of(shifts) == ["Sat 06:00", "Sat 14:00", "Sat 22:00"]


@pytest.mark.usefixtures("in_berlin")
def test_hours_go_on_through_the_night_of_the_change():
    round_ = planned(rhythm="hours", every=12)
    assert days_of(round_, days=3)[:4] == ["Fri 18:00", "Sat 06:00", "Sat 18:00", "Sun 07:00"]
    assert next_moment(planned(rhythm="weekdays", days=[1], times=["09:00"]), after=round_.begins_at)


# What becomes of a turn


def test_what_nobody_ran_until_the_next_turn_is_missed_and_not_made_up(cast, hourly):
    look_for_due_checks.func()
    assert states() == ["missed", "waiting"]
    look_for_due_checks.func()
    assert states() == ["missed", "waiting"]
    come_round(CheckRound.objects.get(), timezone.now() + timedelta(hours=2))
    assert states() == ["missed", "missed", "waiting"]


def test_a_run_in_its_time_takes_the_turn(cast, hourly, check, sign_in):
    look_for_due_checks.func()
    made = run(cast, check)
    assert DueCheck.objects.get(run=made).state == "done"
    assert states() == ["missed", "done"]
    assert "Nothing is due" in seen(sign_in(cast.tomas), "work:checks")


def test_a_run_that_arrives_late_was_still_in_time(cast, hourly, check):
    look_for_due_checks.func()
    made = run(cast, check, begun_at=timezone.now() - timedelta(hours=2, minutes=50))
    assert (DueCheck.objects.order_by("due_at").first().run, states()) == (made, ["done", "waiting"])


def test_a_run_elsewhere_or_of_another_team_takes_no_turn(cast, hourly, check):
    look_for_due_checks.func()
    other = Place.objects.create(site=cast.site, team=cast.line, name="Station 8")
    run(cast, check, place=other)
    run(cast, check, by=cast.wanda)
    assert states() == ["missed", "waiting"]


def test_late_is_said_once(cast, hourly):
    look_for_due_checks.func()
    look_for_due_checks.func()
    assert Fact.objects.filter(name="work.check_late").count() == 1


def test_a_stopped_round_is_due_no_more(cast, hourly, sign_in):
    look_for_due_checks.func()
    stop_round(hourly, by=cast.amira)
    look_for_due_checks.func()
    assert "Nothing is due" in seen(sign_in(cast.tomas), "work:checks")


# Where people look


def test_what_is_due_stands_on_the_list_of_the_team_late_in_words_and_on_the_home_page(cast, hourly, sign_in):
    look_for_due_checks.func()
    for name in ("work:checks", "front:home"):
        page = seen(sign_in(cast.tomas), name)
        assert "Lamp check" in page
        assert "late" in page
    assert "Nothing is due for your teams." in seen(sign_in(cast.wanda), "work:checks")


def test_the_code_at_the_place_opens_what_is_checked_there(cast, hourly, sign_in, check):
    page = seen(sign_in(cast.nobody), "work:checks_at", cast.station.code)
    assert f"{reverse('work:check_run', args=[check.pk])}?at={cast.station.code}" in page
    assert sign_in(cast.nobody).get("/checks/at/nowhere/").status_code == 404


def test_the_poster_of_a_place_is_one_page(cast, hourly, sign_in):
    answer = sign_in(cast.tomas).get(reverse("work:checks_poster", args=[cast.station.code]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.count(b"/Type /Page\n") + answer.content.count(b"/Type/Page/") <= 1


def test_a_lead_sets_a_round_and_stops_it(cast, check, sign_in):
    lead, address = sign_in(cast.amira), reverse("work:check_rounds", args=[check.pk])
    asked = {"team": cast.line.pk, "rhythm": "shifts", "every": 1, "times": "06:00 14:00", "days": ["0", "1"]}
    assert lead.post(address, {**asked, "grace_minutes": 45}).status_code == 302
    made = CheckRound.objects.get()
    assert (made.times, made.days, made.grace_minutes) == (["06:00", "14:00"], [0, 1], 45)
    check.refresh_from_db()
    assert check.is_check
    lead.post(reverse("work:check_round_stop", args=[made.pk]))
    assert not CheckRound.objects.going().exists()


@pytest.mark.parametrize(
    "wrong", [{"times": "25:00"}, {"times": "6"}, {"rhythm": "often"}, {"every": 0}, {"grace_minutes": -1}]
)
def test_a_round_that_cannot_be_is_refused_with_what_was_typed(cast, check, sign_in, wrong):
    asked = {"team": cast.line.pk, "rhythm": "days", "every": 1, "times": "", "grace_minutes": 60, **wrong}
    answer = sign_in(cast.amira).post(reverse("work:check_rounds", args=[check.pk]), asked)
    assert (answer.status_code, CheckRound.objects.count()) == (422, 0)


def test_the_empty_form_of_a_round_shows_words_and_no_marks_of_machines(cast, check, sign_in):
    page = seen(sign_in(cast.amira), "work:check_rounds", check.pk)
    assert "[]" not in page.split("<main")[1]
    assert "------" not in page
    assert "Please choose" in page


def test_every_check_on_the_list_has_a_button_that_runs_it(check, cast, sign_in):
    sign_in(cast.amira).post(reverse("work:check_mark", args=[check.pk]))
    page = seen(sign_in(cast.tomas), "work:checks")
    address = reverse("work:check_run", args=[check.pk])
    assert f'<a class="btn small" href="{address}">Run<span class="sr"> Lamp check</span></a>' in page


def test_a_run_that_is_not_ended_has_a_button_to_go_on(check, cast, sign_in):
    begun = begin_run(version_to_run(check), by=cast.tomas, team=cast.line)
    page = seen(sign_in(cast.tomas), "work:checks")
    assert f'href="{reverse("work:check_step", args=[begun.pk])}">Go on<span class="sr"> Lamp check' in page


def test_those_who_lead_find_the_code_from_the_checks_and_others_are_not_bothered(cast, check, sign_in):
    address = f'class="btn" href="{reverse("work:repositories")}"'
    assert address in seen(sign_in(cast.amira), "work:checks")
    assert address not in seen(sign_in(cast.tomas), "work:checks")


def test_who_leads_nothing_sets_no_round_and_stops_none(cast, hourly, check, sign_in):
    member = sign_in(cast.tomas)
    asked = {"team": cast.line.pk, "rhythm": "days", "every": 1, "grace_minutes": 60}
    assert member.post(reverse("work:check_rounds", args=[check.pk]), asked).status_code == 403
    assert member.post(reverse("work:check_round_stop", args=[hourly.pk])).status_code == 404
    assert sign_in(cast.wanda).post(reverse("work:check_round_stop", args=[hourly.pk])).status_code == 404


def test_a_procedure_becomes_a_check_by_those_who_may_change_it(cast, check, sign_in):
    address = reverse("work:check_mark", args=[check.pk])
    assert sign_in(cast.tomas).post(address).status_code == 404
    sign_in(cast.amira).post(address)
    check.refresh_from_db()
    assert check.is_check
    assert "Lamp check" in seen(sign_in(cast.nobody), "work:checks")


def test_a_round_begins_at_once_where_its_time_is_now(cast, check):
    set_round(
        CheckRound(procedure=check, team=cast.line, rhythm="hours", every=1, begins_at=timezone.now()),
        by=cast.amira,
    )
    assert states() == ["waiting"]


def test_a_lead_sets_no_round_for_the_team_of_another_lead(cast, sign_in, check):
    door = reverse("work:check_rounds", args=[check.pk])
    form = {"rhythm": "days", "every": "1", "grace_minutes": "60"}
    wanda = sign_in(cast.wanda)
    assert cast.line.name not in wanda.get(door).content.decode().partition("<form")[2]
    assert wanda.post(door, {**form, "team": cast.line.pk}).status_code == 422
    assert not CheckRound.objects.exists()
    assert wanda.post(door, {**form, "team": cast.ward.pk}).status_code == 302
    assert CheckRound.objects.get().team == cast.ward
