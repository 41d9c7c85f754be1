from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genba.analysis.arrows import Box, bounds, curves, label_places

pytestmark = pytest.mark.once

PLACES = st.tuples(st.integers(-900, 900), st.integers(-900, 900))


@st.composite
def drawings(draw):
    """Boxes anywhere, on one another too, and arrows among them."""
    boxes = {key: Box(x, y, 176, 64) for key, (x, y) in enumerate(draw(st.lists(PLACES, max_size=25)))}
    ends = st.tuples(st.integers(0, len(boxes)), st.integers(0, len(boxes)))
    arrows = draw(st.lists(ends, max_size=30, unique=True))
    return boxes, [(a, b) for a, b in arrows if a in boxes and b in boxes and a != b]


def on_edge(box, point):
    across, down = abs(point[0] - box.x), abs(point[1] - box.y)
    return max(abs(across - 88) if down <= 32.01 else 99, 0) < 0.01 or (
        abs(down - 32) < 0.01 and across <= 88.01
    )


@settings(max_examples=60, deadline=None)
@given(drawings())
def test_every_arrow_is_drawn_once_from_edge_to_edge(drawing):
    boxes, arrows = drawing
    drawn = curves(boxes, arrows)
    assert len(drawn) == len(arrows)
    for curve, (source, target) in zip(drawn, arrows, strict=True):
        assert on_edge(boxes[source], curve.start)
        assert on_edge(boxes[target], curve.end)


@settings(max_examples=60, deadline=None)
@given(drawings())
def test_words_never_stand_on_a_box_or_on_other_words(drawing):
    boxes, arrows = drawing
    sizes = [(90.0 if number % 4 else 0.0, 36.0 if number % 4 else 0.0) for number in range(len(arrows))]
    plates = label_places(list(boxes.values()), curves(boxes, arrows), sizes)
    said = [plate for plate, (width, _height) in zip(plates, sizes, strict=True) if width]
    assert all(plate.width == 90 for plate in said)
    for number, plate in enumerate(said):
        assert not any(plate.touches(box) for box in boxes.values())
        assert not any(plate.touches(other) for other in said[:number])


def test_an_arrow_goes_round_a_box_that_stands_in_its_way():
    boxes = {"a": Box(0, 0, 176, 64), "b": Box(0, 142, 176, 64), "c": Box(0, 284, 176, 64)}
    curve = curves(boxes, [("a", "c")])[0]
    assert not any(boxes["b"].holds(point) for point in curve.samples())


@pytest.mark.parametrize("gap", [24, 40, 60])
def test_among_packed_boxes_an_arrow_to_the_next_column_goes_through_the_gap(gap):
    boxes = {
        (column, row): Box(column * (176 + gap), row * 142, 176, 64)
        for column in range(3)
        for row in range(4)
    }
    for source, target in permutations(boxes, 2):
        if abs(source[0] - target[0]) <= 1:
            (curve,) = curves(boxes, [(source, target)])
            others = [box for place, box in boxes.items() if place not in (source, target)]
            assert not any(box.holds(point) for box in others for point in curve.samples())


def test_there_and_back_are_two_lines():
    boxes = {"a": Box(0, 0, 176, 64), "b": Box(0, 142, 176, 64)}
    there, back = curves(boxes, [("a", "b"), ("b", "a")])
    assert there.start[0] == there.end[0] == -back.start[0]
    assert there.start[0] != back.start[0]


def test_words_stand_on_their_own_arrow_where_there_is_room():
    boxes = {"a": Box(0, 0, 176, 64), "b": Box(0, 142, 176, 64)}
    plate = label_places(list(boxes.values()), curves(boxes, [("a", "b")]), [(80, 20)])[0]
    assert (plate.x, plate.y) == (0, 71)


def test_the_bounds_hold_everything_and_nothing_has_no_size():
    whole = bounds([Box(0, 0, 10, 10), Box(100, 0, 10, 30)], [])
    assert (whole.x, whole.y, whole.width, whole.height) == (50, 0, 110, 30)
    assert bounds([], []).width == 0
