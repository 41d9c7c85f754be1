"""A text as words with their places: quotations known, clauses known, in one pass."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

# What may stand in front of an apostrophe and is a word of its own: l'équipe, qu'il, jusqu'à.
_ELIDED = r"(?:[cdjlmnst]|qu|quelqu|jusqu|lorsqu|puisqu|quoiqu)['’]"
# What stands behind one in English: he's, they've, the fitter's.
_CLITIC = r"['’](?:s|re|ve|ll|d|m)\b"
_WORD = r"[^\W_]+(?:[-_][^\W_]+)*"
_MARK = r"[.!?;:,()\[\]…—–\"“”„‟«»‹›‘‚\n]|['’]"
_ENGLISH = re.compile(rf"{_CLITIC}|[^\W_]+n['’]t\b|{_WORD}|{_MARK}", re.IGNORECASE)
_ROMANCE = re.compile(rf"(?<![^\W_]){_ELIDED}|{_WORD}(?:['’](?=hui\b)[^\W_]+)?|{_MARK}", re.IGNORECASE)
_GERMAN = re.compile(rf"{_WORD}(?:[:*/]-?in(?:nen)?\b)?|{_MARK}")
_OTHER = re.compile(rf"{_WORD}|{_MARK}")
_BY_LANGUAGE = {"en": _ENGLISH, "fr": _ROMANCE, "de": _GERMAN}
_FOLDED = {"es", "fr"}  # typed without accents as often as with; German would lose *hätte* to *hatte*

_GENDERED = re.compile(r"[:*_/]-?(?=in(?:nen)?$)")  # Fahrer:innen, Pfleger*in, Prüfer/-in
# Typed in a hurry: didnt, shouldnt.
_CONTRACTED = {
    f"{verb}nt": f"{verb}n't"
    for verb in [
        *["did", "does", "do", "has", "have", "had", "is", "are", "was", "were"],
        *["wo", "ca", "could", "should", "would", "must"],
    ]
}
_CONTRACTED |= {"dosent": "doesn't", "dosnt": "doesn't", "didint": "didn't", "coudnt": "couldn't"}
_SPOKEN = {
    "nich": "nicht",
    "garnicht": "nicht",
    "garnich": "nicht",
    "nix": "nichts",
    "ham": "haben",
    "hams": "haben",
}
_SHORTENED = {  # a full stop behind these ends no sentence
    "en": frozenset({"mr", "mrs", "ms", "dr", "prof", "approx", "vs", "dept"}),
    "de": frozenset({"dr", "hr", "fr", "prof", "ca", "bzw", "nr", "str", "ggf", "evtl", "abt", "inkl"}),
}
_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ][^\W\d_A-ZÀ-ÖØ-Þ]*(?:-[^\W\d_]+)*")  # Marek, Jean-Luc; not HBase
_CLOSES = {
    "“": "”",
    "„": '“”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "'": "'",
    "”": "”",
}
_LONGEST_QUOTATION = 600  # characters; an opening mark that is not closed by then was something else
ENDS = frozenset(".!?…;\n")
_SOFT = frozenset(",:—–()[]\"“”„‟«»‹›‘’‚'")


@dataclass(frozen=True, slots=True)
class Word:
    """One word or mark. `key` is what rules see: case-folded, straight apostrophes, accents off in es and
    fr."""

    key: str
    start: int
    end: int
    capital: bool  # begins with a capital and goes on in small letters
    first: bool  # begins a sentence
    quoted: bool

    @property
    def ends(self) -> bool:
        """Whether a sentence ends here."""
        return self.key in ENDS

    @property
    def mark(self) -> bool:
        """Whether it is a mark and not a word."""
        return self.key in ENDS or self.key in _SOFT


def words_of(text: str, language: str) -> list[Word]:
    """The words and marks of a text, in order; time grows with its length and nothing else."""
    quoted = _quotations(text)
    starts = [start for start, _ in quoted]
    found: list[Word] = []
    first = True
    for match in _BY_LANGUAGE.get(language, _OTHER).finditer(text):
        start, end = match.span()
        raw = match.group()
        if raw == "." and found and found[-1].end == start and _is_short(found[-1], text, language):
            continue
        at = bisect_right(starts, start) - 1
        inside = at >= 0 and quoted[at][0] <= start < quoted[at][1]
        one = Word(key_of(raw, language), start, end, _CAPITAL.fullmatch(raw) is not None, first, inside)
        found.append(one)
        first = one.ends or (first and one.mark) or (language == "de" and one.key == ":")
    return found


def _is_short(word: Word, text: str, language: str) -> bool:
    """Whether the full stop behind this word belongs to it: *Dr. Weber*, *z. B.*."""
    known = _SHORTENED.get(language, frozenset[str]())
    return word.key in known or (
        bool(known) and text[word.start : word.end].islower() and word.end - word.start == 1
    )


def key_of(raw: str, language: str) -> str:
    """A word as rules compare it."""
    if language == "en" and raw == "IT":
        return "it-department"  # and not the pronoun
    key = unicodedata.normalize("NFC", raw).casefold().replace("’", "'")
    if language == "en":
        return _CONTRACTED.get(key, key)
    if language == "de":
        return _SPOKEN.get(key) or _GENDERED.sub("", key)
    if language in _FOLDED and not key.isascii():
        apart = unicodedata.normalize("NFD", key)
        key = "".join(sign for sign in apart if not unicodedata.combining(sign)).replace("œ", "oe")
    return key


def _quotations(text: str) -> list[tuple[int, int]]:
    """Where something is quoted, marks included; nothing when the whole text stands in marks."""
    found: list[tuple[int, int]] = []
    at = 0
    for opening in re.finditer(r"[\"“„«»‹‘‚'”]", text):
        start = opening.start()
        if start < at or not _may_open(text, start):
            continue
        end = _closed(text, start)
        if end is not None:
            found.append((start, end))
            at = end
    outside = "".join(
        text[left:right]
        for left, right in zip(
            [0, *(end for _, end in found)], [*(s for s, _ in found), len(text)], strict=True
        )
    )
    return found if re.search(r"[^\W\d_]{2}", outside) else []


def _may_open(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    after = text[at + 1 : at + 2]
    if text[at] in "»”":  # »German books«, ”Scandinavian”: only when it cannot be a closing mark
        return bool(after) and not after.isspace() and (not before or before.isspace() or before in ":(")
    return not before.isalnum()


def _closed(text: str, start: int) -> int | None:
    """Where the quotation that begins here ends, or nothing when it does not within reach."""
    closing = _CLOSES[text[start]]
    inner_apostrophe = text[start] in "‘‚'"
    for at in range(start + 1, min(len(text), start + _LONGEST_QUOTATION)):
        if text[at] not in closing:
            continue
        if inner_apostrophe and text[at + 1 : at + 2].isalnum():
            continue
        return at + 1
    return None
