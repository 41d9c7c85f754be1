"""The exact tests behind the signs agree with scipy's, with published numbers, and with their own limits."""

import pytest
from scipy import stats

from genba.analysis.signs.exact import (
    at_least,
    at_most,
    beta_binomial_at_most,
    fewer,
    more,
    share_rose,
    spread_of_counts,
    spread_of_shares,
    thinned,
)

pytestmark = pytest.mark.once


def test_fishers_tea_taster():
    assert share_rose(3, 4, 1, 4) == pytest.approx(17 / 70)  # Fisher (1935): 16 + 1 of 70


@pytest.mark.parametrize(("hits", "of", "then", "of_then"), [(7, 30, 5, 60), (0, 10, 4, 50), (10, 10, 0, 10)])
def test_a_share_that_rose_is_fishers_exact_test(hits, of, then, of_then):
    theirs = stats.fisher_exact([[hits, of - hits], [then, of_then - then]], alternative="greater").pvalue
    assert share_rose(hits, of, then, of_then) == pytest.approx(theirs)


@pytest.mark.parametrize(("hits", "of", "share"), [(3, 20, 0.4), (0, 5, 0.1), (20, 20, 0.5), (7, 9, 0.9)])
def test_binomial_tails_are_scipys(hits, of, share):
    assert at_most(hits, of, share) == pytest.approx(stats.binom.cdf(hits, of, share))
    assert at_least(hits, of, share) == pytest.approx(stats.binom.sf(hits - 1, of, share))


def test_two_poisson_rates_are_compared_given_what_both_counted():
    assert fewer(2, 30, now_for=3, then_for=12) == pytest.approx(stats.binom.cdf(2, 32, 0.2))
    assert more(15, 30, now_for=3, then_for=12) == pytest.approx(stats.binom.sf(14, 45, 0.2))


def test_more_spread_makes_every_probability_less_extreme():
    plain, wide = (fewer(2, 30, now_for=3, then_for=12, spread=s) for s in (1, 2))
    assert plain < wide < 0.5


def test_the_beta_binomial_is_scipys():
    assert beta_binomial_at_most(3, 12, 8.5, 2.5) == pytest.approx(stats.betabinom.cdf(3, 12, 8.5, 2.5))


def test_spread_is_one_for_what_chance_explains_and_larger_for_clusters():
    assert spread_of_counts([5, 4, 6, 5, 5], [1] * 5) == 1
    assert spread_of_counts([0, 20, 0, 0, 20], [1] * 5) > 10
    assert spread_of_shares([10, 0, 10, 0], [10] * 4) > 5
    assert spread_of_shares([5, 5, 5, 5], [10] * 4) == 1


def test_spread_of_nothing_is_one():
    assert spread_of_counts([0, 0, 0], [1, 1, 1]) == 1
    assert spread_of_counts([9, 1], [1, 1]) == 1
    assert spread_of_shares([0, 0, 0], [4, 4, 4]) == 1


def test_thinned_counts_are_whole():
    assert thinned([10, 3, 0], 2.0) == [5, 2, 0]
