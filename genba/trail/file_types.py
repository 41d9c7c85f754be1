"""What a file is, told from its bytes. Its name and what the browser says about it are not believed."""

import zipfile
from dataclasses import dataclass
from typing import IO, Final

from django.utils.translation import gettext_lazy as _

from genba.trail.refusal import FileRefused

HEAD = 4096
TAIL = 2048


@dataclass(frozen=True)
class FileType:
    """One type of file that is kept."""

    content_type: str
    ending: str
    is_picture: bool = False


JPEG = FileType("image/jpeg", "jpg", is_picture=True)
PNG = FileType("image/png", "png", is_picture=True)
WEBP = FileType("image/webp", "webp", is_picture=True)
GIF = FileType("image/gif", "gif", is_picture=True)
PDF = FileType("application/pdf", "pdf")
TEXT = FileType("text/plain", "txt")
CSV = FileType("text/csv", "csv")
CALENDAR = FileType("text/calendar", "ics")
WORD = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
EXCEL = FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
SLIDES = FileType("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx")
OPEN_TEXT = FileType("application/vnd.oasis.opendocument.text", "odt")
OPEN_SHEET = FileType("application/vnd.oasis.opendocument.spreadsheet", "ods")
OPEN_SLIDES = FileType("application/vnd.oasis.opendocument.presentation", "odp")
OLD_OFFICE = FileType("application/x-ole-storage", "doc")

FILE_TYPES: Final = (
    JPEG, PNG, WEBP, GIF, PDF, TEXT, CSV, CALENDAR, WORD, EXCEL, SLIDES,
    OPEN_TEXT, OPEN_SHEET, OPEN_SLIDES, OLD_OFFICE,
)  # fmt: skip

HALF_SENT = _("This file is damaged or was only half sent. Please send it again.")
HEIC = _("This photo is in the HEIC format, which not everybody can open. Please send it as JPEG.")
MACROS = _("This file carries a program (a macro) inside. Please save it without macros and send it again.")
MARKUP = _(
    "Web pages and drawings with code inside (HTML, SVG) are not kept. Please send a picture or a PDF."
)
UNKNOWN = _("We cannot keep this type of file. Pictures, PDF, text, tables and office files are welcome.")

NOT_A_PICTURE = _(
    "Only pictures are taken here, because PDF, Word, Excel and other files carry the name of whoever made "
    "them. Please take a photo or a screenshot of it and send that."
)

_STARTS: Final[tuple[tuple[bytes, FileType], ...]] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
)
_OFFICE_FOLDERS: Final = (("word/", WORD), ("xl/", EXCEL), ("ppt/", SLIDES))
_OPEN_DOCUMENTS: Final = {kind.content_type: kind for kind in (OPEN_TEXT, OPEN_SHEET, OPEN_SLIDES)}
_OLD_ENDINGS: Final = {"doc", "xls", "ppt", "msg", "vsd"}
_HEIC_BRANDS: Final = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif"}
_MARKUP_STARTS: Final = (
    b"<svg",
    b"<html",
    b"<!doctype",
    b"<script",
    b"<?xml",
    b"<body",
    b"<head",
    b"<iframe",
)
_CONTROL: Final = frozenset(range(32)) - {9, 10, 12, 13, 27}


def type_of(file: IO[bytes], name: str) -> FileType:
    """What this file is. Raises FileRefused, in words, for what is not kept and for half a file."""
    file.seek(0)
    head = file.read(HEAD)
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        raise FileRefused(HEIC)
    if head.startswith(b"%PDF-"):
        return _whole_pdf(file)
    if head.startswith(b"PK\x03\x04"):
        return _office_file(file)
    return _text(file, name)


def must_be_picture(file: IO[bytes], name: str) -> None:
    """For what comes without a name. Raises FileRefused, in words, for everything that is no picture."""
    try:
        is_picture = type_of(file, name).is_picture
    except FileRefused as refusal:
        if refusal.sentence is HEIC:
            raise
        is_picture = False
    if not is_picture:
        raise FileRefused(NOT_A_PICTURE)


def ending_of(name: str, kind: FileType) -> str:
    """The ending the kept file gets: the type's own, or the sender's where several belong to the type."""
    given = name.rpartition(".")[2].lower()
    return given if kind is OLD_OFFICE and given in _OLD_ENDINGS else kind.ending


def _whole_pdf(file: IO[bytes]) -> FileType:
    file.seek(0, 2)
    file.seek(max(0, file.tell() - TAIL))
    if b"%%EOF" not in file.read():
        raise FileRefused(HALF_SENT)
    return PDF


def _office_file(file: IO[bytes]) -> FileType:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            mimetype = _mimetype(archive) if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as trouble:
        raise FileRefused(HALF_SENT) from trouble
    if any(entry.lower().endswith("vbaproject.bin") for entry in names):
        raise FileRefused(MACROS)
    if mimetype in _OPEN_DOCUMENTS:
        return _OPEN_DOCUMENTS[mimetype]
    for folder, kind in _OFFICE_FOLDERS:
        if "[Content_Types].xml" in names and any(entry.startswith(folder) for entry in names):
            return kind
    raise FileRefused(UNKNOWN)


def _mimetype(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as entry:
        return entry.read(100).decode("ascii", "replace").strip()


def _text(file: IO[bytes], name: str) -> FileType:
    file.seek(0)
    looks_like = CSV if name.lower().endswith(".csv") else TEXT
    first = True
    while piece := file.read(1 << 20):
        if first and piece[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return looks_like  # UTF-16, as spreadsheets write it
        if first:
            start = piece[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
            if start.startswith(_MARKUP_STARTS):
                raise FileRefused(MARKUP)
            if start.startswith(b"begin:vcalendar"):
                looks_like = CALENDAR
            first = False
        if not _CONTROL.isdisjoint(piece):
            raise FileRefused(UNKNOWN)
    return looks_like
