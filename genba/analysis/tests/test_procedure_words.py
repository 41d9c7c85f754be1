import re
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genba.analysis.procedure import Order, Tree, allows, examples, tree_of
from genba.analysis.procedure_words import shortest, what_it_allows


@dataclass(frozen=True)
class Line:
    key: str = ""
    order: Order = Order.IN_ORDER
    may_be_skipped: bool = False
    may_be_repeated: bool = False
    steps: tuple["Line", ...] = ()


marks = {
    "order": st.sampled_from(list(Order)),
    "may_be_skipped": st.booleans(),
    "may_be_repeated": st.booleans(),
}
line = st.recursive(
    st.builds(Line, **marks),
    lambda inner: st.builds(Line, steps=st.lists(inner, min_size=1, max_size=5).map(tuple), **marks),
    max_leaves=12,
)
procedures = st.lists(line, max_size=5).map(lambda lines: with_numbers(tuple(lines)))

NUMBER = r"\d+(?:\.\d+)*"
BLOCK = re.compile(rf"(?:For (?P<number>{NUMBER}), do|Do) (?P<rest>.*)\.")
MARK = re.compile(rf"(?:All of )?(?P<number>{NUMBER}) may be (?P<marks>.*)\.")


def with_numbers(lines, above=""):
    """The same lines, whose keys are the numbers by which people count."""
    return tuple(
        Line(
            f"{above}{at}",
            one.order,
            one.may_be_skipped,
            one.may_be_repeated,
            with_numbers(one.steps, f"{above}{at}."),
        )
        for at, one in enumerate(lines, start=1)
    )


def named(rest):
    """The numbers that a sentence names, with those between the two ends of a range."""
    found = re.findall(NUMBER, rest)
    if " to " not in rest:
        return found
    start, _dot, last = found[1].rpartition(".")
    return [f"{start}." * bool(start) + str(at) for at in range(1, int(last) + 1)]


def order_in(rest):
    if rest.startswith("exactly one of these: "):
        return Order.ONE_OF
    return Order.ANY_ORDER if ", in any order" in rest else Order.IN_ORDER


def read_back(sentences):
    """The lines that somebody draws who has only heard the sentences."""
    blocks, skipped, repeated = {}, set(), set()
    for sentence in sentences:
        plain = sentence.removesuffix(" A step of one may come between two steps of another.")
        if found := MARK.fullmatch(plain):
            skipped |= {found["number"]} if "skipped" in found["marks"] else set()
            repeated |= {found["number"]} if "several times" in found["marks"] else set()
        elif found := BLOCK.fullmatch(plain):
            blocks[found["number"] or ""] = (order_in(found["rest"]), named(found["rest"]))

    def lines(above):
        _order, numbers = blocks.get(above, (None, []))
        return tuple(
            Line(
                one,
                blocks.get(one, (Order.IN_ORDER,))[0],
                one in skipped,
                one in repeated,
                lines(one),
            )
            for one in numbers
        )

    return lines("")


@given(procedures)
def test_whoever_hears_the_sentences_can_draw_exactly_the_same_tree(lines):
    assert tree_of(read_back(what_it_allows(lines))) == tree_of(lines)


@given(procedures)
def test_the_sentences_say_where_steps_may_be_mixed(lines):
    for number, block in blocks_in_any_order(lines):
        told = next(one for one in what_it_allows(lines) if one.startswith(f"For {number}, do"))
        assert ("may come between" in told) == mixes(block)


def blocks_in_any_order(lines):
    for one in lines:
        if one.order is Order.ANY_ORDER and len(one.steps) > 1:
            yield one.key, one
        yield from blocks_in_any_order(one.steps)


def mixes(block: Line) -> bool:
    """Whether one line of the block can go on for longer than one step, asked of the tree itself."""
    return any(longest(tree_of([child])) > 1 for child in block.steps)


def longest(tree: Tree) -> float:
    ways = [longest(child) for child in tree.children]
    return {
        "activity": lambda: 1,
        "tau": lambda: 0,
        "choice": lambda: max(ways),
        "loop": lambda: float("inf"),
    }.get(tree.operator, lambda: sum(ways))()


small = st.lists(st.builds(Line, steps=st.lists(st.builds(Line, **marks), max_size=2).map(tuple), **marks))


@settings(max_examples=40, deadline=None)
@given(small.filter(lambda lines: len(lines) < 4).map(lambda lines: with_numbers(tuple(lines))))
def test_the_shortest_way_is_allowed_and_none_is_shorter(lines):
    tree = tree_of(lines)
    way = shortest(tree)
    assert allows(tree, way)
    assert [len(one) for one in examples(tree, most=1, longest=len(way))] == [len(way)]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((), ["There is nothing to do yet."]),
        ((Line(),) * 2, ["Do 1, then 2."]),
        ((Line(),) * 5, ["Do 1 to 5, one after the other."]),
        (
            (Line(), Line(order=Order.ONE_OF, steps=(Line(), Line()))),
            ["Do 1, then 2.", "For 2, do exactly one of these: 2.1 or 2.2."],
        ),
        (
            (Line(order=Order.ANY_ORDER, steps=(Line(), Line(), Line())), Line(may_be_skipped=True)),
            ["Do 1, then 2.", "For 1, do 1.1, 1.2 and 1.3, in any order.", "2 may be skipped."],
        ),
        (
            (Line(may_be_repeated=True, may_be_skipped=True, steps=(Line(), Line())),),
            [
                "Do 1.",
                "For 1, do 1.1, then 1.2.",
                "All of 1 may be skipped, or done several times, each time from its start.",
            ],
        ),
    ],
)
def test_it_reads_as_people_talk(lines, told):
    assert what_it_allows(lines) == told


def test_the_words_of_another_language_are_used():
    german = {"do {steps}": "tun Sie {steps}", "{0}, then {1}": "{0}, dann {1}"}
    assert what_it_allows((Line(), Line()), lambda text: german.get(text, text)) == ["Tun Sie 1, dann 2."]
