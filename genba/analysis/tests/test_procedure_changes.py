"""Differences are exact: they lead from one wording to the other, and nothing is told twice."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genba.analysis.procedure_changes import Added, Changed, Moved, Removed, apply, compare, words_changed

PLAIN = [
    {"key": "a", "what": "Fetch"},
    {"key": "b", "what": "Close", "order": "one_of", "steps": [{"key": "c", "what": "Screw"}]},
    {"key": "d", "what": "Label", "may_be_skipped": True},
]


@st.composite
def bodies(draw) -> list[dict]:
    """Lines with keys of a few letters, so that two bodies share many of them."""
    keys = draw(st.permutations("abcdefgh"))[: draw(st.integers(0, 8))]
    roots: list[dict] = []
    known: list[dict] = []
    for key in keys:
        line = {"key": key, "what": draw(st.sampled_from(["Fetch", "Fetch it", "Close"]))}
        if draw(st.booleans()):
            line["minutes"] = draw(st.integers(1, 3))
        above = draw(st.sampled_from([None, *known]))
        (roots if above is None else above.setdefault("steps", [])).append(line)
        known.append(line)
    return roots


@settings(max_examples=300)
@given(bodies(), bodies())
def test_the_changes_lead_from_the_old_wording_to_the_new(old, new):
    assert apply(old, compare(old, new)) == new
    assert apply(new, compare(new, old)) == old


@settings(max_examples=200)
@given(bodies(), bodies())
def test_there_is_no_change_between_equal_wordings_and_only_between_those(old, new):
    assert (compare(old, new) == []) == (old == new)
    assert compare(old, old) == []


@settings(max_examples=200)
@given(bodies(), bodies())
def test_every_change_is_told_once(old, new):
    changes = compare(old, new)
    named = [(type(one).__name__, one.key, getattr(one, "name", "")) for one in changes]
    assert len(named) == len(set(named))
    whole = {one.key for one in changes if isinstance(one, Added | Removed)}
    assert not whole & {one.key for one in changes if isinstance(one, Moved | Changed)}


@settings(max_examples=200)
@given(bodies(), bodies())
def test_each_change_is_needed(old, new):
    changes = compare(old, new)
    for left_out in changes:
        others = [one for one in changes if one is not left_out]
        try:
            assert apply(old, others) != new
        except (KeyError, ValueError):
            continue


def test_one_line_carried_to_the_end_is_one_change():
    lines = [{"key": key, "what": key} for key in "abcdefghij"]
    assert compare(lines, [*lines[1:], lines[0]]) == [Moved("a", ("", 0), ("", 9))]


def test_a_line_indented_under_another_says_so():
    flat = [{"key": "a", "what": "Close"}, {"key": "b", "what": "Screw"}]
    deep = [{"key": "a", "what": "Close", "steps": [{"key": "b", "what": "Screw"}]}]
    (change,) = compare(flat, deep)
    assert (change, change.is_under_another) == (Moved("b", ("", 1), ("a", 0)), True)


def test_words_and_marks_are_told_one_by_one():
    new = [PLAIN[0] | {"what": "Fetch it"}, PLAIN[1] | {"order": "any_order"}, {"key": "d", "what": "Label"}]
    assert compare(PLAIN, new) == [
        Changed("a", "what", "Fetch", "Fetch it"),
        Changed("b", "order", "one_of", "any_order"),
        Changed("d", "may_be_skipped", True, None),
    ]


def test_a_heading_that_goes_leaves_its_lines_where_they_are_put():
    new = [PLAIN[0], {"key": "c", "what": "Screw"}, PLAIN[2]]
    assert compare(PLAIN, new) == [
        Removed("b", ("", 1), {"key": "b", "what": "Close", "order": "one_of"}),
        Moved("c", ("b", 0), ("", 1)),
    ]


@settings(max_examples=300)
@given(st.text("ab ,.ñ", max_size=20), st.text("ab ,.ñ", max_size=20))
def test_the_marked_words_make_up_both_texts(old, new):
    marks = words_changed(old, new)
    assert "".join(text for kind, text in marks if kind != "new") == old
    assert "".join(text for kind, text in marks if kind != "gone") == new


@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        ("Drive four screws", "Drive six screws", ["same", "gone", "new", "same"]),
        ("Drive", "Drive slowly", ["same", "new"]),
        ("", "Drive", ["new"]),
    ],
)
def test_only_the_words_that_differ_are_marked(old, new, marks):
    assert [kind for kind, _text in words_changed(old, new)] == marks


def test_five_hundred_lines_in_any_order_are_compared():
    lines = [{"key": str(number), "what": "x"} for number in range(500)]
    other = random.Random(1).sample(lines, 500)
    assert apply(lines, compare(lines, other)) == other
