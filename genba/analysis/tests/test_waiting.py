import random
import statistics
from datetime import timedelta

import pytest

from genba.analysis.waiting import TypicalWait, typical_wait


def hours(*values):
    return [timedelta(hours=value) for value in values]


def test_the_median_of_an_odd_number_is_the_one_in_the_middle():
    assert typical_wait(hours(9, 1, 5, 100, 2)) == TypicalWait(5, timedelta(hours=5))


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle():
    assert typical_wait(hours(1, 2, 3, 6, 8, 90)).median == timedelta(hours=4.5)


def test_one_long_wait_does_not_move_the_median():
    assert typical_wait(hours(1, 2, 3, 4, 5)).median == typical_wait(hours(1, 2, 3, 4, 5000)).median


def test_fewer_than_five_waits_say_nothing_about_the_next():
    assert typical_wait(hours(1, 2, 3, 4)) == TypicalWait(4, None)
    assert typical_wait([]) == TypicalWait(0, None)


def test_an_answer_before_the_question_counts_as_no_wait():
    assert typical_wait(hours(-5, -4, -3, -2, -1)).median == timedelta()


@pytest.mark.parametrize("seed", range(5))
def test_it_agrees_with_the_standard_library(seed):
    seconds = [random.Random(seed).randint(0, 10**6) for _ in range(seed * 7 + 6)]
    found = typical_wait(timedelta(seconds=value) for value in seconds)
    assert found.median == timedelta(seconds=statistics.median(seconds))
