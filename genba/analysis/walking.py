"""How far somebody is on the way through a procedure, and what may come next.

The same few lines stand in `genba/work/static/work/checks/walking.js`, so that a phone without a signal knows
it too; a test compares both on random trees.
"""

from collections.abc import Iterable

from genba.analysis.procedure import Tree, may_end, next_activities, rests_after

Rests = frozenset[Tree]


def rests_of(tree: Tree, trace: Iterable[str]) -> Rests:
    """What may be left to do after these activities, in their order. Empty where they are not allowed."""
    rests = frozenset({tree})
    for label in trace:
        rests = frozenset(rest for old in rests for rest in rests_after(old, label))
    return rests


def may_follow(rests: Rests) -> frozenset[str]:
    """The activities that may be done next."""
    return frozenset(label for rest in rests for label in next_activities(rest))


def may_be_over(rests: Rests) -> bool:
    """Whether nothing more has to be done."""
    return any(may_end(rest) for rest in rests)
