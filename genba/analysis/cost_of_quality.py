"""What poor quality costs in a month, as a tree: each line with what stands below it, its sum and its share.

The four kinds of cost are those of Feigenbaum (1956): prevention, appraisal, internal and external failure.
What is not known counts as nothing and is counted as unknown, so that a sum with unknowns is a floor.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it comes in: its key, the key of the line above it (or None), and its own money (or None)."""

    key: int
    above: int | None
    category: str
    money: float | None


@dataclass(frozen=True, slots=True)
class Branch:
    """A line in the tree: `money` with all below it, `unknown` of which nobody knows the money."""

    key: int
    money: float
    unknown: int
    below: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cost: its sum, its share of all (0 to 1; None where all is nothing), and its branches."""

    category: str
    money: float
    share: float | None
    unknown: int
    branches: tuple[Branch, ...]


def tree_of(lines: Iterable[Line], categories: Sequence[str]) -> list[Kind]:
    """The kinds in the order given, each with its branches, the dearest first.

    A line whose line above is missing, of another kind, or below itself (a circle) stands at the top of its
    kind, so that no money is lost and none counts twice.
    """
    found = {line.key: line for line in lines}
    below: dict[int | None, list[Line]] = {}
    for line in found.values():
        below.setdefault(_above(line, found), []).append(line)
    tops = below.get(None, [])
    branches = {
        category: _dearest_first(_branch(line, below) for line in tops if line.category == category)
        for category in categories
    }
    sums = {category: sum(one.money for one in found) for category, found in branches.items()}
    total = sum(sums.values())
    return [
        Kind(
            category,
            sums[category],
            sums[category] / total if total else None,
            sum(one.unknown for one in branches[category]),
            branches[category],
        )
        for category in categories
    ]


def _above(line: Line, found: dict[int, Line]) -> int | None:
    """The line above, where the way up ends at a top and stays in its kind."""
    seen, above = {line.key}, line.above
    while above is not None:
        if above in seen or above not in found or found[above].category != line.category:
            return None
        seen.add(above)
        above = found[above].above
    return line.above


def _branch(line: Line, below: dict[int | None, list[Line]]) -> Branch:
    under = _dearest_first(_branch(one, below) for one in below.get(line.key, []))
    unknown = int(line.money is None and not under) + sum(one.unknown for one in under)
    return Branch(line.key, (line.money or 0.0) + sum(one.money for one in under), unknown, under)


def _dearest_first(branches: Iterable[Branch]) -> tuple[Branch, ...]:
    return tuple(sorted(branches, key=lambda one: (-one.money, one.key)))
