"""The process tree means exactly what its definition says: compared with traces made straight from it."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genba.analysis.procedure import Operator, Tree, activity, allows, examples, tree_from

LETTERS = "abcd"


def grown(leaves: int) -> st.SearchStrategy[Tree]:
    leaf = st.one_of(st.sampled_from(LETTERS).map(activity), st.just(Tree(Operator.SILENT)))

    def node(children):
        blocks = st.sampled_from([Operator.SEQUENCE, Operator.CHOICE, Operator.PARALLEL])
        few = st.lists(children, min_size=1, max_size=3).map(tuple)
        pair = st.tuples(children, children)
        return st.one_of(
            st.builds(lambda kind, found: Tree(kind, children=found), blocks, few),
            st.builds(lambda found: Tree(Operator.LOOP, children=found), pair),
        )

    return st.recursive(leaf, node, max_leaves=leaves)


def language(tree: Tree, longest: int) -> set[tuple[str, ...]]:
    """All traces of at most this length, by the definition alone."""
    if tree.operator is Operator.SILENT:
        return {()}
    if tree.operator is Operator.ACTIVITY:
        return {(tree.label,)} if longest else set()
    parts = [language(child, longest) for child in tree.children]
    if tree.operator is Operator.CHOICE:
        return set().union(*parts)
    if tree.operator is Operator.LOOP:
        return looped(*parts, longest)
    join = shuffles if tree.operator is Operator.PARALLEL else lambda left, right: {left + right}
    found = {()}
    for part in parts:
        found = {done for a, b in product(found, part) if len(a) + len(b) <= longest for done in join(a, b)}
    return found


def looped(body, redo, longest):
    found, news = set(body), set(body)
    while news:
        ways = product(news, redo, body)
        news = {a + b + c for a, b, c in ways if len(a) + len(b) + len(c) <= longest} - found
        found |= news
    return found


def shuffles(left, right):
    if not left or not right:
        return {left + right}
    first = {left[:1] + rest for rest in shuffles(left[1:], right)}
    return first | {right[:1] + rest for rest in shuffles(left, right[1:])}


@given(grown(6))
@settings(max_examples=150, deadline=None)
def test_a_trace_is_allowed_exactly_when_the_definition_makes_it(tree):
    made = language(tree, 4)
    for length in range(5):
        for trace in product(LETTERS, repeat=length):
            assert allows(tree, trace) == (trace in made), (tree.plain(), trace)


@given(grown(6))
@settings(max_examples=100, deadline=None)
def test_examples_are_allowed_and_the_shortest_come_first(tree):
    found = examples(tree, most=8, longest=6)
    assert all(allows(tree, trace) for trace in found)
    assert [len(trace) for trace in found] == sorted(len(trace) for trace in found)
    assert set(found) >= {trace for trace in language(tree, 2) if len(found) < 8}


@given(grown(8))
def test_a_tree_is_the_same_after_it_was_written_and_read(tree):
    assert tree_from(tree.plain()) == tree


@pytest.mark.parametrize(
    "fault", [{}, {"sequence": []}, {"loop": [{"tau": True}]}, {"dance": []}, {"choice": "ab"}, [], "a", None]
)
def test_what_is_no_tree_is_refused(fault):
    with pytest.raises(ValueError, match=r".+"):
        tree_from(fault)
