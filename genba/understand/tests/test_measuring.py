import math
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from genba.trail.models import Fact
from genba.understand.marking import end_target, freeze, mark_step_change, set_target, strike_step_change
from genba.understand.measuring import (
    NewReading,
    close_metric,
    correct_reading,
    leave_out,
    take_reading,
    take_readings,
)
from genba.understand.models import Metric, Target
from genba.understand.series import many_series, series_of
from genba.understand.tests.factory import FIRST, make_measured, make_metric, weekly

pytestmark = pytest.mark.django_db


def test_one_reading_is_taken_once_for_each_moment(cast):
    metric = make_metric(cast)
    take_reading(metric, NewReading(FIRST, 12), by=cast.tomas)
    with pytest.raises(ValidationError, match="There is a reading for this time already: 12"):
        take_reading(metric, NewReading(FIRST, 13), by=cast.tomas)
    assert [one.value for one in metric.readings.all()] == [12]
    assert Fact.objects.filter(name="understand.reading_taken").count() == 1


@pytest.mark.parametrize(
    ("shape", "value", "out_of", "field"),
    [
        ("measure", math.nan, None, "value"),
        ("measure", math.inf, None, "value"),
        ("count", -1, None, "value"),
        ("proportion", 3, None, "denominator"),
        ("proportion", 3, 0, "denominator"),
        ("proportion", 4, 3, "value"),
        ("rate", 3, math.nan, "denominator"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(cast, shape, value, out_of, field):
    metric = make_metric(cast, shape=shape)
    with pytest.raises(ValidationError) as refused:
        take_reading(metric, NewReading(FIRST, value, out_of), by=cast.tomas)
    assert list(refused.value.message_dict) == [field]
    assert not metric.readings.exists()


def test_a_correction_keeps_what_stood_there_in_the_trail(cast):
    metric = make_measured(cast, [12, 13])
    assert correct_reading(metric.readings.first(), NewReading(FIRST, 21), by=cast.amira)
    fact = Fact.objects.get(name="understand.reading_corrected")
    assert (fact.data["before"], fact.data["value"]) == (12, 21)
    assert not correct_reading(metric.readings.first(), NewReading(FIRST, 21), by=cast.amira)


def test_readings_from_outside_arrive_once_and_what_is_wrong_is_named(cast):
    metric = make_measured(cast, [12, 13, 14])
    arrived = take_readings(metric, [*weekly([12, 15, 14, -2, 16]), *weekly([1])])
    assert (arrived.new, arrived.changed, arrived.same) == (1, 1, 2)
    assert [(one.place, one.field) for one in arrived.refused] == [(3, "value"), (5, "at")]
    assert [one.value for one in metric.readings.all()] == [12, 15, 14, 16]
    again = take_readings(metric, weekly([12, 15, 14]))
    assert (again.new, again.changed, again.same) == (0, 0, 3)


def test_what_is_left_out_stays_with_its_reason_and_comes_back(cast):
    metric = make_measured(cast, [12, 99, 14])
    odd = metric.readings.get(value=99)
    assert leave_out(odd, by=cast.amira, why="The counter was reset by hand.")
    assert series_of(metric)[1].left_out.tolist() == [False, True, False]
    take_readings(metric, weekly([12, 98, 14]))
    odd.refresh_from_db()
    assert odd.left_out_why
    assert leave_out(odd, by=cast.amira, why="")
    assert not series_of(metric)[1].left_out.any()


def test_a_step_change_begins_a_phase_and_can_be_struck_out(cast):
    metric = make_measured(cast, [1, 2, 3, 4, 5, 6])
    at = FIRST + timedelta(weeks=3)
    change = mark_step_change(metric, at=at, why="The new press runs.", by=cast.amira)
    assert series_of(metric)[1].starts == (0, 3)
    with pytest.raises(ValidationError, match="already"):
        mark_step_change(metric, at=at, why="Again", by=cast.amira)
    with pytest.raises(ValidationError, match="no reading"):
        mark_step_change(metric, at=at + timedelta(hours=1), why="Beside", by=cast.amira)
    assert strike_step_change(change, by=cast.amira)
    assert not strike_step_change(change, by=cast.amira)
    assert series_of(metric)[1].starts == (0,)


def test_frozen_limits_count_the_readings_that_count(cast):
    metric = make_measured(cast, [1, 2, 3, 4, 5, 6])
    leave_out(metric.readings.first(), by=cast.amira, why="Not counted well.")
    assert freeze(metric, until=FIRST + timedelta(weeks=3), by=cast.amira)
    assert series_of(metric)[1].frozen == 3
    assert freeze(metric, until=None, by=cast.amira)
    assert not freeze(metric, until=None, by=cast.amira)
    assert series_of(metric)[1].frozen is None


def test_a_target_has_its_counter_metric_and_the_older_one_ends(cast):
    metric, counter = make_metric(cast), make_metric(cast, "Days lost")
    day = FIRST.date()
    with pytest.raises(ValidationError, match="another metric"):
        set_target(metric, value=3, by_day=day, counter=metric, by=cast.amira)
    first = set_target(metric, value=3, by_day=day, counter=counter, by=cast.amira)
    set_target(metric, value=4, by_day=day, counter=counter, by=cast.amira)
    assert [one.value for one in Target.objects.filter(ended_on=None)] == [4]
    first.refresh_from_db()
    assert first.ended_on
    assert not end_target(first, by=cast.amira)


def test_two_metrics_never_have_one_name_and_closing_is_told(cast):
    metric = make_metric(cast)
    with pytest.raises(ValidationError, match="already"):
        make_metric(cast)
    assert close_metric(metric, by=cast.quentin)
    assert not close_metric(metric, by=cast.quentin)
    assert not Metric.objects.current().exists()


def test_many_series_ask_the_database_twice(cast, django_assert_num_queries):
    metrics = [make_measured(cast, [1, 2, 3], name=f"Metric {number}") for number in range(5)]
    with django_assert_num_queries(2):
        found = many_series(metrics)
    assert {key: len(series) for key, (_at, series) in found.items()} == {one.pk: 3 for one in metrics}
