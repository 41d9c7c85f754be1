"""Patterns over words: what they may say, and how they are matched in steps that can be counted.

A pattern is a row of elements with a space between them:

    failed|fails        one of these words          @person     a word of this list (lists stand in the
    same file)
    carel*  *fahrer     by its beginning or end     @person?    may be missing
    <3>                 up to three words, none of which denies, names a system or begins another clause
    {3}                 the same, but systems may stand there          {3,}  and commas too
    !to                 the next word is not this   ^           only where a sentence or clause begins

There is no way to repeat without a bound: a pattern looks at `REACH` words at the most, so the time for a
text grows with
its length (`Text.steps` counts).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

REACH = 24
KEPT = 20_000  # words of strangers: a store of them must not grow for ever
Classes = frozenset[str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a pattern sees of one word: its key and the lists that it stands in."""

    key: str
    classes: Classes
    mark: bool
    begins: bool  # a clause begins here


@dataclass(frozen=True, slots=True)
class One:
    """An element that takes one word."""

    words: frozenset[str]
    classes: frozenset[str]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]
    optional: bool = False
    absent: bool = False  # `!word`: looks and takes nothing

    def takes(self, seen: Seen) -> bool:
        """Whether this word is one of them."""
        return (
            seen.key in self.words
            or not self.classes.isdisjoint(seen.classes)
            or (bool(self.beginnings) and seen.key.startswith(self.beginnings))
            or (bool(self.endings) and seen.key.endswith(self.endings))
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """An element that takes up to `most` words."""

    most: int
    systems: bool
    commas: bool

    def takes(self, seen: Seen) -> bool:
        """Whether a gap may go over this word."""
        if seen.mark:
            return self.commas and seen.key == ","
        barred = {"no", "break"} if self.systems else {"no", "break", "system", "owns"}
        return barred.isdisjoint(seen.classes)


@dataclass(frozen=True, slots=True)
class Start:
    """`^`: a clause begins here."""


Element = One | Gap | Start


class PatternFault(ValueError):  # noqa: N818  (a fault of the file, as the name says)
    """A pattern in a file of rules says something that patterns cannot say."""


def compiled(pattern: str, key: Callable[[str], str]) -> tuple[Element, ...]:
    """The elements of a pattern. `key` brings its words into the form in which texts are compared."""
    elements = tuple(_element(part, key) for part in pattern.split())
    if not needs(elements):
        message = f"“{pattern}” takes no word for certain"
        raise PatternFault(message)
    if sum(_reach(one) for one in elements) > REACH:
        message = f"“{pattern}” reaches over more than {REACH} words"
        raise PatternFault(message)
    return elements


def _reach(element: Element) -> int:
    """How many words an element takes at the most."""
    if isinstance(element, Gap):
        return element.most
    return int(isinstance(element, One) and not element.absent)


def _element(part: str, key: Callable[[str], str]) -> Element:
    if part == "^":
        return Start()
    if part[0] in "<{":
        inner = part[1:-1]
        return Gap(int(inner.rstrip(",")), systems=part[0] == "{", commas=inner.endswith(","))
    optional, absent = part.endswith("?"), part.startswith("!")
    choices = part.strip("!?").split("|")
    plain = [one for one in choices if not one.startswith(("@", "*")) and not one.endswith("*")]
    return One(
        words=frozenset(key(one) for one in plain),
        classes=frozenset(one[1:] for one in choices if one.startswith("@")),
        beginnings=tuple(key(one[:-1]) for one in choices if one.endswith("*")),
        endings=tuple(key(one[1:]) for one in choices if one.startswith("*")),
        optional=optional,
        absent=absent,
    )


def needs(elements: tuple[Element, ...]) -> tuple[One, ...]:
    """The elements that must take a word whenever the pattern matches; first those that few words can be."""
    must = [one for one in elements if isinstance(one, One) and not one.optional and not one.absent]
    return tuple(sorted(must, key=_width))


def _width(one: One) -> tuple[bool, bool, int]:
    return bool(one.beginnings or one.endings), bool(one.classes), len(one.words)


class Chances:
    """Which of some rows of elements could match in a stretch of text: every one of its elements must be able
    to take some word there. Each different element is one bit of a number, and what a word means for all of
    them is remembered."""

    def __init__(self, rows: Iterable[tuple[One, ...]]) -> None:
        bits: dict[One, int] = {}
        self.rows = [sum({1 << bits.setdefault(one, len(bits)) for one in row}) for row in rows]
        self._by_class: dict[str, int] = {}
        self._elements = bits
        self._by_key: dict[str, int] = {}
        for one, bit in bits.items():
            for name in one.classes:
                self._by_class[name] = self._by_class.get(name, 0) | 1 << bit

    def of(self, seen: list[Seen]) -> list[int]:
        """The numbers of the rows that have a chance in these words."""
        there = 0
        for one in seen:
            there |= self._of_key(one.key)
            for name in one.classes:
                there |= self._by_class.get(name, 0)
        return [number for number, row in enumerate(self.rows) if row & there == row]

    def _of_key(self, key: str) -> int:
        if key not in self._by_key:
            if len(self._by_key) > KEPT:
                self._by_key.clear()
            word = Seen(key, frozenset(), mark=False, begins=False)
            self._by_key[key] = sum(1 << bit for one, bit in self._elements.items() if one.takes(word))
        return self._by_key[key]


class Text:
    """A row of words under the eyes of patterns. `steps` counts what was looked at, for the proof of
    linear time."""

    def __init__(self, seen: list[Seen]) -> None:
        self.seen = seen
        self.steps = 0

    def match(self, elements: tuple[Element, ...], start: int) -> int | None:
        """The end (exclusive) of the shortest match that begins at `start`, or nothing."""
        first = elements[0]
        if isinstance(first, One) and not (first.optional or first.absent or first.takes(self.seen[start])):
            self.steps += 1
            return None
        return next((place for place in self._ends(elements, start) if place > start), None)

    def longest(self, elements: tuple[Element, ...], start: int) -> int | None:
        """The end (exclusive) of the longest match that begins at `start`, or nothing."""
        return next((place for place in reversed(self._ends(elements, start)) if place > start), None)

    def _ends(self, elements: tuple[Element, ...], start: int) -> list[int]:
        places = [start]
        for element in elements:
            reached: list[int] = []
            for place in places:
                reached += self._after(element, place)
            places = sorted(set(reached))
            if not places:
                break
        return places

    def _after(self, element: Element, place: int) -> list[int]:
        self.steps += 1
        if isinstance(element, Start):
            return [place] if place < len(self.seen) and self.seen[place].begins else []
        if isinstance(element, Gap):
            return self._over(element, place)
        there = place < len(self.seen) and element.takes(self.seen[place])
        if element.absent:
            return [] if there else [place]
        return ([place + 1] if there else []) + ([place] if element.optional else [])

    def _over(self, gap: Gap, place: int) -> list[int]:
        reached = [place]
        while place < len(self.seen) and len(reached) <= gap.most and gap.takes(self.seen[place]):
            self.steps += 1
            place += 1
            reached.append(place)
        return reached
