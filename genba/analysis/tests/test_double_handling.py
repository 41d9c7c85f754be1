"""Double handling: worked by hand, and true for whatever numbers come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genba.analysis.double_handling import Load, handling, handling_by, hours_a_month

MINUTES = st.one_of(st.none(), st.integers(0, 10_000))
LOADS = st.builds(Load, MINUTES, st.one_of(st.none(), st.integers(0, 500)), st.booleans())
MANY = st.lists(LOADS, max_size=30)


def test_an_hour_a_week_of_everybody_together_is_four_and_a_third_hours_a_month():
    assert hours_a_month(Load(60)) == pytest.approx(52 / 12)


def test_half_an_hour_a_week_each_of_six_people_is_thirteen_hours_a_month():
    assert hours_a_month(Load(30, people=6, is_each=True)) == pytest.approx(13)
    assert handling([Load(30, 6, is_each=True)], hour_costs=40).money == pytest.approx(520)


def test_what_nobody_has_said_counts_as_nothing_and_is_told():
    found = handling([Load(60), Load(None), Load(None), Load(30, None, is_each=True)], hour_costs=10)
    assert (found.tools, found.without_minutes, found.without_people) == (4, 2, 1)
    assert found.is_floor
    assert found.hours == pytest.approx(90 / 60 * 52 / 12)


def test_nothing_known_is_no_sum_and_no_tools_is_nought():
    assert handling([Load(None)]).is_unknown
    nothing = handling([])
    assert (nothing.hours, nothing.money, nothing.is_floor, nothing.is_unknown) == (0, None, False, False)


def test_less_than_nothing_is_refused():
    for wrong in (Load(-1), Load(5, people=-2, is_each=True)):
        with pytest.raises(ValueError, match="less than nothing"):
            handling([wrong])


def test_groups_come_the_dearest_first():
    found = handling_by({"a": [Load(5)], "b": [Load(50), Load(None)], "c": [Load(5)]})
    assert [key for key, _sum in found] == ["b", "a", "c"]
    assert found[0][1].without_minutes == 1


@given(MANY, MANY)
def test_two_lists_together_cost_what_they_cost_apart(one, other):
    whole, parts = (
        handling([*one, *other], hour_costs=3),
        [handling(some, hour_costs=3) for some in (one, other)],
    )
    assert whole.hours == pytest.approx(sum(part.hours for part in parts))
    assert whole.money == pytest.approx(sum(part.money for part in parts))
    assert whole.without_minutes == sum(part.without_minutes for part in parts)


@given(MANY, st.integers(0, 10_000))
def test_saying_more_never_makes_the_sum_smaller(loads, minutes):
    """So the sum is a floor as long as something is missing."""
    said = [
        Load(minutes if load.minutes is None else load.minutes, load.people, load.is_each) for load in loads
    ]
    counted = [Load(load.minutes, max(load.people or 0, 1), load.is_each) for load in said]
    assert handling(loads).hours <= handling(said).hours <= handling(counted).hours + 1e-9
    assert not handling(counted).is_floor


@given(LOADS, st.integers(1, 50))
def test_minutes_of_all_together_do_not_depend_on_how_many_they_are(load, people):
    together = Load(load.minutes, people, is_each=False)
    assert hours_a_month(together) == hours_a_month(Load(load.minutes))


@given(MANY, st.integers(0, 1000))
def test_the_order_does_not_matter_and_money_follows_the_hours(loads, cost):
    there, back = handling(loads, hour_costs=cost), handling(loads[::-1], hour_costs=cost)
    assert there.hours == pytest.approx(back.hours)
    assert there.money == pytest.approx(there.hours * cost)
