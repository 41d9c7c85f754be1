from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genba.analysis.months import months_later

pytestmark = pytest.mark.once
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
MONTHS = st.integers(0, 600)
calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_a_day_of_the_month_stays_or_becomes_the_last(day, months, expected):
    assert months_later(day, months) == expected


@calm
@given(day=DAYS, months=MONTHS)
def test_it_is_that_many_months_on_the_calendar(day, months):
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    assert later >= day


@calm
@given(day=DAYS, one=MONTHS, other=MONTHS)
def test_more_months_are_never_earlier(day, one, other):
    less, more = sorted((one, other))
    assert months_later(day, less) <= months_later(day, more)


@calm
@given(one=DAYS, other=DAYS, months=MONTHS)
def test_a_later_beginning_never_falls_due_earlier(one, other, months):
    early, late = sorted((one, other))
    assert months_later(early, months) <= months_later(late, months)


def test_months_are_counted_forward_and_time_ends():
    with pytest.raises(ValueError, match="forward"):
        months_later(date(2026, 1, 1), -1)
    with pytest.raises(OverflowError):
        months_later(date(9999, 6, 1), 12)
