"""Markdown as passages; pictures, links and HTML in it are words, nothing is fetched or run."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from genba.work.formats.document import FormatFault
from genba.work.formats.passages import (
    BULLET,
    HEADING,
    LONGEST_PASSAGE,
    MOST_PASSAGES,
    NUMBERED,
    PARAGRAPH,
    ROW,
    Passage,
    Writing,
)
from genba.work.steps import one_line

LARGEST = 1024 * 1024
reader = MarkdownIt("commonmark").enable("table")


def read_markdown(content: bytes) -> Writing:
    """The passages of a text. Raises FormatFault where it is no UTF-8 or too long."""
    if len(content) > LARGEST:
        raise FormatFault(_("This text is too long for a procedure. 1 MB is the most."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise FormatFault(_("This file is not written in UTF-8.")) from trouble
    passages = _passages(reader.parse(text.replace("\0", "")))
    if not passages:
        raise FormatFault(_("There is no text in this file."))
    first = passages[0]
    title = first.text if first.kind == HEADING else ""
    return Writing(tuple(passages[:MOST_PASSAGES]), title=title)


def _passages(tokens: Sequence[Token]) -> list[Passage]:
    reading = _Reading()
    for token in tokens:
        reading.take(token)
    return reading.found


class _Reading:
    """Goes through the tokens and remembers what it stands in."""

    def __init__(self) -> None:
        self.found: list[Passage] = []
        self._lists: list[str] = []
        self._cells: list[str] | None = None
        self._heading = -1
        self._is_head = self._is_new_item = False

    def take(self, token: Token) -> None:
        """One token more."""
        if token.type in {"inline", "code_block", "fence"}:
            self._say(_words(token))
        elif token.type.endswith("_open"):
            self._open(token)
        elif token.type.endswith("_close"):
            self._close(token)

    def _open(self, token: Token) -> None:
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            self._lists.append(NUMBERED if token.type.startswith("ordered") else BULLET)
        elif token.type == "heading_open":
            self._heading = int(token.tag[1]) - 1
        elif token.type == "tr_open":
            self._cells = []
        self._is_new_item = self._is_new_item or token.type == "list_item_open"
        self._is_head = self._is_head or token.type == "thead_open"

    def _close(self, token: Token) -> None:
        if token.type in {"ordered_list_close", "bullet_list_close"}:
            self._lists.pop()
        elif token.type == "heading_close":
            self._heading = -1
        elif token.type == "tr_close" and self._cells is not None:
            cells = tuple(self._cells)
            self.found.append(Passage(ROW, " · ".join(filter(None, cells)), 0, cells, self._is_head))
            self._cells, self._is_head = None, False

    def _say(self, words: str) -> None:
        if self._cells is not None:
            self._cells.append(words)
        elif words and self._heading >= 0:
            self.found.append(Passage(HEADING, words, self._heading))
        elif words and self._lists and self._is_new_item:
            self.found.append(Passage(self._lists[-1], words, len(self._lists) - 1))
            self._is_new_item = False
        elif words:
            self.found.append(Passage(PARAGRAPH, words))


def _words(token: Token) -> str:
    if not token.children:
        return one_line(token.content)[:LONGEST_PASSAGE]
    breaks = {"softbreak": " ", "hardbreak": " "}
    said = "".join(
        breaks.get(child.type, child.content) for child in token.children if child.type != "html_inline"
    )
    return one_line(said)[:LONGEST_PASSAGE]
