import pytest
from hypothesis import given
from hypothesis import strategies as st

from genba.analysis.procedure import SILENT, Operator, Tree, activity, allows, examples
from genba.analysis.walking import may_be_over, may_follow, rests_of

pytestmark = pytest.mark.once
A, B, C = (activity(label) for label in "abc")


def tree(operator, *children):
    return Tree(operator, children=children)


def test_any_order_lets_one_pick_until_all_is_done():
    either = tree(Operator.SEQUENCE, tree(Operator.PARALLEL, A, B), C)
    assert may_follow(rests_of(either, "")) == {"a", "b"}
    assert may_follow(rests_of(either, "b")) == {"a"}
    assert may_follow(rests_of(either, "ba")) == {"c"}
    assert not may_be_over(rests_of(either, "ba"))
    assert may_be_over(rests_of(either, "bac"))


def test_what_may_be_skipped_and_repeated_is_offered_beside_what_follows():
    loop = tree(Operator.CHOICE, SILENT, tree(Operator.LOOP, A, SILENT))
    skip = tree(Operator.SEQUENCE, loop, B)
    assert may_follow(rests_of(skip, "")) == {"a", "b"}
    assert may_follow(rests_of(skip, "aa")) == {"a", "b"}
    assert rests_of(skip, "ba") == frozenset()


labels = st.sampled_from("abcd")
trees = st.recursive(
    labels.map(activity) | st.just(SILENT),
    lambda inner: st.builds(
        lambda operator, children: Tree(operator, children=tuple(children)),
        st.sampled_from([Operator.SEQUENCE, Operator.CHOICE, Operator.PARALLEL, Operator.LOOP]),
        st.lists(inner, min_size=2, max_size=3),
    ),
    max_leaves=5,
)


@given(trees, st.text("abcd", max_size=5))
def test_walking_says_what_the_meaning_says(given_tree, trace):
    rests = rests_of(given_tree, trace)
    assert (bool(rests) and may_be_over(rests)) == allows(given_tree, trace)
    assert all(rests_of(given_tree, trace + label) for label in may_follow(rests))


@given(trees)
def test_every_example_can_be_walked(given_tree):
    for trace in examples(given_tree, most=5, longest=6):
        assert may_be_over(rests_of(given_tree, trace))
