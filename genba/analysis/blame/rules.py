"""The rules of one language, from its YAML file: lists of words, patterns with their kind, questions."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from genba.analysis.blame.patterns import KEPT, Chances, Element, One, compiled, needs
from genba.analysis.blame.words import key_of

LANGUAGES = ("en", "de", "es", "fr")
SUBJECTS = ("blame", "ownership")


class UnknownLanguage(ValueError):  # noqa: N818  (what somebody asked for, no fault of the program)
    """There are no rules for this language."""

    def __init__(self, language: str) -> None:
        super().__init__(f"There are no rules for “{language}”: there are {', '.join(LANGUAGES)}.")


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern and what its match means. `denied` rules match although something before them denies."""

    kind: str
    elements: tuple[Element, ...]
    needed: tuple[One, ...]
    denied: bool
    supposed: bool


@dataclass(frozen=True)
class Lists:
    """Words by their list. Asked with a key, it gives the names of the lists; answers are kept."""

    exact: dict[str, frozenset[str]]
    beginnings: dict[str, frozenset[str]]
    endings: dict[str, frozenset[str]]
    _known: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, key: str) -> frozenset[str]:
        """The names of the lists in which this word stands."""
        if key not in self._known:
            if len(self._known) > KEPT:
                self._known.clear()
            self._known[key] = self._found(key)
        return self._known[key]

    def _found(self, key: str) -> frozenset[str]:
        found = set(self.exact.get(key, ()))
        for length in range(1, min(len(key), 24) + 1):
            found |= self.beginnings.get(key[:length], frozenset())
            found |= self.endings.get(key[-length:], frozenset())
        for name in [name for name in found if name.startswith("not_")]:  # a *Leiter* has no feelings
            found -= {name, name.removeprefix("not_")}
        return frozenset(found)


@dataclass(frozen=True)
class RuleSet:
    """All that is known for one subject in one language."""

    language: str
    lists: Lists
    rules: tuple[Rule, ...]
    clears: tuple[Rule, ...]  # nothing is flagged that has such words in it: *it would be unfair to say …*
    chances: tuple[Chances, Chances]  # of the rules and of the clears
    questions: dict[str, str]


@cache
def rule_set(subject: str, language: str) -> RuleSet:
    """The rules for `blame` or `ownership` in one language. UnknownLanguage when there are none."""
    if language not in LANGUAGES:
        raise UnknownLanguage(language)
    shared = _read(f"people.{language}.yaml")
    own = _read(f"{subject}.{language}.yaml")
    names = _read("names.yaml")["names"]
    words: dict[str, str] = {**shared["lists"], **own.get("lists", {}), "name": names}
    rules = tuple(
        _rule(kind, pattern, language) for kind, patterns in own["rules"].items() for pattern in patterns
    )
    clears = tuple(_rule("clears", f"no: {pattern}", language) for pattern in own.get("clears", ()))
    chances = (Chances(one.needed for one in rules), Chances(one.needed for one in clears))
    return RuleSet(language, _lists(words, language), rules, clears, chances, own["questions"])


def _rule(kind: str, told: str, language: str) -> Rule:
    pattern, denied, supposed = _marked(told)
    elements = compiled(pattern, lambda word: key_of(word, language))
    return Rule(kind, elements, needs(elements), denied, supposed)


@cache
def common_words() -> dict[str, frozenset[str]]:
    """The commonest words by language; of more languages than have rules."""
    return {name: frozenset(words.split()) for name, words in _read("common.yaml").items()}


def _marked(pattern: str) -> tuple[str, bool, bool]:
    """`no: …` bears a denial before it, `if: …` a supposition."""
    denied = pattern.startswith("no: ")
    supposed = pattern.startswith("if: ")
    return (pattern[4:] if denied or supposed else pattern), denied, supposed


def _read(name: str) -> dict[str, Any]:
    content = (files("genba.analysis.blame") / "rules" / name).read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(content)
    return told


def _lists(words: dict[str, str], language: str) -> Lists:
    exact: dict[str, set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    endings: dict[str, set[str]] = {}
    for name, row in words.items():
        for word in row.split():
            if word.endswith("*"):
                beginnings.setdefault(key_of(word[:-1], language), set()).add(name)
            elif word.startswith("*"):
                endings.setdefault(key_of(word[1:], language), set()).add(name)
            else:
                exact.setdefault(key_of(word, language), set()).add(name)
    frozen = [{key: frozenset(names) for key, names in one.items()} for one in (exact, beginnings, endings)]
    return Lists(*frozen)
