"""The line of time of a trouble."""

from datetime import date, timedelta

import pytest

from genba.improve.recurrence.strip import WIDTH, strip_of

pytestmark = pytest.mark.once
MAY = date(2026, 5, 1)


def days(*after):
    return [MAY + timedelta(days=one) for one in after]


def test_dots_and_actions_lie_on_one_line_of_time():
    strip = strip_of(days(0, 50, 100), days(75), MAY + timedelta(days=150))
    (begin, _floor), (middle, _same), (last, _too) = strip.dots
    assert 0 < begin < middle < strip.actions[0] < last < WIDTH
    assert (strip.begin, strip.end) == (MAY, MAY + timedelta(days=150))


def test_times_of_the_same_days_stand_on_each_other_and_stay_in_the_picture():
    strip = strip_of(days(*[10] * 40, 11), [], MAY + timedelta(days=300))
    heights = sorted({y for _x, y in strip.dots})
    assert len(heights) > 3
    assert heights[0] > 0


@pytest.mark.parametrize("came", [(), (3,)])
def test_what_came_less_than_twice_is_no_line(came):
    assert strip_of(days(*came), days(1), MAY) is None


def test_a_day_that_lies_ahead_of_us_stretches_the_line():
    strip = strip_of(days(0, 9), days(12), MAY)
    assert strip.end == MAY + timedelta(days=12)
