"""A table from outside: named columns and numbered rows, wherever it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from genba.sources.problems import RowError

Cell = str | int | float | bool | date | datetime

MOST_COLUMNS = 1_000  # each is a line of a form that a person reads


class TableUnreadable(Exception):  # noqa: N818  (it is a sentence for the reader, not a fault of the program)
    """The file as a whole cannot be used; `sentence` tells a person why and what to do."""

    def __init__(self, sentence: str | _StrPromise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class Row(NamedTuple):
    """One row: its number as a spreadsheet program shows it, its cells, and what is wrong with it."""

    number: int
    cells: tuple[Cell, ...]
    error: RowError | None = None


@dataclass(frozen=True)
class Table:
    """Columns and rows. `rows()` starts from the top each time and never holds them all in memory."""

    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    header_row: int
    kind: str = "csv"
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    notes: tuple[str, ...] = field(default=())

    def sample(self, count: int = 200) -> list[Row]:
        """The first rows that could be read."""
        return list(islice((row for row in self.rows() if row.error is None), count))


def refuse_too_wide(columns: int) -> None:
    """Raises TableUnreadable for a table with more columns than anybody could say the meaning of."""
    if columns > MOST_COLUMNS:
        raise TableUnreadable(
            _("This table has more than %(limit)s columns. Please take out those that nobody needs.")
            % {"limit": MOST_COLUMNS}
        )


def cell_text(cell: Cell) -> str:
    """Write a cell as text that reads back as the same value."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes" if not cell.second else "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def is_blank(cell: Cell) -> bool:
    """Whether nothing (or only white space) stands in the cell."""
    return isinstance(cell, str) and not cell.strip()
