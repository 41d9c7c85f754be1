import pytest

from genba.analysis.loop import Passing, share, step_figure


def test_what_arrived_within_the_window_is_counted_with_its_median():
    passings = [Passing(100 - days, 100) for days in (1, 2, 3, 4, 50)] + [Passing(0, 9)]
    figure = step_figure(passings, now=100, window=90)
    assert (figure.count, figure.median_days) == (5, 3)


def test_too_few_give_no_median_but_are_counted():
    figure = step_figure([Passing(1, 2)] * 4, now=10, window=90)
    assert (figure.count, figure.median_days) == (4, None)


def test_the_oldest_that_waits_is_told_whatever_the_window():
    figure = step_figure([Passing(10), Passing(95), Passing(99, 100)], now=100, window=5)
    assert (figure.waiting, figure.oldest_days, figure.count) == (2, 90, 1)


def test_nothing_at_all_is_no_error():
    figure = step_figure([], now=0, window=90)
    assert (figure.count, figure.median_days, figure.waiting, figure.oldest_days) == (0, None, 0, None)


def test_clocks_that_differ_never_give_a_negative_time():
    figure = step_figure([Passing(20, 10)] * 5 + [Passing(999)], now=100, window=99)
    assert (figure.median_days, figure.oldest_days) == (0, 0)


@pytest.mark.parametrize(("part", "whole", "told"), [(3, 4, None), (0, 0, None), (4, 5, 0.8)])
def test_a_share_of_too_few_is_not_told(part, whole, told):
    assert share(part, whole) == told
