"""Read .xlsx, .xls and .ods; the file itself is opened by a guarded child process."""

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from genba.sources.header import Header, find_header
from genba.sources.problems import RowError
from genba.sources.table import Cell, Row, Table, TableUnreadable, is_blank, refuse_too_wide

SAMPLE_ROWS = 200
UNPACKED_BYTES = 1024 * 1024 * 1024
MOST_PARTS = 5_000
SECONDS = 60

_KIND_OF_PART = {
    "xl/workbook.xml": "excel",
    "xl/workbook.bin": "excel",
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
}


def read_excel(source: bytes | Path, *, sheet: str = "") -> Table:
    """Open the chosen sheet (else the first visible one) as a table."""
    _refuse_what_is_no_spreadsheet(source)
    about, lines = _lines_of(source, sheet)
    store = _Store(lines)
    sample = list(islice(store.records(), SAMPLE_ROWS))
    if not sample:
        raise TableUnreadable(_("There is no table in this sheet: it holds no row with content."))
    refuse_too_wide(max(len(cells) for _number, cells in sample))
    header = find_header(sample)
    width = _width(header, sample)
    return Table(
        columns=header.columns[:width],
        rows=lambda: store.rows(header, width),
        header_row=header.row,
        kind="excel",
        sheets=tuple(about["sheets"]),
        sheet=str(about["sheet"]),
        notes=header.notes,
    )


class _Store:
    """The rows as the child wrote them, in a file without a name that goes away with the table."""

    def __init__(self, lines: IO[bytes]) -> None:
        self._lines = lines
        self._start = lines.tell()

    def records(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield `(row number, cells)` of each row that is not empty; each caller has a place of its own."""
        place = self._start
        number = 0
        while True:
            self._lines.seek(place)
            batch = self._lines.readlines(1024 * 1024)
            place = self._lines.tell()
            if not batch:
                return
            for line in batch:
                number += 1
                cells = [_cell(value) for value in json.loads(line)]
                if not all(map(is_blank, cells)):
                    yield number, cells

    def rows(self, header: Header, width: int) -> Iterator[Row]:
        """Yield the rows below the heading."""
        for number, cells in self.records():
            if number <= header.last_row:
                continue
            error = RowError("nul") if any(isinstance(cell, str) and "\0" in cell for cell in cells) else None
            yield Row(number, tuple(cells[:width]) + ("",) * (width - len(cells)), error)


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return date.fromisoformat(value[1]) if value[0] == "d" else datetime.fromisoformat(value[1])
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return "" if value is None else value


def _width(header: Header, sample: list[tuple[int, list[Cell]]]) -> int:
    """How many columns have a name or content."""
    width = max((index + 1 for _n, cells in sample for index, cell in enumerate(cells) if not is_blank(cell)))
    return min(width, len(header.columns))


def _lines_of(source: bytes | Path, sheet: str) -> tuple[dict[str, Any], IO[bytes]]:
    """Let the child open the file; return what it says about the workbook, and its rows."""
    with tempfile.NamedTemporaryFile(prefix="genba-sheet-") as copy:
        path = source
        if isinstance(source, bytes):
            copy.write(source)
            copy.flush()
            path = Path(copy.name)
        lines = tempfile.TemporaryFile()  # noqa: SIM115  (lives as long as the table)
        command = [sys.executable, "-m", "genba.sources.excel_child", str(path), sheet]
        try:
            ended = subprocess.run(  # noqa: S603  (our own program; the file name is ours too)
                command, stdout=lines, stderr=subprocess.PIPE, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise TableUnreadable(_too_large()) from None
    lines.seek(0)
    first = lines.readline()
    if ended.returncode or not first:
        raise TableUnreadable(_why(ended.returncode, ended.stderr.decode(errors="replace")))
    return json.loads(first), lines


def _why(code: int, words: str) -> str:
    if code < 0 or "MemoryError" in words or "memory allocation" in words:
        return _too_large()
    if "Password" in words or "ncrypted" in words:
        return _("This spreadsheet is protected with a password. Save it without one and upload it again.")
    return _(
        "This spreadsheet is damaged or only half there. Open it, save it again and upload it once more."
    )


def _too_large() -> str:
    return _("This spreadsheet is too large to open. Please save the sheet as CSV and upload that.")


def _refuse_what_is_no_spreadsheet(source: bytes | Path) -> None:
    """Look into the package without unpacking it: another kind of file, a bomb, a half upload?"""
    stream = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    with stream:
        if stream.read(4) != b"PK\x03\x04":
            return
        stream.seek(0)
        try:
            with zipfile.ZipFile(stream) as package:
                parts = package.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise TableUnreadable(_why(1, "")) from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED_BYTES:
        raise TableUnreadable(_too_large())
    names = {part.filename for part in parts}
    kinds = {kind for part, kind in _KIND_OF_PART.items() if part in names}
    if "excel" in kinds or {"content.xml", "mimetype"} <= names:
        return
    if kinds:
        raise TableUnreadable(
            _("This is a %(kind)s file and not a table. Please choose a CSV or Excel file.")
            % {"kind": kinds.pop()}
        )
    raise TableUnreadable(_("This is a .zip archive. Please unpack it and upload the table that is inside."))
