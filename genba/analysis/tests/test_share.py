import pytest

from genba.analysis.share import share

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_those_of_newcombes_table(hits, count, low, high):
    # Newcombe, Two-sided confidence intervals for the single proportion, 1998, table I, method 3
    found = share(hits, count)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.value == hits / count


def test_a_whole_share_ends_at_one_and_is_never_sure():
    assert share(5, 5).high == 1.0
    assert share(5, 5).low < 0.6


@pytest.mark.parametrize(("hits", "count"), [(1, 0), (0, 0), (3, 2), (-1, 4)])
def test_there_is_no_share_of_nothing(hits, count):
    with pytest.raises(ValueError, match="no share"):
        share(hits, count)
