"""Which words of a text judge people, and which say whose job quality is. Rules only: no model, no
network, no clock.

**Blame** is a judgement in the text about a deficiency or fault of a person or people. **Ownership** is
how a text speaks of
quality: as ours (*we changed*) or as somebody else's job (*not my department*). Both are separate sets of
rules, measured on
separate gold sets; the figures stand in docs/reference/blame.md. Neither is ever counted by author.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from genba.analysis.blame.neighbours import seen_in
from genba.analysis.blame.patterns import REACH, Chances, Seen, Text
from genba.analysis.blame.rules import LANGUAGES, Rule, RuleSet, rule_set
from genba.analysis.blame.words import ENDS, words_of

PIECE = 20_000  # characters looked at together; longer texts are cut where a word ends
STRETCH = 40  # words that are looked at together
FAR = 8  # words before a match in which a denial is looked for
SUPPOSABLE = {"judgement", "omission", "trait"}  # the others mean the same behind an *if*
# Of what an explanation takes the blame, and the list in which a word of it stands.
EXPLAINED = {"omission": "no", "judgement": "mistaken", "sanction": "redone"}
REASON = 4  # words behind a *because*
_DENIES = frozenset({"no", "without"})
_GOES_ON = frozenset({"no", "opine"})
_SUBORDINATE = frozenset({"dass", "weil", "ob", "that", "because", "que", "qu'", "porque"})


@dataclass(frozen=True, slots=True)
class Flag:
    """Words in a text from `start` to `end` (code points, end exclusive), their kind and a question about
    the system.

    Kinds of blame: judgement, omission, counterfactual, sanction, trait. Kinds of ownership: ours, others
    (which has a question,
    ours has none).
    """

    start: int
    end: int
    words: str
    kind: str
    question: str


def flags(text: str, language: str) -> tuple[Flag, ...]:
    """The judgements about people in a text. UnknownLanguage for another language than `LANGUAGES`."""
    return _found(text, rule_set("blame", language))


def ownership(text: str, language: str) -> tuple[Flag, ...]:
    """Where a text takes quality for ours or for somebody else's. UnknownLanguage as above."""
    return _found(text, rule_set("ownership", language))


def is_validated(language: str) -> bool:
    """Whether there is a gold set, and so a figure that says how often the rules are right."""
    return language in LANGUAGES


def _found(text: str, rules: RuleSet) -> tuple[Flag, ...]:
    return tuple(flag for at, piece in _pieces(text) for flag in looked_over(piece, at, rules)[0])


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces of bounded length, each with its place."""
    at = 0
    while at < len(text):
        end = min(len(text), at + PIECE)
        if end < len(text):
            cut = max(text.rfind("\n", at + PIECE // 2, end), text.rfind(" ", at + PIECE // 2, end))
            end = cut + 1 if cut > at else end
        yield at, text[at:end]
        at = end


def looked_over(piece: str, at: int, rules: RuleSet) -> tuple[list[Flag], int]:
    """The flags in one piece, and how many steps it took."""
    words = words_of(piece, rules.language)
    text = Text(seen_in(words, rules))
    cleared = {
        at
        for start, _, rule in _matches(text, rules.clears, rules.chances[1])
        for at in range(start, text.longest(rule.elements, start) or start)
    }
    matches = [
        (place, end, rule)
        for place, end, rule in _matches(text, rules.rules, rules.chances[0])
        if cleared.isdisjoint(range(place, end)) and _holds(text.seen, place, end, rule)
    ]
    found = [
        Flag(
            at + words[place].start,
            at + words[end - 1].end,
            piece[words[place].start : words[end - 1].end],
            rule.kind,
            rules.questions.get(rule.kind, ""),
        )
        for place, end, rule in _apart(matches)
    ]
    return found, text.steps + len(words)


def _matches(text: Text, rules: tuple[Rule, ...], chances: Chances) -> Iterator[tuple[int, int, Rule]]:
    """Where rules match: first word, end, rule."""
    for first, last in _stretches(text.seen):
        for number in chances.of(text.seen[first : last + REACH]):
            rule = rules[number]
            for place in range(first, last):
                end = text.match(rule.elements, place)
                if end is not None:
                    yield place, end, rule


def _stretches(seen: list[Seen]) -> Iterator[tuple[int, int]]:
    """Sentences, or forty words where a sentence has no end: begin and end."""
    first = 0
    for place, one in enumerate(seen):
        if place - first >= STRETCH or (one.mark and one.key in ENDS):
            yield first, place + 1
            first = place + 1
    if first < len(seen):
        yield first, len(seen)


def _apart(matches: list[tuple[int, int, Rule]]) -> list[tuple[int, int, Rule]]:
    """Matches that do not overlap: the one that begins first, of those the longest."""
    chosen: list[tuple[int, int, Rule]] = []
    for match in sorted(matches, key=lambda one: (one[0], -one[1])):
        if not chosen or match[0] >= chosen[-1][1]:
            chosen.append(match)
    return chosen


def _holds(seen: list[Seen], start: int, end: int, rule: Rule) -> bool:
    """Whether nothing in front denies or only supposes what was matched."""
    if not rule.denied and _is_denied(seen, start):
        return False
    if rule.kind in EXPLAINED and not rule.denied and _is_explained(seen, start, end, EXPLAINED[rule.kind]):
        return False
    if rule.supposed or rule.kind not in SUPPOSABLE:
        return True
    return not _is_supposed(seen, start, end, rule)


def _is_denied(seen: list[Seen], start: int) -> bool:
    for place in range(start - 1, max(-1, start - 1 - FAR), -1):
        one = seen[place]
        if not _DENIES.isdisjoint(one.classes):
            return True
        if (one.mark or "break" in one.classes) and not _goes_on(seen, place):
            return False
    return False


def _goes_on(seen: list[Seen], place: int) -> bool:
    """Whether a denial reaches over this comma or conjunction: “not because”, “we do not think that”,
    “nicht, dass”."""
    one = seen[place]
    if one.mark and one.key != ",":
        return False
    before = place - 1
    if one.key in _SUBORDINATE and before >= 0 and seen[before].key == ",":
        before -= 1
    if before < 0:
        return False
    if one.mark:  # a comma alone: only between a verb of thinking and its sentence
        follows = seen[place + 1].classes if place + 1 < len(seen) else frozenset[str]()
        return ("break" in follows and not _GOES_ON.isdisjoint(seen[before].classes)) or "opine" in seen[
            before
        ].classes
    return not _GOES_ON.isdisjoint(seen[before].classes)


def _is_explained(seen: list[Seen], start: int, end: int, sign: str) -> bool:
    """Whether the text says why: “no cerró la válvula porque la rueda estaba rota”, “took the wrong cable
    because both had the same number”. Where a person is the reason, it explains nothing."""
    if not any(sign in one.classes for one in seen[start:end]):
        return False
    for place in range(end, min(len(seen), end + FAR)):
        one = seen[place]
        if one.mark and one.key in ENDS:
            return False
        if "because" in one.classes:
            return True
        if "owing" in one.classes:
            reason = seen[place + 1 : place + 1 + REASON]
            return not any({"person", "self"} & other.classes for other in reason)
    return False


def _is_supposed(seen: list[Seen], start: int, end: int, rule: Rule) -> bool:
    if rule.kind != "trait" and any("modal" in one.classes for one in seen[start:end]):
        return True  # anybody can make a mistake
    present = any("present" in one.classes for one in seen[start:end])
    for place in range(min(start + 1, end - 1), max(-1, start - 1 - FAR), -1):
        one = seen[place]
        if one.mark:
            return False
        if "if" in one.classes or (present and "when" in one.classes):
            return True
    return False
