"""What a written document holds, in the order of reading: headings, paragraphs, items, rows of tables."""

from dataclasses import dataclass, field
from typing import Any

HEADING, PARAGRAPH, NUMBERED, BULLET, ROW = "heading", "paragraph", "numbered", "bullet", "row"
MOST_PASSAGES = 5_000
LONGEST_PASSAGE = 5_000


@dataclass(frozen=True)
class Passage:
    """One passage. `level` counts from 0: of a heading its rank, of an item its indentation.

    A row has cells; the first row of a table is its head.
    """

    kind: str
    text: str
    level: int = 0
    cells: tuple[str, ...] = ()
    is_head: bool = False


@dataclass(frozen=True)
class Writing:
    """A whole document: its passages, how many pages it had (0: not known), and its title where it tells."""

    passages: tuple[Passage, ...]
    pages: int = 0
    title: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(one.text.split()) for one in self.passages)


def passage_from(plain: dict[str, Any]) -> Passage:
    """A passage as the child told it."""
    cells = tuple(str(cell)[:LONGEST_PASSAGE] for cell in plain.get("cells", ()))
    text = " · ".join(cell for cell in cells if cell) if cells else str(plain["text"])
    return Passage(
        str(plain["kind"]),
        text[:LONGEST_PASSAGE],
        min(int(plain.get("level", 0)), 8),
        cells,
        bool(plain.get("is_head")),
    )
