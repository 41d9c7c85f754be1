"""What in a text may tell who wrote it, or names somebody: found before admission, to be left out.

This is a help, never a proof. A detail that only one person can know looks like any other.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person

SHORTEST_NAME = 3
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d\s()./–-]{5,22}\d(?!\w)")
FEWEST_DIGITS = 7
DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
ALONE = re.compile(
    r"\b(?:i(?:'|’)?m the only|i am the only|only i (?:know|knew|saw|was|have)|"
    r"nobody (?:else )?(?:but|except) me|my (?:boss|wife|husband|shift|locker|badge)|"
    r"ich bin (?:der|die|das) einzige\w*|nur ich (?:weiß|weiss|habe|war|kann)|als einzige\w*|außer mir|"
    r"soy (?:el|la) únic[oa]|sólo yo|solo yo|nadie más que yo|"
    r"je suis (?:le|la) seule?|moi seule?|personne d(?:'|’)autre que moi|"
    r"tek ben|yalnızca ben|sadece ben|benden başka|"
    r"meine? (?:chef\w*|frau|mann|schicht))\b"
    r"|أنا الوحيد|أنا الوحيدة|وحدي أعرف|لا أحد غيري",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Hint(Enum):
    """Why a passage is marked, and what stands for it where it is left out."""

    NAME = "name"
    MAIL = "mail"
    PHONE = "phone"
    ALONE = "alone"

    @property
    def why(self) -> str | Promise:
        """For whoever admits it."""
        return WHY[self]

    @property
    def stand_in(self) -> str | Promise:
        """For whoever reads the admitted copy."""
        return STAND_INS[self]


WHY: dict[Hint, str | Promise] = {
    Hint.NAME: _("a name from your people"),
    Hint.MAIL: _("an e-mail address"),
    Hint.PHONE: _("perhaps a telephone or personnel number"),
    Hint.ALONE: _("says that few could know this"),
}
STAND_INS: dict[Hint, str | Promise] = {
    Hint.NAME: _("[name]"),
    Hint.MAIL: _("[e-mail]"),
    Hint.PHONE: _("[number]"),
    Hint.ALONE: _("[left out]"),
}


@dataclass(frozen=True)
class Mark:
    """A passage, from `start` up to `end`, that may identify somebody."""

    start: int
    end: int
    hint: Hint


def marks_in(text: str) -> list[Mark]:
    """The passages of a text that may identify somebody, in order, without overlaps."""
    found = [Mark(*hit.span(), Hint.MAIL) for hit in MAIL.finditer(text)]
    found += [Mark(*hit.span(), Hint.PHONE) for hit in PHONE.finditer(text) if _is_number(hit.group())]
    found += [Mark(*hit.span(), Hint.ALONE) for hit in ALONE.finditer(text)]
    found += _names_in(text)
    return _apart(found)


def without(text: str, marks: Iterable[Mark]) -> str:
    """The text with a stand-in for every marked passage."""
    parts, at = [], 0
    for mark in marks:
        parts += [text[at : mark.start], str(mark.hint.stand_in)]
        at = mark.end
    return "".join([*parts, text[at:]])


def passages(text: str, marks: Iterable[Mark]) -> list[tuple[str, Hint | None]]:
    """The text cut into passages, each with its hint or none."""
    parts: list[tuple[str, Hint | None]] = []
    at = 0
    for mark in marks:
        parts += [(text[at : mark.start], None), (text[mark.start : mark.end], mark.hint)]
        at = mark.end
    return [part for part in [*parts, (text[at:], None)] if part[0]]


def _names_in(text: str) -> list[Mark]:
    """Words that are a name of somebody here: written large, or first and last name side by side."""
    words = list(WORD.finditer(text))
    said = {hit.group().casefold() for hit in words}
    known, whole = _known_names(said)
    marks = [
        Mark(*hit.span(), Hint.NAME)
        for hit in words
        if hit.group().casefold() in known and not hit.group()[0].islower()
    ]
    for left, right in pairwise(words):
        if (left.group().casefold(), right.group().casefold()) in whole:
            marks.append(Mark(left.start(), right.end(), Hint.NAME))
    return marks


def _known_names(said: set[str]) -> tuple[set[str], set[tuple[str, str]]]:
    """Of the words said, those that are names here; and the pairs of names that stand side by side."""
    known: set[str] = set()
    whole: set[tuple[str, str]] = set()
    names = Person.objects.filter(erased_on=None).values_list("name", flat=True)
    for name in names.iterator(chunk_size=5000):
        parts = [part.casefold() for part in WORD.findall(name)]
        known |= {part for part in parts if len(part) >= SHORTEST_NAME and part in said}
        whole |= {pair for pair in pairwise(parts) if said.issuperset(pair)}
        whole |= {(later, former) for former, later in pairwise(parts) if said.issuperset((former, later))}
    return known, whole


def _is_number(digits: str) -> bool:
    return sum(map(str.isdigit, digits)) >= FEWEST_DIGITS and not DAY.fullmatch(digits.strip())


def _apart(found: list[Mark]) -> list[Mark]:
    """In order; of marks that overlap the longer one."""
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start - mark.end, mark.start)):
        if all(mark.end <= other.start or mark.start >= other.end for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)
