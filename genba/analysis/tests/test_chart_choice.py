import math

import numpy as np
import pytest

from genba.analysis.chart_choice import choose
from genba.analysis.series import Series

pytestmark = pytest.mark.once
CHANCE = np.random.default_rng(7)


def series(value, out_of=None):
    value = np.asarray(value, dtype=float)
    return Series(
        value, np.zeros(len(value), dtype=bool), None if out_of is None else np.asarray(out_of, dtype=float)
    )


@pytest.mark.parametrize(
    ("shape", "value", "out_of", "kind", "reason"),
    [
        ("measure", [1.2, 3.4, 2.2], None, "xmr", "measured"),
        ("count", CHANCE.poisson(12, 40), None, "c", "counts"),
        ("count", CHANCE.negative_binomial(2, 0.1, 60), None, "xmr", "counts_overdispersed"),
        ("count", CHANCE.poisson(0.4, 40), None, "c", "rare_counts"),
        ("count", [2.5, 3.5], None, "xmr", "measured"),
        ("proportion", CHANCE.binomial(100, 0.2, 40), [100] * 40, "p", "shares"),
        (
            "proportion",
            CHANCE.binomial(5000, CHANCE.uniform(0.1, 0.3, 40)),
            [5000] * 40,
            "pp",
            "shares_overdispersed",
        ),
        ("rate", CHANCE.poisson(8, 40), [50] * 40, "u", "rates"),
        ("rate", CHANCE.poisson(CHANCE.uniform(100, 900, 40)), [50] * 40, "up", "rates_overdispersed"),
        ("rate", [10.5, 11.25], [3, 4], "ip", "weighed"),
        ("between", [3, 14, 0, 22], None, "g", "between_counts"),
        ("between", [3.5, 14.1], None, "t", "between_times"),
    ],
)
def test_the_data_choose_their_chart(shape, value, out_of, kind, reason):
    found = choose(series(value, out_of), shape)
    assert (found.kind, found.reason) == (kind, reason)


def test_chance_alone_is_called_overdispersed_about_once_in_a_hundred():
    chance = np.random.default_rng(11)
    called = [choose(series(chance.poisson(9, 30)), "count").reason for _try in range(2000)]
    assert 4 <= called.count("counts_overdispersed") <= 42


def test_few_readings_are_not_judged_and_none_are_no_trouble():
    assert math.isnan(choose(series([1, 90, 2]), "count").spread)
    for shape in ("measure", "count", "between"):
        assert choose(series([]), shape).kind
    assert choose(series([], []), "rate").kind == "u"


def test_a_share_without_denominators_has_no_chart():
    with pytest.raises(ValueError, match="without denominators"):
        choose(series([1, 2]), "proportion")


def test_a_marked_step_is_no_spread():
    chance = np.random.default_rng(5)
    value = np.concatenate([chance.binomial(180, 0.6, 20), chance.binomial(180, 0.9, 20)])
    of_one = choose(series(value, [180] * 40), "proportion")
    marked = Series(value.astype(float), np.zeros(40, dtype=bool), np.full(40, 180.0), starts=(0, 20))
    assert (of_one.reason, choose(marked, "proportion").reason) == ("shares_overdispersed", "shares")
    counts = Series(value.astype(float), np.zeros(40, dtype=bool), starts=(0, 20))
    assert choose(counts, "count").spread < choose(series(value), "count").spread / 3


def test_a_phase_in_which_nothing_was_counted_tells_nothing_about_spread():
    value = np.concatenate([np.zeros(20), np.random.default_rng(6).poisson(9, 30)])
    found = choose(Series(value.astype(float), np.zeros(50, dtype=bool), starts=(0, 20)), "count")
    assert (found.reason, 0.4 < found.spread < 2) == ("counts", True)
