"""Read CSV as spreadsheet programs, trackers and people write it."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from genba.sources.header import Header, find_header
from genba.sources.problems import RowError
from genba.sources.table import Row, Table, TableUnreadable

CHUNK = 1024 * 1024
LONGEST_CELL = 1_000_000
LONGEST_LINE = 4 * LONGEST_CELL
SAMPLE_ROWS = 200
SAMPLE_CHARACTERS = 400_000
DELIMITERS = (";", ",", "\t", "|")
DELIMITER_NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}

Opener = Callable[[], BinaryIO]

csv.field_size_limit(LONGEST_CELL)  # also stops a quotation mark that is never closed

_DAMAGED = re.compile("[\0\ufffd\udc80-\udcff]")
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(.)"?\r?\n?', re.I)


@dataclass(frozen=True)
class Script:
    """How the bytes become characters, and whether some of them do not."""

    encoding: str
    name: str
    damaged: bool = False


def read_csv(opened: Opener) -> Table:
    """Find out encoding, delimiter and heading, and return a table that streams its rows."""
    script = _script(opened)
    with _text(opened, script) as text:
        beginning = text.read(SAMPLE_CHARACTERS)
    declared = _SEPARATOR_LINE.match(beginning)
    delimiter = declared[1] if declared and declared[1] in DELIMITERS else _delimiter(beginning)
    layout = _Layout(opened, script, delimiter, skipped=1 if declared else 0)
    sample = [(number, cells) for number, cells, _problem in islice(layout.records(), SAMPLE_ROWS) if cells]
    if not sample:
        raise TableUnreadable(_("There is no table in this file: it holds no row with content."))
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
        with _text(self.opened, self.script) as text:
            lines = _Lines(text)
            reader = csv.reader(lines, delimiter=self.delimiter)
            number = 0
            while True:
                number += 1
                lines.pending.clear()
                error = None
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    cells, error = _refused(lines.pending)
                if number <= self.skipped or not any(map(str.strip, cells)):
                    continue
                if len(lines.pending) > 1 and lines.ended and self._never_closed(lines.pending):
                    error = RowError("open_quote")
                if self.script.damaged and error is None:
                    error = self._damage(cells)
                yield number, cells, error

    def _never_closed(self, pending: list[str]) -> bool:
        try:
            list(csv.reader(pending, delimiter=self.delimiter, strict=True))
        except csv.Error as fault:
            return "unexpected end" in str(fault)
        return False

    def _damage(self, cells: list[str]) -> RowError | None:
        for cell in cells:
            found = _DAMAGED.search(cell)
            if found:
                if found[0] == "\0":
                    return RowError("nul")
                return RowError("wrong_bytes", encoding=self.script.name)
        return None


class _Lines:
    """Remembers the lines of the row being read, to look at them again when it goes wrong."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.pending: list[str] = []
        self.ended = False
        self._text = text

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline()
        if not line:
            self.ended = True
            raise StopIteration
        self.pending.append(line)
        return line


def _refused(pending: list[str]) -> tuple[list[str], RowError]:
    shown = ["".join(pending)[:200]]
    if sum(map(len, pending)) > LONGEST_CELL:
        return shown, RowError("too_long_cell", limit=LONGEST_CELL)
    return shown, RowError("malformed")


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


def _script(opened: Opener) -> Script:
    """Read all bytes once and find the encoding that fits them."""
    with opened() as stream:
        first = stream.read(CHUNK)
        marked = _marked(first)
        survey = _Survey("utf-16" if marked and marked.encoding.startswith("utf-16") else "utf-8")
        chunk = first
        while chunk:
            survey.look(chunk)
            chunk = stream.read(CHUNK)
    if marked is not None:
        return Script(marked.encoding, marked.name, damaged=True)
    if survey.is_binary:
        raise TableUnreadable(_("This file is not text and not a table. Please choose a CSV or Excel file."))
    if survey.valid and not survey.wrong:
        return Script("utf-8", "UTF-8", damaged=survey.nuls > 0)
    if survey.wrong * 2 <= survey.characters:  # a few broken bytes in UTF-8, rather than another encoding
        return Script("utf-8", "UTF-8", damaged=True)
    return Script("cp1252", "Windows-1252", damaged=True)


def _marked(start: bytes) -> Script | None:
    """The encoding that the first bytes declare, or that the zeros of UTF-16 give away."""
    if start.startswith(codecs.BOM_UTF8):
        return Script("utf-8-sig", "UTF-8 with BOM")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Script("utf-16", "UTF-16")
    even, odd = start[:4096:2].count(0), start[1:4096:2].count(0)
    half = min(len(start), 4096) // 2
    if half > 8 and odd > 0.4 * half and even < 0.05 * half:
        return Script("utf-16-le", "UTF-16")
    if half > 8 and even > 0.4 * half and odd < 0.05 * half:
        return Script("utf-16-be", "UTF-16")
    return None


class _Survey:
    """What all bytes of the file say about their encoding."""

    def __init__(self, encoding: str) -> None:
        self.valid = True
        self.wrong = self.characters = self.nuls = self.controls = self.size = 0
        self._wide = encoding == "utf-16"
        self._line = 0

    def look(self, chunk: bytes) -> None:
        """Take in the next bytes of the file."""
        self.size += len(chunk)
        self._measure_lines(chunk)
        if self._wide:
            return
        self.nuls += chunk.count(0)
        self.controls += sum(chunk.count(code) for code in (1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 18, 19))
        if not chunk.isascii():
            high = len(chunk) - len(chunk.translate(None, _HIGH_BYTES))
            found = _UTF8_CHARACTER.findall(chunk)
            self.characters += len(found)
            self.wrong += max(high - sum(map(len, found)), 0)

    @property
    def is_binary(self) -> bool:
        """Whether there are far too many control characters for a text."""
        return self.nuls + self.controls > max(8, self.size // 50)

    def _measure_lines(self, chunk: bytes) -> None:
        ends = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self._line = self._line + len(chunk) if ends < 0 else len(chunk) - ends
        if self._line > LONGEST_LINE:
            raise TableUnreadable(
                _("A line in this file is longer than %(limit)s characters, so it is no readable table.")
                % {"limit": LONGEST_LINE}
            )


_HIGH_BYTES = bytes(range(0x80, 0x100))


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


def _widths(text: str, delimiter: str) -> Iterator[int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in islice(reader, SAMPLE_ROWS):
            yield len(cells) if any(map(str.strip, cells)) else 0
    except csv.Error:
        return
