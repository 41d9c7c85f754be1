"""Texts that tell of the same trouble: which words are asked for, and how alike the found texts are.

Two steps, as in every search over many texts. The rarest words of a text bring some hundred candidates out of
an index; then these are compared in earnest, by the groups of three to five letters and by the whole words
that they share. Groups of letters know no language: endings, compounds (German), articles written together
with their word (Arabic) and slips of the pen cost little, where whole words would not meet at all; whole
words keep apart what only sounds alike. How often each finds what belongs together is told in
`docs/reference/similar.md`.

Source: term weighting as in Salton and Buckley, Term-weighting approaches in automatic text retrieval, 1988;
letter groups as in McNamee and Mayfield, Character n-gram tokenization for European language text retrieval,
2004; mercy for long texts as in Singhal, Buckley and Mitra, Pivoted document length normalization, 1996.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
import numpy.typing as npt

MOST_WORDS = 60
MOST_ASKED = 72
FREQUENT = 400  # texts that hold a word; beyond that it tells little, and is asked no further
COMMON_SIZE = 5_000  # texts; the scale of rarity. It need not be the true number: only the order counts
RARITY_POWER = 1.5
TITLE_WEIGHT = 1.5
BEGINNING_WEIGHT = 0.5
LENGTH_POWER = 0.2
LONG_WORD = 7  # letters; such a word is also looked for by its beginning
LETTERS_COMPARED = 500  # of a body; further on come logs and quotations, which lead astray
GROUPS = (3, 4, 5)
BUCKET_BITS = 16
UNSEEN = 60  # texts assumed beside the compared ones that hold none of it; else what all share told nothing
MERCY = 0.5  # for the length of a text compared by words: 0 none, 1 as if it had the length of the asked one
_HASH_BASE = np.uint32(1_000_003)
_HASH_SPREAD = np.uint32(0x9E3779B1)
_WORD = re.compile(r"[^\W_]+")
_ARABIC_ARTICLE = re.compile(r"^[وبلفك]?ال(?=\w{3})")
_ARABIC = re.compile(r"^[\u0620-\u064a]{3,}$")

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Small = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Telling:
    """A text as it is compared: its title counts more than its body."""

    title: str
    body: str = ""


@dataclass(frozen=True)
class Asked:
    """One word that the index is asked for; `is_open` also matches words that begin with it.

    `whole` is a word that it surely finds, itself or the one whose beginning it is; where that one is
    frequent, nothing is gained by asking. Empty where there is none.
    """

    text: str
    weight: float = 1.0
    is_open: bool = False
    whole: str = field(default="", compare=False)


def words_to_ask(telling: Telling) -> list[Asked]:
    """The words an index is asked for, at most MOST_ASKED, those of the title first.

    Which of them are rare only the index knows; `weigh` takes them by how many texts hold each.
    """
    in_title, in_body = _words(telling.title), _words(telling.body[:2000])
    words = list(dict.fromkeys([*in_title, *in_body]))[:MOST_WORDS]
    of_title = set(in_title)
    asked = [Asked(word, TITLE_WEIGHT if word in of_title else 1.0, whole=word) for word in words]
    asked += [one for word in words for one in _relatives(word)]
    return list(dict.fromkeys(asked))[:MOST_ASKED]


def weigh(asked: Sequence[Asked], found: Mapping[int, Integers], *, most: int) -> dict[int, float]:
    """The best candidates, best first, each with its share of all that the words weigh: above 0, at most 1.

    `found` holds by the place of a word in `asked` the keys of the texts that hold it, shape (n,); the index
    gives at most FREQUENT for a word. A word that reaches this is too frequent to tell anything and counts
    nothing.
    """
    weights = {
        place: asked[place].weight * log(COMMON_SIZE / len(held)) ** RARITY_POWER
        for place, held in found.items()
        if 0 < len(held) < FREQUENT
    }
    if not weights:
        return {}
    keys, places = np.unique(np.concatenate([found[place] for place in weights]), return_inverse=True)
    of_each = np.repeat(list(weights.values()), [len(found[place]) for place in weights])
    totals = np.bincount(places, of_each) / sum(weights.values())
    best = np.argsort(-totals, kind="stable")[:most]
    return {int(keys[at]): float(totals[at]) for at in best}


def fair_to_short(weight: float, letters: int) -> float:
    """The weight of a candidate of so many letters. A long text holds many words by chance."""
    return weight / float((letters / 6 + 20) ** LENGTH_POWER)


def likeness(telling: Telling, others: Sequence[Telling]) -> Floats:
    """How alike each of the others is to the text: shape (n,), from 0 (nothing shared) to 1 (the same text).

    The mean of two cosines, that of the letter groups and that of the words. Each is weighted by how rare it
    is among the others, so that what all of them share tells next to nothing.
    """
    if not others:
        return np.zeros(0)
    texts = [_spread(one) for one in (telling, *others)]
    by_letters, by_words = _letter_groups(texts), _whole_words(texts)
    return np.minimum((_cosines(by_letters, len(texts)) + _cosines(by_words, len(texts), MERCY)) / 2, 1.0)


@dataclass(frozen=True)
class _Marks:
    """What texts are made of: the row of the text, the number of the mark, how often it stands there.

    All three have the same shape. Row 0 is the text that is asked about.
    """

    rows: Integers
    marks: Integers
    counts: Floats


def _cosines(found: _Marks, texts: int, mercy: float = 0.0) -> Floats:
    """The cosine of row 0 with each other row; above it where `mercy` is shown to longer texts."""
    rows, marks, of_others = found.rows, found.marks, found.rows > 0
    holding = np.bincount(marks[of_others], minlength=int(marks.max(initial=0)) + 1)
    rarity = np.log((texts - 1 + UNSEEN) / np.maximum(holding, 1))
    values = (1 + np.log(found.counts)) * rarity[marks]
    lengths = np.sqrt(np.bincount(rows, values**2, minlength=texts))
    asked = np.zeros(len(holding))
    asked[marks[~of_others]] = values[~of_others]
    shared = np.bincount(rows, values * asked[marks], minlength=texts)
    scale = lengths[0] * (mercy * lengths[0] + (1 - mercy) * lengths[1:])
    return np.asarray(shared[1:] / np.maximum(scale, 1e-12), dtype=np.float64)


def _letter_groups(texts: Sequence[str]) -> _Marks:
    letters = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32)
    owners = np.repeat(np.arange(len(texts), dtype=np.uint32), [len(text) for text in texts])
    return _counted(np.concatenate([_cells(letters, owners, size) for size in GROUPS]), BUCKET_BITS)


def _cells(letters: Small, owners: Small, size: int) -> Small:
    """The cell (text, bucket) of every group of so many letters that lies within one text."""
    count = max(len(letters) - size + 1, 0)
    code = np.full(count, size, dtype=np.uint32)
    for step in range(size):
        code = code * _HASH_BASE + letters[step : step + count]
    bucket = code * _HASH_SPREAD >> np.uint32(32 - BUCKET_BITS)
    within = owners[:count] == owners[size - 1 : size - 1 + count]
    cells = (owners[:count] << np.uint32(BUCKET_BITS)) | bucket
    return np.asarray(cells[within], dtype=np.uint32)


def _whole_words(texts: Sequence[str]) -> _Marks:
    numbers: dict[str, int] = {}
    words = [text.split() for text in texts]
    marks = [numbers.setdefault(word, len(numbers)) for of_one in words for word in of_one]
    owners = np.repeat(np.arange(len(texts), dtype=np.uint32), [len(of_one) for of_one in words])
    bits = len(numbers).bit_length()
    return _counted((owners << np.uint32(bits)) | np.array(marks, dtype=np.uint32), bits)


def _counted(cells: Small, bits: int) -> _Marks:
    """Count the cells: the row of the text, and in the last bits the mark. Sorting beats a wide table."""
    cells = np.sort(cells).astype(np.int64)
    begins = np.flatnonzero(np.diff(cells, prepend=-1))
    found, counts = cells[begins], np.diff(begins, append=len(cells))
    return _Marks(found >> bits, found & ((1 << bits) - 1), counts.astype(np.float64))


def _spread(telling: Telling) -> str:
    """The text as its letters are compared: the title twice, then the beginning of the body."""
    title = " ".join(_WORD.findall(folded(telling.title)))
    body = " ".join(_WORD.findall(folded(telling.body[:LETTERS_COMPARED])))
    return f" {title} {title} {body} "


def _words(text: str) -> list[str]:
    """The words as they are written, since only the index knows how it folds them."""
    composed = unicodedata.normalize("NFC", text).lower()
    return [word for word in _WORD.findall(composed) if len(word) > 1]


def _relatives(word: str) -> Iterable[Asked]:
    """Other shapes of a word that an index of whole words does not know to be the same."""
    if bare := _ARABIC_ARTICLE.sub("", word):
        if bare != word:
            yield Asked(bare, BEGINNING_WEIGHT, is_open=True)
        elif _ARABIC.match(word):
            yield Asked(f"ال{word}", BEGINNING_WEIGHT)
    if len(word) >= LONG_WORD and word.isalpha():
        yield Asked(word[: max(5, len(word) * 3 // 5)], BEGINNING_WEIGHT, is_open=True, whole=word)


def folded(text: str) -> str:
    """Without case, accents and vowel signs."""
    if text.isascii():
        return text.lower()
    split = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in split if not unicodedata.combining(letter)).lower()
