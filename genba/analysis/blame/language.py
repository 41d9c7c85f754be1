"""A small guess at the language of a text, by its commonest words. It says “unknown” rather than guess
wildly."""

import re

from genba.analysis.blame.rules import LANGUAGES, common_words, rule_set
from genba.analysis.blame.words import key_of

UNKNOWN = "unknown"
_LOOKED_AT = 4_000  # characters; the language does not change behind them
_WORD = re.compile(r"[^\W\d_]+")
_NOUNS = frozenset({"person", "system", "duty"})
_SIGNS = {
    "de": "äöß",
    "es": "ñ¿¡áíóú",
    "fr": "àâçèêëîïôœùû",
    "it": "àèìòù",
    "pl": "ąćęłńśźż",
    "pt": "ãõáíóúç",
    "tr": "ğışç",
}


def language_of(text: str) -> str:
    """`en`, `de`, `es`, `fr` or `unknown`: the language with the most common words, when it leads.

    Looks at the first 4,000 characters. Words for people and machines of the rules count half. A tie, no
    common word at all, fewer
    than one in eight, or a lead of a language that is not ours, is `unknown`.
    """
    words = [word.casefold() for word in _WORD.findall(text[:_LOOKED_AT])]
    if not words:
        return UNKNOWN
    points = {name: float(sum(word in common for word in words)) for name, common in common_words().items()}
    for name, signs in _SIGNS.items():
        points[name] += 0.5 * sum(any(sign in word for sign in signs) for word in words)
    for name in LANGUAGES:
        lists = rule_set("blame", name).lists
        points[name] += 0.5 * sum(not _NOUNS.isdisjoint(lists.of(key_of(word, name))) for word in words)
    first, second = sorted(points, key=lambda name: -points[name])[:2]
    led = points[first] > points[second] and points[first] >= max(1.0, len(words) / 8)
    return first if led and first in LANGUAGES else UNKNOWN
