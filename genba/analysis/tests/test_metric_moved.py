"""A metric moved: what is found, what is not, and what a portfolio changes."""

import numpy as np
import pytest

from genba.analysis.signs import counter_moved, metric_moved
from genba.analysis.signs.metric_moved import (
    FEWEST,
    LONGEST,
    Move,
    discoveries,
    look,
    moves,
    share_of_a_look,
    told,
)
from genba.analysis.signs.sign import State

pytestmark = pytest.mark.once


def seeded():
    return np.random.default_rng(11)


def stable(size=60, seed=1):
    return np.random.default_rng(seed).normal(100, 5, size)


def shifted(by, size=60, seed=1):
    values = stable(size, seed)
    values[-4:] += by
    return values


def state(values, per_month=1.0):
    return look([values], [per_month], generator=seeded())[0].state


def test_a_step_of_four_sigma_is_found_up_and_down():
    assert state(shifted(20)) is State.ALARM
    assert state(shifted(-20)) is State.ALARM


def test_a_stable_metric_is_calm():
    assert state(stable()) is State.CALM


def test_the_verdict_says_how_many_points_and_from_where_to_where():
    numbers = look([shifted(40)], [1.0], generator=seeded())[0].numbers
    assert numbers["points"] == 4
    assert numbers["recent"] - numbers["before"] == pytest.approx(40, abs=8)


def test_one_wild_reading_alone_is_no_alarm():
    values = stable()
    values[-1] += 500
    assert state(values) is State.CALM


@pytest.mark.parametrize(("share", "least"), [(1.0, 2), (share_of_a_look(4.35), 2), (share_of_a_look(30), 3)])
def test_readings_too_few_for_so_small_a_chance_do_not_count(share, least):
    values = stable(100)
    values[-1] += 500
    (move,) = moves([values], [share], generator=seeded())
    assert move.points == least
    assert move.p > 0.001


def test_that_days_count_no_two_readings_finds_more_shifts_of_four():
    portfolio = [shifted(14, 200, seed) for seed in range(40)]
    every_day, as_monthly = (
        sum(move.p <= 0.001 / 24 for move in moves(portfolio, [share] * 40, generator=seeded()))
        for share in (share_of_a_look(30), 1.0)
    )
    assert every_day > as_monthly


def test_metrics_that_are_read_differently_often_keep_their_order():
    portfolio = [stable(), shifted(40), stable(seed=2), shifted(40, seed=3)]
    verdicts = look(portfolio, [30, 30, 1, 1], generator=seeded())
    assert [one.state is State.ALARM for one in verdicts] == [False, True, False, True]


def test_one_reading_fewer_than_the_least_is_not_enough():
    assert state(stable(FEWEST)) is State.CALM
    assert state(stable(FEWEST - 1)) is State.NOT_ENOUGH


def test_what_is_no_number_does_not_count_as_a_reading():
    values = [*stable(FEWEST - 1), float("nan"), float("inf")]
    assert state(values) is State.NOT_ENOUGH


def test_readings_that_never_differ_have_not_moved():
    (verdict,) = look([np.full(50, 3.0)], [1.0], generator=seeded())
    assert (verdict.state, verdict.p) == (State.CALM, 1.0)


def test_what_lies_very_long_ago_does_not_count():
    recent = shifted(20, LONGEST)
    (alone,) = moves([recent], [1.0], generator=seeded())
    (with_past,) = moves([np.concatenate([np.full(500, -1e6), recent])], [1.0], generator=seeded())
    assert with_past == alone


def test_the_same_seed_gives_the_same_p_every_night():
    portfolio = [stable(seed=one) for one in range(20)]
    first, second = (look(portfolio, [4.35] * 20, generator=seeded()) for _night in range(2))
    assert first == second


def test_the_unit_of_the_readings_does_not_matter():
    (in_metres,), (in_millimetres,) = (
        moves([values], [1.0], generator=seeded()) for values in (shifted(12), shifted(12) * 1000)
    )
    assert in_metres.p == in_millimetres.p


def test_the_more_often_a_metric_is_read_the_less_each_look_may_err():
    move = Move(p=0.0005, points=4, recent=9.0, before=5.0)
    verdicts = told("metric_moved", [move, move], [1.0, 1 / 30])
    assert [one.state for one in verdicts] == [State.ALARM, State.CALM]


def test_in_a_large_portfolio_a_chance_of_one_in_two_thousand_is_to_be_expected():
    lone = Move(p=0.0005, points=4, recent=9.0, before=5.0)
    others = [Move(p=0.5, points=1, recent=5.0, before=5.0)] * 2000
    verdicts = told("metric_moved", [lone, *others], [1.0] * 2001)
    assert {one.state for one in verdicts} == {State.CALM}


def test_discoveries_are_those_of_benjamini_and_hochberg():
    # Benjamini and Hochberg (1995), 3.2: fifteen chances, q = 0.05, four discoveries.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    assert discoveries(np.array(p), 0.05).tolist() == [True] * 4 + [False] * 11
    assert discoveries(np.array([0.9, 0.8])).tolist() == [False, False]
    assert discoveries(np.array([])).tolist() == []


def test_what_hangs_together_rings_less_than_without_whitening(monkeypatch):
    generator = np.random.default_rng(5)
    noise = generator.normal(size=(300, 80))
    for at in range(1, 80):
        noise[:, at] += 0.6 * noise[:, at - 1]
    whitened = sum(move.p < 0.02 for move in moves(noise, [1.0] * 300, generator=seeded()))
    monkeypatch.setattr(metric_moved, "HIGHEST", 0.0)
    raw = sum(move.p < 0.02 for move in moves(noise, [1.0] * 300, generator=seeded()))
    assert whitened <= 15
    assert raw >= 3 * whitened


def test_portfolios_of_many_lengths_keep_their_order():
    portfolio = [stable(40), shifted(30, 70), stable(5), stable(70, seed=2)]
    states = [one.state for one in look(portfolio, [1.0] * 4, generator=seeded())]
    assert states == [State.CALM, State.ALARM, State.NOT_ENOUGH, State.CALM]


def test_a_counter_metric_that_became_better_is_no_alarm():
    counters = [counter_moved.Counter(shifted(25), 1.0, wrong_is_up=wrong) for wrong in (True, False)]
    worse, better = counter_moved.look(counters, generator=seeded())
    assert (worse.state, better.state) == (State.ALARM, State.CALM)
    assert worse.p < 0.001
    assert better.p > 0.9


def test_where_there_is_no_metric_there_is_no_verdict():
    assert look([], [], generator=seeded()) == []
    assert counter_moved.look([], generator=seeded()) == []


def test_two_lists_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="argument"):
        look([stable()], [1.0, 1.0], generator=seeded())
