"""What a procedure allows, told in sentences that say exactly what its process tree says.

Lines are named by the numbers by which people count them (`3.1` is the first line under the third). One
sentence tells the order of each block, one the marks of each line that has any: nothing else decides what is
allowed, so the tree can be built again from the sentences, and a test does.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from genba.analysis.procedure import Line, Operator, Order, Trace, Tree

Translate = Callable[[str], str]

NAMED_ONE_BY_ONE = 3


class Kind(StrEnum):
    """What a rule says."""

    NOTHING = "nothing"
    ORDER = "order"
    SKIP = "skip"
    REPEAT = "repeat"
    SKIP_OR_REPEAT = "skip_or_repeat"


@dataclass(frozen=True)
class Rule:
    """One rule of a procedure.

    `number` is the line that it is about, empty for the procedure itself. For the order of a block: its first
    `count` lines in their `order`; `mixed` says that in any order they may also be interleaved.
    """

    kind: Kind
    number: str = ""
    order: Order = Order.IN_ORDER
    count: int = 0
    mixed: bool = False
    is_block: bool = False

    @property
    def inside(self) -> list[str]:
        """The numbers of the lines of the block."""
        return [_under(self.number, place) for place in range(self.count)]


def rules_of(lines: Sequence[Line]) -> list[Rule]:
    """The rules of a procedure, from its top to its bottom."""
    if not lines:
        return [Rule(Kind.NOTHING)]
    return [_order_rule("", lines, Order.IN_ORDER), *_rules_under("", lines)]


def what_it_allows(lines: Sequence[Line], translate: Translate = str) -> list[str]:
    """The same in sentences, in the language of `translate`: it is given English templates with {names}."""
    return [worded(rule, translate) for rule in rules_of(lines)]


def shortest(tree: Tree) -> Trace:
    """A shortest trace that the tree allows; of several, the one of the upper lines."""
    if tree.operator is Operator.ACTIVITY:
        return (tree.label,)
    if tree.operator is Operator.SILENT:
        return ()
    ways = [shortest(child) for child in tree.children]
    if tree.operator is Operator.CHOICE:
        return min(ways, key=len)
    if tree.operator is Operator.LOOP:
        return ways[0]
    return tuple(label for way in ways for label in way)


def worded(rule: Rule, _: Translate) -> str:
    """One rule as a sentence."""
    if rule.kind is Kind.ORDER:
        return _worded_order(rule, _)
    block = {
        Kind.SKIP: _("All of {number} may be skipped."),
        Kind.REPEAT: _("All of {number} may be done several times, each time from its start."),
        Kind.SKIP_OR_REPEAT: _(
            "All of {number} may be skipped, or done several times, each time from its start."
        ),
    }
    step = {
        Kind.NOTHING: _("There is nothing to do yet."),
        Kind.SKIP: _("{number} may be skipped."),
        Kind.REPEAT: _("{number} may be done several times."),
        Kind.SKIP_OR_REPEAT: _("{number} may be skipped, or done several times."),
    }
    return (block if rule.is_block else step)[rule.kind].format(number=rule.number)


def _worded_order(rule: Rule, _: Translate) -> str:
    if rule.order is Order.ONE_OF and rule.count > 1:
        words, steps = _("do exactly one of these: {steps}"), _alternatives(rule.inside, _)
    elif rule.order is Order.ANY_ORDER and rule.count > 1:
        words, steps = _("do {steps}, in any order"), _all_of(rule.inside, _)
    else:
        words, steps = _("do {steps}"), _one_by_one(rule.inside, _)
    told = words.format(steps=steps)
    about = _("For {number}, {told}.").format(number=rule.number, told=told)
    sentence = about if rule.number else _("{told}.").format(told=told[:1].upper() + told[1:])
    if not rule.mixed:
        return sentence
    return f"{sentence} {_('A step of one may come between two steps of another.')}"


def _one_by_one(numbers: list[str], _: Translate) -> str:
    patterns = ["{0}", _("{0}, then {1}"), _("{0}, then {1}, then {2}")]
    return _listed(numbers, patterns, _("{first} to {last}, one after the other"))


def _all_of(numbers: list[str], _: Translate) -> str:
    return _listed(numbers, ["{0}", _("{0} and {1}"), _("{0}, {1} and {2}")], _("{first} to {last}"))


def _alternatives(numbers: list[str], _: Translate) -> str:
    return _listed(numbers, ["{0}", _("{0} or {1}"), _("{0}, {1} or {2}")], _("{first} to {last}"))


def _listed(numbers: list[str], patterns: list[str], many: str) -> str:
    if len(numbers) <= NAMED_ONE_BY_ONE:
        return patterns[len(numbers) - 1].format(*numbers)
    return many.format(first=numbers[0], last=numbers[-1])


def _rules_under(number: str, lines: Sequence[Line]) -> Iterator[Rule]:
    for place, line in enumerate(lines):
        own = _under(number, place)
        if line.steps:
            yield _order_rule(own, line.steps, line.order)
        if (kind := _mark(line)) is not None:
            yield Rule(kind, own, is_block=bool(line.steps))
        yield from _rules_under(own, line.steps)


def _order_rule(number: str, lines: Sequence[Line], order: Order) -> Rule:
    order = order if len(lines) > 1 else Order.IN_ORDER
    mixed = order is Order.ANY_ORDER and any(_has_several(line) for line in lines)
    return Rule(Kind.ORDER, number, order, len(lines), mixed=mixed)


def _has_several(line: Line) -> bool:
    """Whether doing this line may take more than one activity, so that another can come in between."""
    if line.may_be_repeated or (len(line.steps) > 1 and line.order is not Order.ONE_OF):
        return True
    return any(_has_several(child) for child in line.steps)


def _mark(line: Line) -> Kind | None:
    marks = {
        (True, False): Kind.SKIP,
        (False, True): Kind.REPEAT,
        (True, True): Kind.SKIP_OR_REPEAT,
    }
    return marks.get((line.may_be_skipped, line.may_be_repeated))


def _under(number: str, place: int) -> str:
    return f"{number}.{place + 1}" if number else str(place + 1)
