"""Read CSV as spreadsheet programs, trackers and people write it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from genba.sources.encoding import Opener, Script, script_of
from genba.sources.header import Header, find_header
from genba.sources.problems import RowError
from genba.sources.table import MOST_COLUMNS, Row, Table, TableUnreadable, refuse_too_wide

if TYPE_CHECKING:
    from _csv import Reader

LONGEST_CELL = 1_000_000
SAMPLE_ROWS = 200
SAMPLE_CHARACTERS = 400_000
DELIMITERS = (";", ",", "\t", "|")

_DAMAGED = re.compile("[\0\ufffd\udc80-\udcff]")
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(.)"?\r?\n?', re.I)

MOST_CONTROL_CHARACTERS = 0.1  # of all, at the beginning; text has next to none


def read_csv(opened: Opener) -> Table:
    """Find out encoding, delimiter and heading, and return a table that streams its rows."""
    script = script_of(opened)
    with _text(opened, script) as text:
        beginning = text.read(SAMPLE_CHARACTERS)
    declared = _SEPARATOR_LINE.match(beginning)
    delimiter = declared[1] if declared and declared[1] in DELIMITERS else _delimiter(beginning)
    layout = _Layout(opened, script, delimiter, skipped=1 if declared else 0)
    sample = [(number, cells) for number, cells, _problem in islice(layout.records(), SAMPLE_ROWS) if cells]
    if not sample:
        raise TableUnreadable(_("There is no table in this file: it holds no row with content."))
    if sum(map(_is_control, beginning)) > len(beginning) * MOST_CONTROL_CHARACTERS:
        raise TableUnreadable(
            _("This is not a table but some other kind of file. Please save it as CSV or Excel.")
        )
    refuse_too_wide(max(len(cells) for _number, cells in sample))
    header = find_header(sample)
    return Table(
        columns=_without_empty_tail(header, sample),
        rows=lambda: layout.rows(header, len(_without_empty_tail(header, sample))),
        header_row=header.row,
        encoding=script.name,
        delimiter=delimiter,
        notes=header.notes,
    )


@dataclass(frozen=True)
class _Layout:
    opened: Opener
    script: Script
    delimiter: str
    skipped: int

    def rows(self, header: Header, width: int) -> Iterator[Row]:
        """Yield the rows below the heading; a row that does not fit says so."""
        for number, cells, error in self.records():
            if number <= header.last_row:
                continue
            yield _row(number, cells, error, width)

    def records(self) -> Iterator[tuple[int, list[str], RowError | None]]:
        """Yield `(row number, cells, error)` of each row that is not empty."""
        last: tuple[int, list[str], RowError | None] | None = None
        with _text(self.opened, self.script) as text:
            reader = _reader(text, self.delimiter)
            number = line = begun = 0
            while True:
                number, line = number + 1, reader.line_num
                error = None
                try:
                    cells = next(reader)
                except StopIteration:
                    break
                except csv.Error:
                    cells, error = self._refused(line, reader.line_num)
                if number <= self.skipped or not any(map(str.strip, cells)):
                    continue
                if len(cells) > MOST_COLUMNS:
                    error = RowError("too_many_cells", cells=len(cells), columns=MOST_COLUMNS)
                    cells = cells[: MOST_COLUMNS + 1]
                if self.script.damaged and error is None:
                    error = self._damage(cells)
                if last:
                    yield last
                last, begun = (number, cells, error), line
            if last:
                number, cells, error = last
                yield (
                    number,
                    cells,
                    RowError("open_quote") if self._is_open(begun, reader.line_num) else error,
                )

    def _is_open(self, begun: int, ended: int) -> bool:
        """Whether the last row ends inside quotation marks, so that it has swallowed all that follows."""
        if ended - begun < 2:
            return False
        try:
            list(_reader(self._lines(begun, ended), self.delimiter, strict=True))
        except csv.Error as fault:
            return "unexpected end" in str(fault)
        return False

    def _refused(self, begun: int, ended: int) -> tuple[list[str], RowError]:
        lines = self._lines(begun, ended)
        if sum(map(len, lines)) > LONGEST_CELL:
            return ["".join(lines)[:200]], RowError("too_long_cell", limit=LONGEST_CELL)
        return ["".join(lines)[:200]], RowError("malformed")

    def _lines(self, begun: int, ended: int) -> list[str]:
        with _text(self.opened, self.script) as text:
            return list(islice(text, begun, ended))

    def _damage(self, cells: list[str]) -> RowError | None:
        for cell in cells:
            found = _DAMAGED.search(cell)
            if found:
                if found[0] == "\0":
                    return RowError("nul")
                return RowError("wrong_bytes", encoding=self.script.name)
        return None


def _row(number: int, cells: list[str], error: RowError | None, width: int) -> Row:
    """Fit the row into the table: empty cells beyond its right end do no harm, all else is an error."""
    if error is None and len(cells) < width:
        error = RowError("too_few_cells", cells=len(cells), columns=width)
    elif error is None and any(map(str.strip, cells[width:])):
        error = RowError("too_many_cells", cells=len(cells), columns=width)
    return Row(number, tuple(cells if error else cells[:width]), error)


def _without_empty_tail(header: Header, sample: list[tuple[int, list[str]]]) -> tuple[str, ...]:
    """Drop columns at the right end that have neither a name nor any content."""
    width = max((len(cells) for number, cells in sample if number <= header.last_row), default=0)
    used = max(
        (index + 1 for _number, cells in sample for index, cell in enumerate(cells[:width]) if cell.strip()),
        default=1,
    )
    return header.columns[:used] if header.row else header.columns


def _text(opened: Opener, script: Script) -> io.TextIOWrapper:
    errors = "replace" if script.encoding.startswith("utf-16") else "surrogateescape"
    return io.TextIOWrapper(opened(), encoding=script.encoding, errors=errors, newline="")


def _reader(lines: Iterable[str], delimiter: str, *, strict: bool = False) -> "Reader":
    """Read rows; no cell may be longer than `LONGEST_CELL`, which also stops a quotation mark never closed.

    The limit belongs to the whole process and whoever reads CSV may change it, so each reading sets it.
    """
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(lines, delimiter=delimiter, strict=strict)


def _delimiter(beginning: str) -> str:
    """Choose the delimiter with which most rows have the same number of cells."""
    complete = beginning if len(beginning) < SAMPLE_CHARACTERS else beginning[: beginning.rfind("\n") + 1]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = Counter(width for width in _widths(complete, delimiter) if width)
        total = sum(widths.values())
        width, count = max(
            widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0)
        )
        score = (count / total) * (1 + min(width, 20) / 100) if width > 1 and total else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _is_control(character: str) -> bool:
    return character < " " and character not in "\t\r\n"


def _widths(text: str, delimiter: str) -> Iterator[int]:
    reader = _reader(io.StringIO(text, newline=""), delimiter)
    try:
        for cells in islice(reader, SAMPLE_ROWS):
            yield len(cells) if any(map(str.strip, cells)) else 0
    except csv.Error:
        return
