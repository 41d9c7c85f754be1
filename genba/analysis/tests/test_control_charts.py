"""Where programs answer otherwise than one would think at first; each test names the one that is followed."""

import math

import numpy as np
import pytest

from genba.analysis.chart_rules import RULES, fewest_crossings
from genba.analysis.control_charts import chart
from genba.analysis.series import Series

pytestmark = pytest.mark.once


def drawn(y, kind="xmr", rules="nhs", *, is_screened=True, **more):
    return chart(
        Series(np.array(y, float), np.zeros(len(y), bool), **more), kind, rules, is_screened=is_screened
    )


@pytest.mark.parametrize("level", [0.1, 0.3, 1.1, 52.347])
def test_readings_that_equal_their_mean_lie_on_the_line(level):
    # R rounds a mean once; summed and divided in doubles, 0.1, 0.1 and 0.1 make 0.10000000000000002
    for size in range(1, 70):
        charted = drawn([level] * size)
        assert set(charted.centre) == {level}, size
        assert set(charted.points) == {"common_cause"}, size


def test_a_point_between_two_trends_is_named_by_the_step_that_leads_on():
    # NHSRplotthedots, ptd_special_cause_type: "if a point is part of a trend either side, use right side"
    named = drawn([1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7], is_screened=False).points
    assert [place for place, name in enumerate(named) if name == "7 Point Trend (Decreasing)"] == [6]
    assert named.count("7 Point Trend (Increasing)") == 13


def test_zones_are_of_one_sigma_where_the_lower_limit_is_cut_at_zero():
    # qcc asks limits.c for one sigma: 4 - 2; a third of the way from 4 to a limit at 0 would be 2.67
    charted = drawn([2, 2, 2, 2, 2, 6, 6, 6, 6, 6], "c", "western-electric")
    assert (charted.lower[0], charted.upper[0]) == (0, 10)
    assert set(charted.points) == {"common_cause"}


@pytest.mark.parametrize("rules", RULES)
def test_a_gap_breaks_a_pattern_but_not_a_run_of_anhoej(rules):
    # NHSRplotthedots and qcc compare with NA, which never holds; qicharts2 looks at useful readings only
    whole, torn = (
        [9, 1] * 10 + high for high in ([7, 8, 7, 8, 7, 8, 7, 8, 7], [7, 8, 7, 8, math.nan, 7, 8, 7, 8, 7])
    )
    of_whole, of_torn = (set(drawn(y, rules=rules).points[20:]) - {"missing"} for y in (whole, torn))
    assert len(of_whole | of_torn) > 1 or rules == "anhoej"
    assert ("common_cause" in of_torn and len(of_torn) == 1) == (rules != "anhoej")


def test_a_run_around_a_gap_is_one_run_to_anhoej():
    high, low = [7.0] * 5, [1.0] * 10
    for y in ([*low, *high, *high], [*low, *high, math.nan, *high]):
        assert set(drawn(y, "run", "anhoej").points) - {"missing"} == {"runs_signal"}


def test_times_without_spread_have_zero_as_their_lower_limit_and_no_upper():
    charted = drawn([4.0] * 5, "t")  # qicharts2, qic.t: lcl[is.nan(lcl)] <- 0
    assert (set(charted.lower), np.isnan(charted.upper).all()) == ({0.0}, True)


def test_limits_of_times_between_events_are_the_same_with_any_rules():
    uppers = {drawn([3, 8, 5, 9, 2, 7], "t", rules).upper[0] for rules in RULES}
    assert len(uppers) == 1


def test_frozen_limits_may_count_in_every_phase():
    y = [1, 3, 9, 9, 5, 7, 9, 9]
    first, each = (
        drawn(y, starts=(0, 4), frozen=2, is_frozen_in_each=in_each).centre.tolist()
        for in_each in (False, True)
    )
    assert first == [2.0] * 4 + [7.5] * 4
    assert each == [2.0] * 4 + [6.0] * 4  # NHSRplotthedots: fix_after_n_points counts in each rebase group


def test_numbers_too_large_to_add_up_still_have_a_mean_and_no_warning(recwarn):
    charted = drawn([1.5e308, 1.6e308, 1.7e308, 1.6e308])
    assert charted.centre[0] == pytest.approx(1.6e308)
    assert not np.isinf([charted.lower, charted.upper]).any()
    assert not recwarn.list


def test_the_bound_of_crossings_of_a_long_series_is_exact_and_soon_there():
    assert fewest_crossings(100_001) == 49_740  # R: qbinom(0.05, 100000, 0.5)
