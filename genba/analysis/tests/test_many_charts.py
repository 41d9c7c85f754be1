import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from genba.analysis.control_charts import chart
from genba.analysis.many_charts import many_xmr
from genba.analysis.series import Series

pytestmark = pytest.mark.once


def alone(row):
    return chart(Series(row, np.zeros(len(row), dtype=bool)))


def lies_on_a_limit(row, one):
    """Whether rounding decides if a reading is within a limit, or a zone."""
    away, half = np.abs(row - one.centre[0]), one.upper[0] - one.centre[0]
    lines = [half, half * 2 / 3]
    return half > 0 and any(np.isclose(away, line, rtol=1e-9, atol=0).any() for line in lines)


def agree(values):
    many = many_xmr(values)
    for number, row in enumerate(values):
        one = alone(row)
        if not lies_on_a_limit(row, one):
            assert many.points(number) == list(one.points), row.tolist()
        lines = (many.centre[number], many.lower[number], many.upper[number])
        np.testing.assert_allclose(lines, (one.centre[0], one.lower[0], one.upper[0]), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("size", [2, 6, 7, 12, 60, 63, 64])
def test_many_at_once_say_what_one_alone_says(size):
    chance = np.random.default_rng(size)
    agree(np.cumsum(chance.normal(0, 1, (40, size)), axis=1))
    agree(chance.poisson(4, (40, size)).astype(float))
    agree(50 + chance.standard_t(2, (40, size)))


@given(
    arrays(float, st.tuples(st.integers(1, 3), st.integers(2, 40)), elements=st.integers(-6, 6).map(float))
)
def test_ties_and_level_rows_are_named_alike(values):
    agree(values)


@pytest.mark.parametrize("size", [7, 20, 60])
def test_readings_of_one_decimal_that_equal_their_mean_are_named_alike(size):
    chance = np.random.default_rng(size)
    agree(np.full((1, size), 52.347))
    agree(chance.choice([0.1, 0.2, 0.3], (60, size)))
    agree(np.round(chance.normal(5, 1, (60, size)), 1))


def test_rows_whose_mean_is_lost_in_rounding_are_named_alike():
    chance = np.random.default_rng(8)
    row = np.zeros(40)
    row[30:] = [5, -5, 3, -3, 1, -1, 6, -6, 2, -2]
    agree(np.array([chance.permutation(row) for _row in range(300)]))
    agree(chance.integers(-6, 7, (2000, 17)).astype(float))
    agree(1e-5 * (np.eye(18)[2:3] - np.eye(18)[14:15]))


def test_trends_that_meet_are_named_alike():
    steps = [[1] * 6 + [between] + [on] * 6 for between in (-9, 0, 1) for on in (1, -1)]
    agree(np.cumsum(np.array(steps, float), axis=1))


def test_more_rows_than_a_block_keep_their_order():
    values = np.random.default_rng(3).normal(size=(1100, 9))
    np.testing.assert_allclose(many_xmr(values).centre, values.mean(axis=1))


@pytest.mark.parametrize(
    "values", [np.zeros((2, 65)), np.zeros((2, 1)), np.zeros(9), np.array([[1.0, np.nan, 2.0]])]
)
def test_what_does_not_fit_is_refused(values):
    with pytest.raises(ValueError, match=r"wanted|not numbers"):
        many_xmr(values)
