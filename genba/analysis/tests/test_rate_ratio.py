from math import inf

import pytest

from genba.analysis.rate_ratio import rate_ratio


def test_the_interval_is_that_of_a_published_example():
    """R, ?poisson.test: c(11, 6 + 8 + 7) over c(800, 1083 + 1050 + 878) gives 1.971488, 0.859 to 4.277."""
    found = rate_ratio(21, 1083 + 1050 + 878, 11, 800)
    assert found.value == pytest.approx(1.971488, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((0.8584264, 4.2772659), abs=1e-5)


def test_fewer_and_more_are_said_only_where_the_interval_leaves_one():
    assert rate_ratio(20, 100, 2, 100).is_fewer
    assert rate_ratio(2, 100, 20, 100).is_more
    unclear = rate_ratio(5, 100, 4, 100)
    assert not unclear.is_fewer
    assert not unclear.is_more


@pytest.mark.parametrize(("before", "after"), [(3, 0), (5, 2), (12, 6)])
def test_after_the_days_that_it_needs_fewer_are_shown_and_a_day_earlier_not(before, after):
    found = rate_ratio(before, 60, after, 30)
    assert found.needs_days > 0
    assert rate_ratio(before, 60, after, 30 + found.needs_days).is_fewer
    assert not rate_ratio(before, 60, after, 30 + found.needs_days - 1).is_fewer


def test_without_one_before_no_wait_will_show_fewer():
    found = rate_ratio(0, 60, 1, 60)
    assert (found.value, found.high, found.needs_days) == (None, inf, None)
    assert rate_ratio(0, 60, 0, 60).needs_days is None


@pytest.mark.parametrize("wrong", [(-1, 1, 0, 1), (1, 0, 1, 1), (1, 1, 1, -3)])
def test_counts_and_spans_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match="no rate"):
        rate_ratio(*wrong)
