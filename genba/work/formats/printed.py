"""From the lines of printed pages back to passages: a PDF knows lines, not paragraphs.

Lines that stand on most pages (heads and feet) are left out. A line that begins with a number, a letter or a
bullet begins an item; a short line without a full stop that begins with a capital is a heading; what follows
is joined until a line ends a sentence well before the edge, or a new beginning comes.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from genba.work.formats.passages import BULLET, HEADING, LONGEST_PASSAGE, MOST_PASSAGES, NUMBERED, PARAGRAPH, Passage

ITEM = re.compile(r"^\s*(?:\(?(?P<number>\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|step\s+\d{1,3}[.:]?)\s+(?=\S)", re.I)
SECTION = re.compile(r"^\s*(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[A-Z])")
DOT = re.compile(r"^\s*[•●▪◦‣–—*-]\s+(?=\S)")
LONGEST_HEADING = 80
SHORT_OF_EDGE = 0.75
ROMAN = re.compile(r"[ivx]{2,4}", re.I)


def passages_of_pages(pages: Sequence[str]) -> tuple[Passage, ...]:
    """The passages of printed pages, one string each."""
    lines = list(_lines(pages))
    edge = sorted(len(line) for line in lines)[int(len(lines) * 0.9)] if lines else 0
    found: list[Passage] = []
    open_: Passage | None = None
    last = ""
    for line in [*lines, ""]:
        if not line.strip():
            found, open_ = _closed(found, open_), None
        elif (begun := _begins(line)) is not None:
            found, open_ = _closed(found, open_), begun
        elif open_ is None or _is_over(open_, last, line, edge):
            found, open_ = _closed(found, open_), Passage(PARAGRAPH, line.strip())
        else:
            open_ = Passage(open_.kind, _joined(open_.text, line), open_.level)
        last = line
    return tuple(_closed(found, open_)[:MOST_PASSAGES])


def _lines(pages: Sequence[str]) -> Iterator[str]:
    split = [[line.rstrip() for line in page.splitlines()] for page in pages]
    seen = Counter(key for page in split for key in {_key(line) for line in page if line.strip()})
    repeated = {key for key, times in seen.items() if len(pages) > 2 and times > len(pages) / 2}
    for page in split:
        for line in page:
            if not line.strip() or _key(line) not in repeated:
                yield line[:LONGEST_PASSAGE]


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _begins(line: str) -> Passage | None:
    words = line.strip()
    section = SECTION.match(line)
    if section and len(words) <= LONGEST_HEADING and not words.endswith((".", ";", ",")):
        return Passage(HEADING, words[section.end() - (len(line) - len(line.lstrip())) :].strip(), section["number"].count("."))
    if found := ITEM.match(line):
        return Passage(NUMBERED, line[found.end() :].strip(), _depth(found["number"] or "1"))
    if found := DOT.match(line):
        return Passage(BULLET, line[found.end() :].strip())
    if len(words) <= LONGEST_HEADING and words[:1].isupper() and _looks_like_a_title(words):
        return Passage(HEADING, words, 1)
    return None


def _depth(number: str) -> int:
    if number.isdigit():
        return 0
    return 2 if ROMAN.fullmatch(number) else 1


def _looks_like_a_title(words: str) -> bool:
    if words.endswith((".", ",", ";", ":", "!", "?")) or len(words) < 4:
        return False
    said = [word for word in words.split() if word[:1].isalpha() and len(word) > 3]
    return len(words.split()) <= 8 and bool(said) and all(word[:1].isupper() for word in said)


def _is_over(passage: Passage, last: str, line: str, edge: int) -> bool:
    if passage.kind == HEADING:
        return True
    ended = last.rstrip().endswith((".", ":", "!", "?"))
    return ended and len(last) < edge * SHORT_OF_EDGE and line.strip()[:1].isupper()


def _joined(text: str, line: str) -> str:
    """Two lines as one; a word that was divided at the edge becomes whole."""
    words = line.strip()
    if text.endswith("-") and text[-2:-1].isalpha() and words[:1].islower():
        return text[:-1] + words
    return f"{text} {words}"[:LONGEST_PASSAGE]


def _closed(found: list[Passage], passage: Passage | None) -> list[Passage]:
    if passage is not None and passage.text:
        found.append(passage)
    return found
