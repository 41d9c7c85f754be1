"""Which orders of steps a procedure allows: a process tree with exact meaning.

A tree is a block structure. What it allows is a set of traces (tuples of activities):

- activity a: exactly (a,);  silent: exactly ();
- sequence: a trace of each child, one after the other;
- choice: a trace of exactly one child;
- parallel: a trace of each child, interleaved in any way;
- loop (body, redo): a trace of the body, then any number of times a trace of the redo and one of the body.

"May be skipped" is a choice between silent and the block; "may be repeated" is a loop whose redo is silent.
Source of the meaning: Leemans, Fahland, van der Aalst, Discovering Block-Structured Process Models From
Event Logs, 2013. `Tree.plain()` and `tree_from()` use the spelling {"sequence": [{"activity": "a"}, …]}.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Any, Protocol

Trace = tuple[str, ...]


class Operator(StrEnum):
    """What a node of the tree does with its children."""

    ACTIVITY = "activity"
    SILENT = "tau"
    SEQUENCE = "sequence"
    CHOICE = "choice"
    PARALLEL = "parallel"
    LOOP = "loop"


class Order(StrEnum):
    """What a line of a procedure says about the lines indented under it."""

    IN_ORDER = "in_order"
    ANY_ORDER = "any_order"
    ONE_OF = "one_of"


class Line(Protocol):
    """One line of a procedure: a step, or a heading with lines under it."""

    @property
    def key(self) -> str: ...
    @property
    def order(self) -> Order: ...
    @property
    def may_be_skipped(self) -> bool: ...
    @property
    def may_be_repeated(self) -> bool: ...
    @property
    def steps(self) -> "Sequence[Line]": ...


@dataclass(frozen=True)
class Tree:
    """A node: an activity with its label, silent, or an operator over at least one child (a loop has two)."""

    operator: Operator
    label: str = ""
    children: tuple["Tree", ...] = ()

    def __post_init__(self) -> None:
        leaf = self.operator in {Operator.ACTIVITY, Operator.SILENT}
        least = 2 if self.operator is Operator.LOOP else 1
        if leaf == bool(self.children) or (not leaf and len(self.children) < least):
            message = f"A {self.operator} cannot have {len(self.children)} children."
            raise ValueError(message)

    @property
    def activities(self) -> tuple[str, ...]:
        """The labels of all activities, from left to right."""
        if self.operator is Operator.ACTIVITY:
            return (self.label,)
        return tuple(label for child in self.children for label in child.activities)

    def plain(self) -> dict[str, Any]:
        """The tree as plain JSON values."""
        if self.operator is Operator.ACTIVITY:
            return {"activity": self.label}
        if self.operator is Operator.SILENT:
            return {"tau": True}
        return {str(self.operator): [child.plain() for child in self.children]}


SILENT = Tree(Operator.SILENT)


def activity(label: str) -> Tree:
    """One activity."""
    return Tree(Operator.ACTIVITY, label)


def tree_from(plain: Mapping[str, Any]) -> Tree:
    """The tree that `Tree.plain()` has spelled. Raises ValueError for anything else."""
    if not isinstance(plain, Mapping) or len(plain) != 1:
        raise ValueError("A node has exactly one operator.")
    name, value = next(iter(plain.items()))
    if name not in set(Operator):
        message = f"There is no operator {name!r}."
        raise ValueError(message)
    operator = Operator(name)
    if operator is Operator.ACTIVITY:
        return activity(str(value))
    if operator is Operator.SILENT:
        return SILENT
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError("An operator has a list of children.")
    return Tree(operator, children=tuple(tree_from(child) for child in value))


def tree_of(lines: Sequence[Line]) -> Tree:
    """The tree of a procedure, with the keys of its steps as activities. Without lines it is silent."""
    return _block([_marked(line) for line in lines], Order.IN_ORDER)


def _marked(line: Line) -> Tree:
    tree = _block([_marked(child) for child in line.steps], line.order) if line.steps else activity(line.key)
    if line.may_be_repeated:
        tree = Tree(Operator.LOOP, children=(tree, SILENT))
    if line.may_be_skipped:
        tree = Tree(Operator.CHOICE, children=(SILENT, tree))
    return tree


def _block(children: list[Tree], order: Order) -> Tree:
    operators = {
        Order.IN_ORDER: Operator.SEQUENCE,
        Order.ANY_ORDER: Operator.PARALLEL,
        Order.ONE_OF: Operator.CHOICE,
    }
    if not children:
        return SILENT
    return children[0] if len(children) == 1 else Tree(operators[order], children=tuple(children))


# Exact membership by residuals: what is left of a block after one activity (Brzozowski's derivative).


def allows(tree: Tree, trace: Iterable[str]) -> bool:
    """Whether doing the activities in exactly this order is allowed."""
    rests = frozenset({tree})
    for label in trace:
        rests = frozenset(rest for old in rests for rest in rests_after(old, label))
        if not rests:
            return False
    return any(may_end(rest) for rest in rests)


@lru_cache(maxsize=65_536)
def may_end(tree: Tree) -> bool:
    """Whether doing nothing (more) is allowed."""
    if tree.operator is Operator.SILENT:
        return True
    if tree.operator is Operator.ACTIVITY:
        return False
    if tree.operator is Operator.CHOICE:
        return any(may_end(child) for child in tree.children)
    if tree.operator is Operator.LOOP:
        return may_end(tree.children[0])
    return all(may_end(child) for child in tree.children)


@lru_cache(maxsize=65_536)
def next_activities(tree: Tree) -> frozenset[str]:
    """What may be done next."""
    if tree.operator is Operator.ACTIVITY:
        return frozenset({tree.label})
    found: set[str] = set()
    for child in tree.children:
        found |= next_activities(child)
        if tree.operator in {Operator.SEQUENCE, Operator.LOOP} and not may_end(child):
            break
    return frozenset(found)


@lru_cache(maxsize=65_536)
def rests_after(tree: Tree, label: str) -> frozenset[Tree]:
    """What may be left to do after one activity. Empty where it is not allowed now."""
    if tree.operator is Operator.SILENT:
        return frozenset()
    if tree.operator is Operator.ACTIVITY:
        return frozenset({SILENT}) if tree.label == label else frozenset()
    if tree.operator is Operator.CHOICE:
        return frozenset(rest for child in tree.children for rest in rests_after(child, label))
    if tree.operator is Operator.LOOP:
        return _after_in_loop(tree, label)
    return frozenset(_after_in_block(tree, label))


def _after_in_block(tree: Tree, label: str) -> Iterable[Tree]:
    for place, child in enumerate(tree.children):
        before = tree.children[:place] if tree.operator is Operator.PARALLEL else ()
        for rest in rests_after(child, label):
            yield _joined(tree.operator, (*before, rest, *tree.children[place + 1 :]))
        if tree.operator is Operator.SEQUENCE and not may_end(child):
            return


def _after_in_loop(tree: Tree, label: str) -> frozenset[Tree]:
    body, *redos = tree.children
    again = tuple(_joined(Operator.SEQUENCE, (redo, tree)) for redo in redos)
    more = Tree(Operator.CHOICE, children=(SILENT, *again))
    found = {_joined(Operator.SEQUENCE, (rest, more)) for rest in rests_after(body, label)}
    if may_end(body):
        for redo in redos:
            for rest in rests_after(redo, label):
                found.add(_joined(Operator.SEQUENCE, (rest, tree)))
    return frozenset(found)


def _joined(operator: Operator, children: tuple[Tree, ...]) -> Tree:
    left = tuple(child for child in children if child.operator is not Operator.SILENT)
    if not left:
        return SILENT
    return left[0] if len(left) == 1 else Tree(operator, children=left)


def examples(tree: Tree, *, most: int = 10, longest: int = 30) -> list[Trace]:
    """Some allowed traces, the shortest first, in the order of the steps where they are equally long."""
    return list(islice(_by_length(tree, longest), most))


def _by_length(tree: Tree, longest: int) -> Iterable[Trace]:
    place = {label: number for number, label in enumerate(tree.activities)}
    heads: list[tuple[Trace, frozenset[Tree]]] = [((), frozenset({tree}))]
    for _length in range(longest + 1):
        following: list[tuple[Trace, frozenset[Tree]]] = []
        for trace, rests in heads:
            if any(may_end(rest) for rest in rests):
                yield trace
            labels = {label for rest in rests for label in next_activities(rest)}
            for label in sorted(labels, key=place.__getitem__):
                left = frozenset(after for rest in rests for after in rests_after(rest, label))
                if left:
                    following.append(((*trace, label), left))
        heads = following[:2000]
