"""What is said to somebody who writes: a few words of theirs, each with a question. Pure: nothing is kept."""

from dataclasses import dataclass

from genba.analysis.blame.flags import Flag, flags, is_validated
from genba.analysis.blame.language import language_of

MOST = 3
LOOKED_AT = 10_000  # characters


@dataclass(frozen=True)
class Hints:
    """`known` says whether the language has rules; `language` lets the page say its words right."""

    known: bool
    language: str
    flags: tuple[Flag, ...]


def hints_for(text: str) -> Hints:
    """At most three places that judge people, one of each kind."""
    words = text[:LOOKED_AT]
    language = language_of(words)
    if not is_validated(language):
        return Hints(known=False, language="", flags=())
    by_kind: dict[str, Flag] = {}
    for flag in flags(words, language):
        by_kind.setdefault(flag.kind, flag)
    return Hints(known=True, language=language, flags=tuple(by_kind.values())[:MOST])
