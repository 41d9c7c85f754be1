"""Read a table from outside: CSV and its relatives, Excel and OpenDocument; never run what is in it."""

import gzip
import io
import shutil
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.utils.translation import gettext as _

from genba.sources.csv_reading import read_csv
from genba.sources.excel_reading import read_excel
from genba.sources.table import Table, TableUnreadable

MEGABYTE = 1024 * 1024
UNPACKED_MEGABYTES = 1024
CHUNK = MEGABYTE

Source = bytes | Path

_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_NOT_TABLES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x7fELF": "ELF",
    b"MZ\x90": "EXE",
    b"BZh": "bzip2",
    b"SQLite format 3": "SQLite",
    b"{\\rtf": "RTF",
}


def read_table(source: Source, *, sheet: str = "") -> Table:
    """Recognise what `source` holds by its content, not by its name, and open it as a table.

    Raises TableUnreadable with a sentence for the reader when it cannot be used as a whole.
    """
    _refuse_too_large(source)
    start = _start(source)
    if not start.strip():
        raise TableUnreadable(_("The file is empty. Perhaps the upload was interrupted; please try again."))
    if start.startswith(b"\x1f\x8b"):
        return read_csv(_unpacked(source))
    if start.startswith(_SPREADSHEETS):
        return read_excel(source, sheet=sheet)
    for mark, name in _NOT_TABLES.items():
        if start.startswith(mark):
            raise TableUnreadable(
                _("This is a %(kind)s file and not a table. Please choose a CSV or Excel file.")
                % {"kind": name}
            )
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<svg")):
        raise TableUnreadable(
            _(
                "This is a web page or XML file, even if its name says otherwise. "
                "Open it in a spreadsheet program and save it as CSV or Excel."
            )
        )
    return read_csv(partial(_open, source))


def unpack(path: Path) -> None:
    """Replace a compressed table by its content, so that it is unpacked once. Raises TableUnreadable."""
    if not _start(path).startswith(b"\x1f\x8b"):
        return
    plain = path.with_suffix(".plain")
    try:
        with _unpacked(path)() as stream, plain.open("xb") as file:
            plain.chmod(0o600)
            shutil.copyfileobj(stream, file, CHUNK)
        plain.replace(path)
    finally:
        plain.unlink(missing_ok=True)


def _refuse_too_large(source: Source) -> None:
    limit = int(getattr(settings, "GENBA_IMPORT_BYTES", 200 * MEGABYTE))
    if isinstance(source, Path):
        limit = UNPACKED_MEGABYTES * MEGABYTE  # its packed size was looked at when it came
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > limit:
        raise TableUnreadable(
            _("The file has %(size)s MB; up to %(limit)s MB are accepted. Please split it.")
            % {"size": -(-size // MEGABYTE), "limit": limit // MEGABYTE}
        )


def _open(source: Source) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _start(source: Source) -> bytes:
    with _open(source) as stream:
        return stream.read(1024)


def _unpacked(source: Source) -> Callable[[], BinaryIO]:
    """Check once that a .gz is whole and not a bomb; then open it afresh for each pass."""

    def opened() -> BinaryIO:
        return cast(BinaryIO, gzip.GzipFile(fileobj=_open(source)))

    total = 0
    try:
        with opened() as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if total > UNPACKED_MEGABYTES * MEGABYTE:
                    raise TableUnreadable(
                        _("Unpacked, this file is larger than %(limit)s MB. Please split it.")
                        % {"limit": UNPACKED_MEGABYTES}
                    )
    except (EOFError, OSError, zlib.error):
        raise TableUnreadable(
            _("The compressed file is damaged or only half there. Please upload it again.")
        ) from None
    with opened() as stream:
        if stream.read(4).startswith(_SPREADSHEETS):
            raise TableUnreadable(_("There is a spreadsheet inside this .gz file. Please unpack it first."))
    return opened
