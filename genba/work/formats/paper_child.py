"""Reads a Word or PDF file in a process of its own that can do nothing else. `papers.py` starts it.

The file comes in by standard input, what is written in it goes out by standard output as JSON; how it ended
is the exit code. Whatever hides in the file meets a process without secrets and without Django, which from
then on opens no file and no connection, and dies when it takes too much memory or time. Macros, fields and
links are never followed; a document type (DOCTYPE) ends the reading before anything is expanded.
"""

import contextlib
import io
import json
import logging
import sys
import zipfile
from importlib import import_module
from typing import Any
from xml.parsers import expat

from genba.trail.closing import close_the_doors

PROCESSOR_SECONDS = 25
OUTPUT_BYTES = 32 * 1024 * 1024
PART_BYTES = 48 * 1024 * 1024  # of one part of a Word file, unpacked
MOST_PARTS = 5_000
MOST_PAGES = 400
MOST_LETTERS = 3_000_000
READ, DAMAGED, TOO_LARGE, MACROS, OUTSIDE, LOCKED, DOCTYPE, EMPTY = 0, 3, 4, 5, 6, 7, 8, 9
CODECS = tuple(f"encodings.{name}" for name in ("cp437", "cp1252", "latin_1", "utf_16", "utf_16_be", "idna"))
#: What would be loaded when it is needed first; then it could open no file any more.
LOADED_AHEAD = {
    "docx": CODECS,
    "pdf": (*CODECS, "pypdf", "pypdf.filters", "pypdf.generic", "pypdf._text_extraction", "pypdf._cmap"),
}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MAIN = "word/document.xml"


class EndedError(Exception):
    """The reading ends, with a code."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code


def main(kind: str) -> int:
    """Read what comes in. The code says how it went."""
    for module in LOADED_AHEAD[kind]:
        import_module(module)
    logging.disable(logging.CRITICAL)
    close_the_doors(seconds=PROCESSOR_SECONDS, output=OUTPUT_BYTES)
    try:
        content = sys.stdin.buffer.read()
        told = _pdf(content) if kind == "pdf" else _word(content)
        sys.stdout.write(json.dumps(told))
        sys.stdout.flush()
    except EndedError as end:
        return end.code
    except (MemoryError, RecursionError):
        return TOO_LARGE
    except Exception:
        return DAMAGED
    return READ


def _pdf(content: bytes) -> dict[str, Any]:
    pypdf = sys.modules["pypdf"]
    reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise EndedError(LOCKED)
    if len(reader.pages) > MOST_PAGES:
        raise EndedError(TOO_LARGE)
    pages, letters = [], 0
    for page in reader.pages:
        text = page.extract_text()
        letters += len(text)
        if letters > MOST_LETTERS:
            raise EndedError(TOO_LARGE)
        pages.append(text)
    if not any(page.strip() for page in pages):
        raise EndedError(EMPTY)
    title = ""
    with contextlib.suppress(Exception):
        title = str((reader.metadata or {}).get("/Title") or "")
    return {"pages": pages, "title": title[:500]}


def _word(content: bytes) -> dict[str, Any]:
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # an encrypted file, or one of the old kind
        raise EndedError(LOCKED)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        if len(parts) > MOST_PARTS:
            raise EndedError(TOO_LARGE)
        names = {part.filename for part in parts}
        if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
            raise EndedError(MACROS)
        if b"macroEnabled" in _part(package, "[Content_Types].xml"):
            raise EndedError(MACROS)
        for name in names:
            if name.endswith(".rels"):
                _refuse_what_lies_outside(_part(package, name))
        styles = _Styles(_part(package, "word/styles.xml") if "word/styles.xml" in names else b"")
        lists = _Lists(_part(package, "word/numbering.xml") if "word/numbering.xml" in names else b"")
        body = _Body(styles, lists)
        _walk(_part(package, MAIN), body.start, body.end, body.text)
        pages = body.pages
        if "docProps/app.xml" in names:
            about = _Properties()
            _walk(_part(package, "docProps/app.xml"), about.start, about.end, about.text)
            pages = max(pages, about.pages)
    if not body.passages:
        raise EndedError(EMPTY)
    return {"passages": body.passages, "count": pages}


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """One part, unpacked as far as it may go; what it says about its own size is not believed."""
    with package.open(name) as part:
        content = part.read(PART_BYTES + 1)
    if len(content) > PART_BYTES:
        raise EndedError(TOO_LARGE)
    return content


def _walk(content: bytes, start: Any, end: Any, text: Any = None) -> None:
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def refuse(*_about: object) -> None:
        raise EndedError(DOCTYPE)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.Parse(content, True)


def _refuse_what_lies_outside(content: bytes) -> None:
    """A link that people follow is fine. A template, a picture or an object from elsewhere is not."""

    def start(name: str, about: dict[str, str]) -> None:
        outside = about.get("TargetMode", "").lower() == "external"
        if name.endswith("Relationship") and outside and not about.get("Type", "").endswith("/hyperlink"):
            raise EndedError(OUTSIDE)

    _walk(content, start, None)


class _Properties:
    def __init__(self) -> None:
        self.pages = 0
        self._is_pages = False

    def start(self, name: str, _about: dict[str, str]) -> None:
        self._is_pages = name.endswith("}Pages")

    def end(self, _name: str) -> None:
        self._is_pages = False

    def text(self, words: str) -> None:
        if self._is_pages and words.isdigit():
            self.pages = min(int(words[:6]), 100_000)


class _Styles:
    """Which style is a heading, of which rank, and which belongs to a list."""

    def __init__(self, content: bytes) -> None:
        self.heading: dict[str, int] = {}
        self.list_of: dict[str, tuple[str, int]] = {}
        self._based: dict[str, str] = {}
        self._style, self._level = "", 0
        if content:
            _walk(content, self._start, None)
        for style in list(self._based):
            self._inherit(style)

    def _start(self, name: str, about: dict[str, str]) -> None:
        value = about.get(W + "val", "")
        if name == W + "style":
            self._style, self._level = about.get(W + "styleId", ""), 0
        elif name == W + "name" and value.lower().startswith("heading ") and value[8:].isdigit():
            self.heading[self._style] = int(value[8:10]) - 1
        elif name == W + "name" and value.lower() == "title":
            self.heading[self._style] = 0
        elif name == W + "outlineLvl" and value.isdigit() and int(value[:2]) < 9:
            self.heading.setdefault(self._style, int(value[:2]))
        elif name == W + "basedOn":
            self._based[self._style] = value
        elif name == W + "ilvl" and value.isdigit():
            self._level = int(value[:2])
        elif name == W + "numId":
            self.list_of[self._style] = (value, self._level)

    def _inherit(self, style: str) -> None:
        seen, here = set(), style
        while here in self._based and here not in seen:
            seen.add(here)
            here = self._based[here]
            if here in self.heading:
                self.heading.setdefault(style, self.heading[here])
            if here in self.list_of:
                self.list_of.setdefault(style, self.list_of[here])


class _Lists:
    """Which list is counted and which has bullets, by level."""

    def __init__(self, content: bytes) -> None:
        self._formats: dict[tuple[str, int], str] = {}
        self._of: dict[str, str] = {}
        self._abstract = self._number = ""
        self._level = 0
        if content:
            _walk(content, self._start, None)

    def _start(self, name: str, about: dict[str, str]) -> None:
        value = about.get(W + "val", "")
        if name == W + "abstractNum":
            self._abstract = about.get(W + "abstractNumId", "")
        elif name == W + "lvl":
            level = about.get(W + "ilvl", "0")
            self._level = int(level[:2]) if level.isdigit() else 0
        elif name == W + "numFmt":
            self._formats[self._abstract, self._level] = value
        elif name == W + "num":
            self._number = about.get(W + "numId", "")
        elif name == W + "abstractNumId":
            self._of[self._number] = value

    def kind(self, number: str, level: int) -> str:
        """numbered or bullet."""
        told = self._formats.get((self._of.get(number, ""), level), "decimal")
        return "bullet" if told in {"bullet", "none"} else "numbered"


class _Body:
    """The passages of the main part, as they come."""

    def __init__(self, styles: _Styles, lists: _Lists) -> None:
        self.passages: list[dict[str, Any]] = []
        self.pages = 1
        self._styles, self._lists = styles, lists
        self._words: list[str] = []
        self._is_text = False
        self._style = self._number = ""
        self._level: int | None = None
        self._cells: list[str] | None = None
        self._tables = self._rows = self._skipped = self._letters = 0

    def start(self, name: str, about: dict[str, str]) -> None:
        if self._skipped or name == FALLBACK:
            self._skipped += 1
            return
        if name in {W + "tbl", W + "tr", W + "tc"}:
            self._table(name)
        elif name in {W + "tab", W + "br", W + "cr", W + "lastRenderedPageBreak"}:
            self._words.append(" ")
            self.pages += about.get(W + "type") == "page" or name.endswith("PageBreak")
        elif name == W + "p":
            self._style = self._number = ""
            self._level = None
        else:
            self._property(name, about.get(W + "val", ""))

    def _property(self, name: str, value: str) -> None:
        if name == W + "pStyle":
            self._style = value
        elif name == W + "ilvl" and value.isdigit():
            self._level = int(value[:2])
        elif name == W + "numId":
            self._number = value
        elif name == W + "t":
            self._is_text = True

    def _table(self, name: str) -> None:
        if name == W + "tbl":
            self._tables += 1
            self._rows = 0
        elif name == W + "tr" and self._tables == 1:
            self._cells = []
        elif self._tables == 1 and self._cells is not None:
            self._words.clear()

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name == W + "t":
            self._is_text = False
        elif name == W + "p":
            self._paragraph()
        elif name == W + "tc" and self._tables == 1 and self._cells is not None:
            self._cells.append(" ".join("".join(self._words).split()))
            self._words.clear()
        elif name == W + "tr" and self._tables == 1:
            if self._cells and any(self._cells):
                self._keep({"kind": "row", "cells": self._cells, "is_head": not self._rows})
                self._rows += 1
            self._cells = None
        elif name == W + "tbl":
            self._tables -= 1

    def text(self, words: str) -> None:
        if self._is_text and not self._skipped:
            self._letters += len(words)
            if self._letters > MOST_LETTERS:
                raise EndedError(TOO_LARGE)
            self._words.append(words)

    def _paragraph(self) -> None:
        if self._cells is not None:
            self._words.append(" ")
            return
        text = " ".join("".join(self._words).split())
        self._words.clear()
        if not text:
            return
        if self._style in self._styles.heading:
            self._keep({"kind": "heading", "text": text, "level": self._styles.heading[self._style]})
            return
        number, level = self._number, self._level or 0
        if not number and self._style in self._styles.list_of:
            number, level = self._styles.list_of[self._style]
        if number and number != "0":
            self._keep({"kind": self._lists.kind(number, level), "text": text, "level": level})
        else:
            self._keep({"kind": "paragraph", "text": text})

    def _keep(self, passage: dict[str, Any]) -> None:
        if len(self.passages) >= 5_000:
            raise EndedError(TOO_LARGE)
        self.passages.append(passage)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
