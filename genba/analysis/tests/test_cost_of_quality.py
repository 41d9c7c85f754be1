"""The sums of the cost of poor quality, on paper."""

import pytest

from genba.analysis.cost_of_quality import Line, tree_of

pytestmark = pytest.mark.once
KINDS = ("prevention", "internal")


def test_a_line_costs_what_it_says_and_what_stands_below_it():
    lines = [
        Line(1, None, "internal", 100),
        Line(2, 1, "internal", 40),
        Line(3, 2, "internal", 5),
        Line(4, None, "prevention", 55),
    ]
    prevention, internal = tree_of(lines, KINDS)
    assert (internal.money, internal.branches[0].below[0].money) == (145, 45)
    assert (prevention.share, internal.share) == (pytest.approx(0.275), pytest.approx(0.725))


def test_what_nobody_knows_counts_as_nothing_and_is_counted():
    lines = [Line(1, None, "internal", None), Line(2, 1, "internal", 7), Line(3, 1, "internal", None)]
    _prevention, internal = tree_of(lines, KINDS)
    assert (internal.money, internal.unknown) == (7, 1)


def test_the_dearest_stands_first_and_without_money_nothing_has_a_share():
    lines = [Line(1, None, "internal", 1), Line(2, None, "internal", 3)]
    assert [one.key for one in tree_of(lines, KINDS)[1].branches] == [2, 1]
    assert [kind.share for kind in tree_of([], KINDS)] == [None, None]


@pytest.mark.parametrize(
    "lines",
    [
        [Line(1, 2, "internal", 3), Line(2, 1, "internal", 4)],
        [Line(1, 1, "internal", 3), Line(2, 9, "internal", 4)],
        [Line(1, None, "internal", 3), Line(2, 3, "internal", 4), Line(3, None, "prevention", 0)],
    ],
)
def test_no_money_is_lost_or_counted_twice_where_the_tree_is_broken(lines):
    assert sum(kind.money for kind in tree_of(lines, KINDS)) == 7
