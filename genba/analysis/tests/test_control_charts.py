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


@pytest.mark.parametrize(
    ("rules", "name", "row"),
    [("nhs", "7 Points Above CL", 7), ("western-electric", "WE4", 8), ("nelson", "N2", 9)],
)
def test_a_gap_breaks_a_row_on_one_side(rules, name, row):
    # NHSRplotthedots and qcc compare with NA, which never holds
    low, high = [1, 9] * 10, [7.5] * row
    assert name in drawn([*low, *high], rules=rules).points
    assert name not in drawn([*low, *high[:4], math.nan, *high[4:]], rules=rules).points


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
    assert fewest_crossings(20_001) == 9_884  # R: qbinom(0.05, 20000, 0.5)
