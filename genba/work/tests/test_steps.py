import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genba.analysis.procedure import Order, allows, tree_of
from genba.work.steps import LONGEST, StepFault, numbered, one_line, plain, steps_from, to_do, with_new_keys
from genba.work.tests.factory import STEPS

words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
said = words.map(one_line).filter(bool)
leaf = st.fixed_dictionaries(
    {"what": said},
    optional={
        "who": words,
        "how_well": words,
        "why": words,
        "tools": words,
        "minutes": st.integers(1, 1000),
        "low": st.integers(-5, 0),
        "high": st.floats(0, 1e6),
        "may_be_skipped": st.booleans(),
        "may_be_repeated": st.booleans(),
        "wants_photo": st.booleans(),
        "order": st.sampled_from(list(Order)).map(str),
    },
)
lines = st.lists(
    st.recursive(
        leaf,
        lambda inner: st.builds(lambda a, b: a | {"steps": b}, leaf, st.lists(inner, max_size=3)),
        max_leaves=8,
    ),
    max_size=5,
)


@given(lines)
def test_steps_are_the_same_after_they_were_kept_and_read(given_steps):
    steps = steps_from(given_steps)
    kept = json.loads(json.dumps(plain(steps)))
    assert steps_from(kept) == steps
    assert plain(steps_from(kept)) == kept


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | words,
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["what", "steps", "key", "low", "x"]), inner)
        ),
    )
)
def test_whatever_comes_is_read_or_refused(anything):
    with suppress(StepFault):
        assert isinstance(steps_from(anything), tuple)


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"what": ""}, "what"),
        ({"what": "x" * (LONGEST["what"] + 1)}, "what"),
        ({"what": "a", "minutes": 0}, "minutes"),
        ({"what": "a", "minutes": True}, "minutes"),
        ({"what": "a", "low": 3, "high": 2}, "low"),
        ({"what": "a", "order": "sideways"}, "order"),
        ({"what": "a", "may_be_skipped": "yes"}, "may_be_skipped"),
        ({"what": "a", "colour": "red"}, "colour"),
        ({"what": "a", "key": "A B"}, "key"),
    ],
)
def test_a_fault_names_its_place_and_its_field(wrong, column):
    with pytest.raises(StepFault) as found:
        steps_from([{"what": "first"}, {"what": "second", "steps": [wrong]}])
    assert (found.value.place, found.value.column) == ((1, 0), column)


def test_two_steps_cannot_have_one_key():
    with pytest.raises(StepFault):
        steps_from([{"what": "a", "key": "k"}, {"what": "b", "key": "k"}])


def test_the_marks_mean_what_the_tree_allows():
    tree = tree_of(steps_from(STEPS))
    assert allows(tree, ["fetch", "set", "screw"])
    assert allows(tree, ["fetch", "set", "clip", "label", "label"])
    assert not allows(tree, ["fetch", "set", "screw", "clip"])
    assert not allows(tree, ["set", "fetch", "clip"])


def test_lines_are_counted_as_people_count():
    counted = [(number, depth, step.key) for number, depth, step in numbered(steps_from(STEPS))]
    assert counted[2:5] == [("3", 0, "either"), ("3.1", 1, "screw"), ("3.2", 1, "clip")]
    assert [step.key for step in to_do(steps_from(STEPS))] == ["fetch", "set", "screw", "clip", "label"]


def test_a_copy_has_keys_of_its_own():
    steps = steps_from(STEPS)
    copied = with_new_keys(steps)
    assert {step.key for step in copied}.isdisjoint(step.key for step in steps)
    assert [step.what for step in copied] == [step.what for step in steps]
