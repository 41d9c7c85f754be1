"""Flow, checked against worked examples."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genba.analysis import flow

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LENGTHS = st.lists(st.floats(min_value=0, max_value=10_000), min_size=1, max_size=200)


def days(n: float) -> timedelta:
    return timedelta(days=n)


def test_time_in_a_column_adds_up_all_stays_and_an_open_one_lasts_until_now():
    stays = [(NOON, NOON + days(2)), (NOON + days(5), None)]
    assert flow.time_in_column(stays, now=NOON + days(6.5)) == pytest.approx(3.5)


def test_a_clock_that_ran_backwards_counts_as_no_time():
    assert flow.days_between(NOON, NOON - days(3)) == 0


def test_cycle_times_are_of_cards_that_are_done():
    assert flow.cycle_times([(NOON, NOON + days(4)), (NOON, None)]) == [4]


def test_the_percentile_is_the_worked_example_of_the_nearest_rank():
    """Ages 15, 20, 35, 40, 50: 5 % → 15, 30 % → 20, 40 % → 20, 50 % → 35, 100 % → 50."""
    ages = [35, 20, 15, 50, 40]
    assert [flow.percentile(ages, p) for p in (5, 30, 40, 50, 100)] == [15, 20, 20, 35, 50]


def test_nothing_has_no_percentile():
    assert flow.percentile([], 50) is None


@pytest.mark.parametrize("percent", [0, -1, 101])
def test_a_percentage_outside_of_1_to_100_is_refused(percent):
    with pytest.raises(ValueError, match="percentage"):
        flow.percentile([1.0], percent)


@given(LENGTHS, st.integers(1, 100))
def test_a_percentile_really_happened_and_covers_what_it_says(lengths, percent):
    mark = flow.percentile(lengths, percent)
    assert mark in lengths
    assert sum(length <= mark for length in lengths) * 100 >= percent * len(lengths)
    assert sum(length < mark for length in lengths) * 100 < percent * len(lengths)


@given(LENGTHS)
def test_the_marks_stand_in_order(lengths):
    found = flow.spread(lengths)
    assert found.n == len(lengths)
    assert min(lengths) <= found.median <= found.old <= found.very_old <= max(lengths)


def test_a_spread_of_nothing_says_so():
    assert flow.spread([]) == flow.Spread(0)
    assert not flow.Spread(9).is_enough


def test_the_interval_of_a_median_is_the_one_of_the_tables():
    """n = 10 at 95 %: 2nd to 9th value (97.9 %); n = 25: 8th to 18th (Conover 1999, table A3)."""
    assert flow.median_interval(list(range(1, 11))) == (2, 9)
    assert flow.median_interval(list(range(1, 26))) == (8, 18)


@pytest.mark.parametrize(("n", "said"), [(0, False), (5, False), (6, True)])
def test_five_values_are_too_few_for_an_interval(n, said):
    assert (flow.median_interval([1.0] * n) is not None) is said


def test_the_interval_holds_the_true_median_as_often_as_it_says():
    draw = random.Random(7)
    median = 0.6931  # of the exponential distribution with mean 1
    hits = 0
    for _turn in range(1000):
        low, high = flow.median_interval([draw.expovariate(1) for _ in range(15)])
        hits += low <= median <= high
    assert hits >= 940


def test_older_than_85_percent_of_what_passed_here():
    history = [float(n) for n in range(1, 21)]
    assert flow.share_younger(18, history) == 0.85
    assert flow.share_younger(0.5, history) == 0
    assert flow.share_younger(99, history) == 1


def test_too_little_history_compares_nothing():
    assert flow.share_younger(99, [1.0] * 9) is None
    assert flow.age_mark(99, flow.spread([1.0] * 9)) is None


@pytest.mark.parametrize(("age", "mark"), [(5, None), (17, None), (17.1, 85), (19, 85), (19.1, 95)])
def test_a_mark_needs_an_age_beyond_that_of_the_others(age, mark):
    assert flow.age_mark(age, flow.spread([float(n) for n in range(1, 21)])) == mark


@given(LENGTHS)
def test_few_cards_of_the_history_itself_would_have_been_marked(lengths):
    found = flow.spread(lengths)
    marked = sum(flow.age_mark(length, found) is not None for length in lengths)
    assert marked <= 0.15 * len(lengths)


def test_throughput_counts_by_week_and_keeps_the_empty_weeks():
    today = date(2026, 3, 5)  # a Thursday
    done = [date(2026, 3, 2), date(2026, 3, 5), date(2026, 2, 22), date(2025, 1, 1)]
    weeks = flow.throughput(done, today=today, weeks=3)
    assert weeks == [
        flow.Week(date(2026, 2, 16), 1),
        flow.Week(date(2026, 2, 23), 0),
        flow.Week(date(2026, 3, 2), 2),
    ]
