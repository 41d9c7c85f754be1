"""Write tables that are safe to open in a spreadsheet program; every export goes through here."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

BOM = "\ufeff"
MOST_CHARACTERS = 32_767  # of one cell in a spreadsheet program

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")

Exported = str | int | float | bool | date | datetime | Decimal | None


def csv_rows(
    heading: Sequence[str], rows: Iterable[Sequence[Exported]], *, delimiter: str = ","
) -> Iterator[str]:
    """Yield the lines of a CSV file, UTF-8 with a byte order mark so that Excel recognises it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    buffer.write(BOM)
    for row in _chained(heading, rows):
        writer.writerow([neutral(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def excel(heading: Sequence[str], rows: Iterable[Sequence[Exported]], *, sheet: str = "Genba") -> bytes:
    """Return an .xlsx with one sheet; texts stay texts, nothing is a formula."""
    import openpyxl  # noqa: PLC0415  (heavy; the only place that writes spreadsheets)
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", sheet)[:31])
    for row in _chained(heading, rows):
        page.append([_excel_cell(WriteOnlyCell(page), value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _excel_cell(cell: Any, value: Exported) -> Any:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
    if isinstance(value, str):
        cell.value = _ILLEGAL.sub("", value)[:MOST_CHARACTERS]
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def neutral(cell: Exported) -> str | int | float | Decimal:
    """Write a cell so that no spreadsheet program takes it for a formula.

    Texts that begin with = + - @ or a control character get a leading apostrophe; plain numbers stay numbers.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date):
        moment = cell.isoformat()
        return moment.replace("T", " ")
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    if text.lstrip(" \u00a0\u3000").startswith(_DANGEROUS) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def _chained(heading: Sequence[str], rows: Iterable[Sequence[Exported]]) -> Iterator[Sequence[Exported]]:
    yield heading
    yield from rows
