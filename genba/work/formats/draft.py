"""Which passages of a document are steps: by rules that are told on the page, never by guessing unseen.

Whatever is not a step stays a passage of its own, in its place, and is kept with the procedure. The person
who imports can tick, untick and move every passage before anything is written.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from genba.work.formats.passages import BULLET, HEADING, NUMBERED, PARAGRAPH, ROW, Passage, Writing
from genba.work.formats.recognised import (
    begins_with_a_doing,
    column_of,
    details_of,
    is_background,
    is_doing,
    is_note,
    who_and_what,
)
from genba.work.steps import LONGEST, one_line

STEP, TITLE, WHY, LEFT = "step", "heading", "why", "left"
#: Why a passage became what it became, told beside it.
REASONS = {
    "numbered": _("an item of a counted list"),
    "doing": _("a sentence that says what to do"),
    "row": _("a row of a table with a column of steps"),
    "heading": _("a heading with steps under it"),
    "note": _("a note, a warning or a reason: the why of the step before"),
    "purpose": _("the first sentence of the purpose: the why of the procedure"),
    "background": _("a section that tells about the procedure, not what to do"),
    "words": _("words around the steps"),
    "head": _("the head of a table"),
    "empty": _("a heading without steps"),
    "given": _("a step of the file"),
    "not_understood": _("not understood"),
}
DEEPEST = 5
SHORTEST_PURPOSE = 20


@dataclass
class Piece:
    """One passage and what it becomes: a step, a heading, the why of the step before, or left as it is."""

    text: str
    became: str = LEFT
    reason: str = "words"
    depth: int = 0
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def is_taken(self) -> bool:
        """Whether it becomes a line of the procedure."""
        return self.became in {STEP, TITLE}

    def plain(self) -> dict[str, Any]:
        """As plain JSON values."""
        return asdict(self)


@dataclass
class Draft:
    """A document as it would be taken over."""

    title: str
    why: str
    pieces: list[Piece]
    pages: int
    words: int


def draft_of(writing: Writing, name: str) -> Draft:
    """Sort the passages of a document. `name` is used where the document has no title."""
    passages = list(writing.passages)
    title = one_line(writing.title)
    if passages and passages[0].kind == HEADING:
        title = title or passages[0].text
        if passages[0].text == title:
            passages = passages[1:]
    pieces = _sorted(passages)
    why = _purpose(passages, pieces)
    _keep_only_headings_that_hold_steps(pieces)
    return Draft(title[:200] or name[:200], why, pieces, writing.pages, writing.words)


def _sorted(passages: Sequence[Passage]) -> list[Piece]:
    """Each passage with what it becomes."""
    pieces: list[Piece] = []
    background: int | None = None  # the rank of the heading whose section only tells about the procedure
    ranks: list[int] = []
    columns: list[str] = []
    for passage in passages:
        if passage.kind == HEADING:
            ranks = [rank for rank in ranks if rank < passage.level]
            if background is not None and passage.level <= background:
                background = None
            if background is None and is_background(passage.text):
                background = passage.level
            pieces.append(_heading(passage, len(ranks), background is not None))
            ranks.append(passage.level)
            continue
        if passage.kind == ROW and passage.is_head:
            columns = [column_of(cell) for cell in passage.cells]
            pieces.append(Piece(passage.text, reason="head"))
            continue
        if background is not None:
            pieces.append(Piece(passage.text, reason="background"))
        else:
            pieces.append(_piece(passage, columns, len(ranks), pieces))
    return pieces


def _heading(passage: Passage, depth: int, is_of_background: bool) -> Piece:
    if is_of_background:
        return Piece(passage.text, reason="background")
    what = re.sub(r"^\(?[\dA-Za-z]{1,3}(?:\.\d+)*[.)]\s+", "", passage.text)
    return Piece(passage.text, TITLE, "heading", min(depth, DEEPEST), {"what": what[: LONGEST["what"]]})


def _piece(passage: Passage, columns: list[str], depth: int, before: list[Piece]) -> Piece:
    if passage.kind == ROW:
        return _row(passage, columns, depth)
    if is_note(passage.text) and before and _last_step(before) is not None:
        return Piece(passage.text, WHY, "note")
    if passage.kind == NUMBERED and _is_whole(passage.text):
        return _step(passage, "numbered", min(depth + passage.level, DEEPEST))
    if passage.kind == BULLET and is_doing(passage.text):
        return _step(passage, "doing", min(depth + passage.level, DEEPEST))
    if passage.kind == PARAGRAPH and begins_with_a_doing(passage.text):
        return _step(passage, "doing", min(depth, DEEPEST))
    return Piece(passage.text)


def _is_whole(text: str) -> bool:
    """Whether an item says more than a word or two of a title."""
    return len(text.split()) > 2 or is_doing(text)


def _step(passage: Passage, reason: str, depth: int) -> Piece:
    said = who_and_what(passage.text)
    fields = {"what": said.what[: LONGEST["what"]]}
    if said.who:
        fields["who"] = said.who[: LONGEST["who"]]
    return Piece(passage.text, STEP, reason, depth, fields | details_of(passage.text))


def _row(passage: Passage, columns: list[str], depth: int) -> Piece:
    told = {name: cell for name, cell in zip(columns, passage.cells, strict=False) if name and cell}
    if "what" not in told:
        return Piece(passage.text)
    fields: dict[str, Any] = {
        name: one_line(words)[: LONGEST[name]] for name, words in told.items() if name in LONGEST
    }
    if minutes := re.search(r"\d{1,4}", told.get("minutes", "")):
        fields["minutes"] = max(1, int(minutes[0]))
    found = details_of(" ".join(told.values()))
    return Piece(passage.text, STEP, "row", min(depth, DEEPEST), found | fields)


def _purpose(passages: Sequence[Passage], pieces: list[Piece]) -> str:
    """The first sentence under a heading such as Purpose."""
    under = False
    for passage, piece in zip(passages, pieces, strict=True):
        if passage.kind == HEADING:
            under = bool(re.search(r"\b(purpose|objective|aim|zweck|ziel)\b", passage.text, re.I))
        elif under and len(passage.text) >= SHORTEST_PURPOSE:
            sentence = re.split(r"(?<=[.!?])\s+", passage.text)[0]
            piece.reason = "purpose"
            return one_line(sentence)[:500]
    return ""


def _last_step(pieces: list[Piece]) -> Piece | None:
    for piece in reversed(pieces):
        if piece.became == STEP:
            return piece
        if piece.became == TITLE:
            return None
    return None


def _keep_only_headings_that_hold_steps(pieces: list[Piece]) -> None:
    """A heading without a step under it stays words; what stands under it moves out."""
    needed: set[int] = set()
    for number, piece in enumerate(pieces):
        if piece.became != STEP:
            continue
        depth = piece.depth
        for above in range(number - 1, -1, -1):
            if pieces[above].became == TITLE and pieces[above].depth < depth:
                needed.add(above)
                depth = pieces[above].depth
    for number, piece in enumerate(pieces):
        if piece.became == TITLE and number not in needed:
            pieces[number] = replace(piece, became=LEFT, reason="empty", fields={}, depth=0)
    _close_the_gaps(pieces)


def _close_the_gaps(pieces: list[Piece]) -> None:
    """No line stands more than one step deeper than the line before it."""
    stack: list[int] = []
    for piece in pieces:
        if piece.is_taken:
            while stack and stack[-1] >= piece.depth:
                stack.pop()
            stack.append(piece.depth)
            piece.depth = len(stack) - 1


def lines_of(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """The taken pieces as plain steps, indented by their depth; notes become the why of the step before."""
    root: list[dict[str, Any]] = []
    stack: list[tuple[int, dict[str, Any]]] = []
    for piece in pieces:
        if piece.became == WHY and stack and piece.text:
            line = stack[-1][1]
            line["why"] = f"{line.get('why', '')} {one_line(piece.text)}".strip()[: LONGEST["why"]]
        if not piece.is_taken:
            continue
        while stack and stack[-1][0] >= piece.depth:
            stack.pop()
        line = dict(piece.fields)
        (stack[-1][1].setdefault("steps", []) if stack else root).append(line)
        stack.append((piece.depth, line))
        if len(stack) > DEEPEST:
            stack.pop()
    return root
