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
    found: list[Passage] = []
    lists: list[str] = []
    cells: list[str] | None = None
    heading, is_head, in_item = -1, False, False
    for token in tokens:
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            lists.append(NUMBERED if token.type.startswith("ordered") else BULLET)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            lists.pop()
        elif token.type == "list_item_open":
            in_item = True
        elif token.type == "heading_open":
            heading = int(token.tag[1]) - 1
        elif token.type == "heading_close":
            heading = -1
        elif token.type == "thead_open":
            is_head = True
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            found.append(Passage(ROW, " · ".join(filter(None, cells)), 0, tuple(cells), is_head))
            cells, is_head = None, False
        elif token.type in {"inline", "code_block", "fence"} and (words := _words(token)) is not None:
            if cells is not None:
                cells.append(words)
            elif words and heading >= 0:
                found.append(Passage(HEADING, words, heading))
            elif words and lists and in_item:
                found.append(Passage(lists[-1], words, len(lists) - 1))
                in_item = False
            elif words:
                found.append(Passage(PARAGRAPH, words))
    return found


def _words(token: Token) -> str:
    if not token.children:
        return one_line(token.content)[:LONGEST_PASSAGE]
    breaks = {"softbreak": " ", "hardbreak": " "}
    said = "".join(
        breaks.get(child.type, child.content) for child in token.children if child.type != "html_inline"
    )
    return one_line(said)[:LONGEST_PASSAGE]
