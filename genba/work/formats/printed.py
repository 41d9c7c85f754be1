"""From the lines of printed pages back to passages: a PDF knows lines, not paragraphs.

Lines that stand on most pages (heads and feet) are left out. A line that begins with a number, a letter or a
bullet begins an item; a short line without a full stop that begins with a capital is a heading; what follows
is joined until a line ends a sentence well before the edge, or a new beginning comes.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from genba.work.formats.passages import (
    BULLET,
    HEADING,
    LONGEST_PASSAGE,
    MOST_PASSAGES,
    NUMBERED,
    PARAGRAPH,
    Passage,
)
from genba.work.formats.recognised import begins_with_a_doing

ITEM = re.compile(
    r"^\s*(?:\(?(?P<number>\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|step\s+\d{1,3}[.:]?)\s+(?=\S)", re.I
)
SECTION = re.compile(r"^\s*(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[A-Z])")
DOT = re.compile(r"^\s*[•●▪◦‣–—*-]\s+(?=\S)")
LONGEST_HEADING = 80
EDGE = 3  # lines at the top and at the bottom of a page where heads and feet stand
SHORT_OF_EDGE = 0.75
ROMAN = re.compile(r"[ivx]{2,4}", re.I)


def passages_of_pages(pages: Sequence[str]) -> tuple[Passage, ...]:
    """The passages of printed pages, one string each."""
    lines = list(_lines(pages))
    edge = sorted(len(line) for line in lines)[int(len(lines) * 0.9)] if lines else 0
    found: list[Passage] = []
    open_: Passage | None = None
    last = ""
    for line, after in zip([*lines, ""], [*lines, "", ""][1:], strict=True):
        if not line.strip():
            found, open_ = _closed(found, open_), None
        elif (begun := _begins(line, after)) is not None:
            found, open_ = _closed(found, open_), begun
        elif _stands_alone(line, last, after, open_, edge):
            begun = Passage(HEADING, line.strip(), 1)
            found, open_ = _closed(found, open_), begun
        elif open_ is None or _is_over(open_, last, line, edge):
            found, open_ = _closed(found, open_), Passage(PARAGRAPH, line.strip())
        else:
            open_ = Passage(open_.kind, _joined(open_.text, line), open_.level)
        last = line
    return tuple(_closed(found, open_)[:MOST_PASSAGES])


def _lines(pages: Sequence[str]) -> Iterator[str]:
    split = [[line.rstrip() for line in page.splitlines() if line.strip()] for page in pages]
    edges = [{_key(line) for line in (*page[:EDGE], *page[-EDGE:])} for page in split]
    seen = Counter(key for page in edges for key in page)
    repeated = {key for key, times in seen.items() if len(pages) > 2 and times > len(pages) / 2}
    for page in split:
        for number, line in enumerate(page):
            is_at_edge = number < EDGE or number >= len(page) - EDGE
            if not (is_at_edge and _key(line) in repeated):
                yield line[:LONGEST_PASSAGE]


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _begins(line: str, after: str) -> Passage | None:
    words = line.strip()
    section = SECTION.match(line)
    if section and _is_title_of_a_section(section, words, line[section.end() :], after):
        return Passage(
            HEADING,
            words[section.end() - (len(line) - len(line.lstrip())) :].strip(),
            section["number"].count("."),
        )
    if found := ITEM.match(line):
        return Passage(NUMBERED, line[found.end() :].strip(), _depth(found["number"] or "1"))
    if found := DOT.match(line):
        return Passage(BULLET, line[found.end() :].strip())
    if len(words) <= LONGEST_HEADING and words[:1].isupper() and _looks_like_a_title(words):
        return Passage(HEADING, words, 1)
    return None


def _is_title_of_a_section(section: re.Match[str], words: str, title: str, after: str) -> bool:
    """“2.1 Steps” is one; “2. Open the valve” is an item, and so is what goes on in the next line."""
    if len(words) > LONGEST_HEADING or words.endswith((".", ";", ",")) or after.strip()[:1].islower():
        return False
    return "." in section["number"] or not begins_with_a_doing(title)


def _depth(number: str) -> int:
    if number.isdigit():
        return 0
    return 2 if ROMAN.fullmatch(number) else 1


def _looks_like_a_title(words: str) -> bool:
    if words.endswith((".", ",", ";", ":", "!", "?")) or len(words) < 4:
        return False
    said = [word for word in words.split() if word[:1].isalpha() and len(word) > 3]
    return len(words.split()) <= 8 and bool(said) and all(word[:1].isupper() for word in said)


def _stands_alone(line: str, last: str, after: str, open_: Passage | None, edge: int) -> bool:
    """A short line between two sentences, or after another heading: a heading too."""
    words = line.strip()
    is_short = len(words) <= LONGEST_HEADING and len(words) < edge * SHORT_OF_EDGE
    if not is_short or not words[:1].isupper() or words.endswith((".", ",", ";", ":", "!", "?")):
        return False
    is_free = open_ is None or open_.kind == HEADING or last.rstrip().endswith((".", ":", "!", "?"))
    return is_free and bool(re.match(r"\s*(?:[A-Z0-9(•-]|$)", after))


def _is_over(passage: Passage, last: str, line: str, edge: int) -> bool:
    if passage.kind == HEADING:
        return True
    ended = passage.kind != PARAGRAPH or last.rstrip().endswith((".", ":", "!", "?"))
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
