"""Find the row that names the columns: below titles, over two merged rows, or nowhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from genba.sources.dates import looks_like_date
from genba.sources.numbers import looks_like_number
from genba.sources.table import Cell, cell_text, is_blank

ROWS_SEARCHED = 20
LONGEST_NAME = 80

Record = tuple[int, Sequence[Cell]]


@dataclass(frozen=True)
class Header:
    """The names of the columns and the number of the last row that belongs to the heading (0: none)."""

    columns: tuple[str, ...]
    row: int
    last_row: int
    notes: tuple[str, ...] = ()


def find_header(sample: Sequence[Record]) -> Header:
    """Find the heading in the first non-empty records `(row number, cells)` of a table."""
    width = _usual_width(sample)
    for index, (number, cells) in enumerate(sample[:ROWS_SEARCHED]):
        below = [record[1] for record in sample[index + 1 :]]
        if not _names_the_columns(cells, below, width):
            if _is_data(cells, width):
                break
            continue
        if below and _spans(cells, below[0], below[1:]):
            return _header(_joined(cells, below[0]), number, sample[index + 1][0], merged=True)
        above = sample[index - 1] if index else (0, ())
        if above[0] == number - 1 and _spans(above[1], cells, below):
            return _header(_joined(above[1], cells), number, number, merged=True)
        return _header([_name(cell) for cell in cells], number, number, titles=index)
    return _no_header(sample, width)


def _usual_width(sample: Sequence[Record]) -> int:
    """How many columns the table has: the reach that at least a tenth of the rows have."""
    reaches = sorted((_reach(cells) for _number, cells in sample), reverse=True)
    return reaches[min(len(reaches) // 10, len(reaches) - 1)] if reaches else 0


def _reach(cells: Sequence[Cell]) -> int:
    return max((index + 1 for index, cell in enumerate(cells) if not is_blank(cell)), default=0)


def _names_the_columns(cells: Sequence[Cell], below: Sequence[Sequence[Cell]], width: int) -> bool:
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled or len(filled) * 2 < width or (len(filled) == 1 and width > 1):
        return False
    labels = sum(1 for cell in filled if _is_label(cell))
    if labels == len(filled):
        return True
    differs = any(
        _is_label(cell) and _mostly_values([row[index] for row in below if index < len(row)])
        for index, cell in enumerate(cells)
    )
    return labels * 2 >= len(filled) and differs and not any(_is_date(cell) for cell in filled)


def _is_label(cell: Cell) -> bool:
    return (
        isinstance(cell, str)
        and 0 < len(cell.strip()) <= LONGEST_NAME
        and "@" not in cell
        and not looks_like_number(cell)
        and not looks_like_date(cell)
    )


def _is_date(cell: Cell) -> bool:
    return looks_like_date(cell) if isinstance(cell, str) else hasattr(cell, "year")


def _is_value(cell: Cell) -> bool:
    return not isinstance(cell, str) or looks_like_number(cell) or looks_like_date(cell)


def _mostly_values(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if not is_blank(cell)]
    return bool(filled) and sum(map(_is_value, filled)) >= 0.6 * len(filled)


def _is_data(cells: Sequence[Cell], width: int) -> bool:
    filled = [cell for cell in cells if not is_blank(cell)]
    return len(filled) > 2 and len(filled) * 10 >= width * 8 and any(_is_value(cell) for cell in filled)


def _spans(upper: Sequence[Cell], lower: Sequence[Cell], data: Sequence[Sequence[Cell]]) -> bool:
    """Whether `upper` holds group names over the names in `lower`, as merged cells leave them."""
    over = [index for index in range(len(upper)) if not is_blank(upper[index])]
    under = [index for index in range(len(lower)) if not is_blank(lower[index])]
    gaps = [index for index in under if index >= len(upper) or is_blank(upper[index])]
    if not over or not gaps or not all(_is_label(upper[index]) for index in over):
        return False
    if not all(_is_label(lower[index]) for index in under) or len(over) + len(gaps) < 3:
        return False
    open_below = any(index not in under for index in over)
    grouped = any(index + 1 in gaps for index in over if index != over[-1])
    if not (open_below or grouped):
        return False
    typed = any(_mostly_values([row[index] for row in data if index < len(row)]) for index in under)
    recurs = any(
        index < len(row) and _name(row[index]) == _name(lower[index]) for row in data for index in under
    )
    return (typed or open_below) and not recurs


def _joined(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[str]:
    names, group = [], ""
    for index in range(max(len(upper), len(lower))):
        over = _name(upper[index]) if index < len(upper) else ""
        under = _name(lower[index]) if index < len(lower) else ""
        group = over or (group if under else "")
        names.append(f"{group} {under}".strip())
    return names


def _name(cell: Cell) -> str:
    plain = re.sub("[\ud800-\udfff]", "\ufffd", cell_text(cell).replace("\0", ""))  # bytes that are no text
    return re.sub(r"\s+", " ", plain).strip()


def _header(names: Sequence[str], row: int, last: int, *, titles: int = 0, merged: bool = False) -> Header:
    notes = []
    if titles:
        notes.append(
            _("The names of the columns stand in row %(row)s; what is above was skipped.") % {"row": row}
        )
    if merged:
        notes.append(_("The names of the columns stand in two rows, which were joined."))
    return Header(_distinct(names), row, last, tuple(notes))


def _no_header(sample: Sequence[Record], width: int) -> Header:
    note = _("No row names the columns, so they are numbered.")
    return Header(
        tuple(_column(index) for index in range(width)), 0, sample[0][0] - 1 if sample else 0, (note,)
    )


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Give blank columns a number and repeated names a count, so that each name means one column."""
    taken: set[str] = set()
    distinct = []
    for index, name in enumerate(names):
        base = name[:LONGEST_NAME] or _column(index)
        unique, count = base, 1
        while unique in taken:
            count += 1
            unique = f"{base} ({count})"
        taken.add(unique)
        distinct.append(unique)
    return tuple(distinct)


def _column(index: int) -> str:
    return _("Column %(number)s") % {"number": index + 1}
