from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genba.analysis.layers import layered

pytestmark = pytest.mark.once

MANY = 60


@st.composite
def graphs(draw):
    """Any number of boxes and any arrows between them: circles, double ones, to themselves, to strangers."""
    count = draw(st.integers(0, MANY))
    box = st.integers(0, count + 1)
    return list(range(count)), draw(st.lists(st.tuples(box, box), max_size=120))


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_every_box_has_a_place_and_no_two_stand_on_one_another(graph):
    boxes, arrows = graph
    places = layered(boxes, arrows)
    assert set(places) == set(boxes)
    for (across, row), (other, other_row) in combinations(places.values(), 2):
        assert row != other_row or abs(across - other) >= 1 - 1e-9


@settings(max_examples=30, deadline=None)
@given(graphs(), st.integers(1, 6))
def test_no_row_is_wider_than_asked_and_the_same_input_gives_the_same_places(graph, widest):
    places = layered(*graph, widest=widest)
    rows = [row for _across, row in places.values()]
    assert all(rows.count(row) <= widest for row in rows)
    assert sorted(set(rows)) == list(range(len(set(rows))))
    assert layered(*graph, widest=widest) == places


@settings(max_examples=30, deadline=None)
@given(graphs())
def test_without_circles_every_arrow_leads_down(graph):
    boxes, arrows = graph
    onward = [(a, b) for a, b in arrows if a < b]
    places = layered(boxes, onward)
    assert all(places[a][1] < places[b][1] for a, b in onward if b in places)


def test_a_chain_stands_in_one_line():
    assert layered("abc", ["ab", "bc"]) == {"a": (0, 0), "b": (0, 1), "c": (0, 2)}


def test_a_circle_keeps_its_order_and_what_begins_late_stands_next_to_its_use():
    places = layered("abcd", ["ab", "bc", "ca", "dc"])
    assert [places[box][1] for box in "abcd"] == [0, 1, 2, 1]


def test_boxes_without_arrows_come_last_in_full_rows():
    places = layered("abxyz", ["ab"], widest=2)
    assert [places[box][1] for box in "xyz"] == [2, 2, 3]
    assert places["z"] == (0, 3)
