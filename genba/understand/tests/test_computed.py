"""What Genba counts by itself: right, month by month, once, and never so that it points at somebody."""

from datetime import UTC, date, datetime, timedelta

import pytest

from genba.listen.models import Report
from genba.trail.models import Fact
from genba.understand.computed import filling
from genba.understand.computed.registry import Scope, moment_of, month_before
from genba.understand.measuring import close_metric
from genba.understand.tests.counted import TODAY, enough_people, figures, filled
from genba.understand.tests.factory import make_metric
from genba.work.models import FirstPass, HourCost, ShadowTool
from genba.work.tests.factory import make_procedure

pytestmark = pytest.mark.django_db
APRIL, MARCH = date(2026, 4, 1), date(2026, 3, 1)


@pytest.fixture
def crew(cast):
    return enough_people(cast)


def say(cast, day, kind, **more):
    return Report.objects.create(kind=kind, text="x", team=cast.line, received_on=day, **more)


def test_near_misses_are_counted_by_month_beside_the_people_of_the_team(crew):
    for day in (date(2026, 2, 9), date(2026, 3, 2), date(2026, 3, 30), date(2026, 5, 4)):
        say(crew, day, "near_miss")
    say(crew, date(2026, 3, 9), "problem")
    metric = filled(crew, "near_misses_per_head", shape="rate")
    assert figures(metric) == {MARCH: (2, 6), APRIL: (0, 6)}


def test_a_month_is_counted_only_when_it_has_been_over_for_a_week(crew):
    say(crew, date(2026, 2, 9), "idea")
    say(crew, date(2026, 4, 6), "idea")
    metric = filled(crew, "ideas_submitted", today=date(2026, 5, 7))
    assert figures(metric) == {MARCH: (0, None)}
    filling.fill(metric, today=date(2026, 5, 8))
    assert figures(metric) == {MARCH: (0, None), APRIL: (1, None)}


def test_a_team_of_fewer_than_five_people_gets_no_figure_of_what_people_say(cast):
    say(cast, date(2026, 2, 9), "near_miss")
    assert not figures(filled(cast, "near_misses_per_head", shape="rate"))


def test_the_job_may_run_as_often_as_it_likes_and_a_closed_metric_rests(crew):
    say(crew, date(2025, 1, 6), "idea")
    metric = make_metric(crew, computes="ideas_submitted")
    rests = make_metric(crew, "Rests", computes="ideas_submitted")
    close_metric(rests, by=crew.quentin)
    filling.fill_computed_metrics.call()
    once = figures(metric)
    filling.fill_computed_metrics.call()
    assert once == figures(metric) != {}
    assert Fact.objects.filter(name="understand.readings_arrived").count() == 1
    assert not rests.readings.exists()


def test_what_comes_late_is_counted_and_what_is_long_settled_stays(crew):
    say(crew, date(2025, 1, 6), "idea")
    metric = filled(crew, "ideas_submitted")
    assert len(figures(metric)) == 15
    say(crew, date(2025, 6, 2), "idea")
    say(crew, date(2026, 3, 2), "idea")
    filling.fill(metric, today=TODAY)
    assert figures(metric)[MARCH] == (1, None)
    assert figures(metric)[date(2025, 6, 1)] == (0, None)


def test_a_worker_that_was_away_for_long_fills_every_month(crew):
    say(crew, date(2025, 1, 6), "idea")
    metric = filled(crew, "ideas_submitted", today=date(2025, 7, 20))
    filling.fill(metric, today=TODAY)
    assert len(figures(metric)) == 15


def test_the_first_answer_is_timed_by_the_median_from_the_monday_where_there_is_no_name(crew):
    for hour, days in ((0, 1), (0, 3), (0, 9)):
        day = date(2026, 3, 2)
        say(crew, day, "problem", answered_at=datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=days))
    say(crew, date(2026, 3, 2), "problem")
    assert figures(filled(crew, "time_to_first_answer", shape="measure")) == {MARCH: (3, None)}


def test_first_pass_yield_is_read_from_the_checks_of_its_process(cast):
    procedure = make_procedure(cast)
    FirstPass.objects.create(
        procedure=procedure, team=cast.line, month=MARCH, ended=40, passed=38, first_time=30
    )
    FirstPass.objects.create(procedure=procedure, team=cast.ward, month=MARCH, ended=10, first_time=5)
    FirstPass.objects.create(procedure=procedure, team=None, month=APRIL, ended=0)
    of_process = {"shape": "proportion", "process": procedure.process, "team": None}
    assert figures(filled(cast, "first_pass_yield", **of_process)) == {MARCH: (35, 50)}
    assert figures(filled(cast, "first_pass_yield", name="Ours", shape="proportion")) == {MARCH: (30, 40)}


def test_double_handling_is_told_as_of_now_once_for_each_month(cast):
    ShadowTool.objects.create(sentence="The sheet", minutes=60).teams.set([cast.line])
    metric = filled(cast, "double_handling", shape="measure")
    assert not figures(metric)
    HourCost.objects.create(amount=60, currency="EUR", said_by=cast.elena, said_on=TODAY)
    filling.fill(metric, today=TODAY)
    assert figures(metric) == {APRIL: (260, None)}
    ShadowTool.objects.update(minutes=600)
    filling.fill(metric, today=TODAY)
    assert figures(metric) == {APRIL: (260, None)}


def test_a_scope_runs_over_the_end_of_the_year():
    scope = Scope((date(2025, 12, 1),))
    assert (scope.begin, scope.end) == (moment_of(date(2025, 12, 1)), moment_of(date(2026, 1, 1)))
    assert month_before(date(2026, 1, 1)) == date(2025, 12, 1)
    assert month_before(date(2026, 12, 1)) == date(2026, 11, 1)
