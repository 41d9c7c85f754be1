"""What the helper of admission marks, and what it leaves alone."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genba.listen.identifying import Hint, Mark, marks_in, passages, without


def marked(text):
    return [(text[mark.start : mark.end], mark.hint) for mark in marks_in(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask Tomas.", [("Tomas", Hint.NAME)]),
        ("Write to a.b@c-d.example now", [("a.b@c-d.example", Hint.MAIL)]),
        ("Ring (0151) 234 56 78!", [("(0151) 234 56 78", Hint.PHONE)]),
        ("I'm the only welder", [("I'm the only", Hint.ALONE)]),
        ("Ich bin der Einzige hier", [("Ich bin der Einzige", Hint.ALONE)]),
        ("Soy la única aquí", [("Soy la única", Hint.ALONE)]),
        ("Je suis le seul", [("Je suis le seul", Hint.ALONE)]),
        ("Sadece ben biliyorum", [("Sadece ben", Hint.ALONE)]),
        ("أنا الوحيد هنا", [("أنا الوحيد", Hint.ALONE)]),
    ],
)
def test_it_marks(cast, text, found):
    assert marked(text) == found


@pytest.mark.parametrize(
    "text",
    ["The guard is loose.", "On 12.03.2026 at 14:30", "Order 4711, 12 mm, 230 V", "x" * 10_000, "", "1-2-3"],
)
def test_it_leaves_alone(cast, text):
    assert marked(text) == []


def test_a_whole_name_is_marked_in_small_letters_too(cast):
    first, last = cast.tomas.name.lower().split()[:2]
    assert marked(f"it was {first} {last} again") == [(f"{first} {last}", Hint.NAME)]
    assert marked(f"it was {last} {first} again") == [(f"{last} {first}", Hint.NAME)]


def test_the_longer_of_two_marks_that_overlap_counts(cast):
    text = f"{cast.tomas.name}@example.com"
    assert len(marked(text.replace(" ", "."))) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=st.text(max_size=300))
def test_nothing_of_the_text_is_lost_between_the_marks(cast, text):
    marks = marks_in(text)
    assert "".join(words for words, _hint in passages(text, marks)) == text
    assert all(left.end <= right.start for left, right in pairwise(marks))


def test_a_stand_in_takes_the_place_of_each_mark():
    marks = [Mark(4, 9, Hint.NAME), Mark(10, 12, Hint.PHONE)]
    assert without("Ask Tomas 42 now", marks) == "Ask [name] [number] now"
