"""Word and PDF files, read by a child that can do nothing else (`paper_child.py`)."""

import json
import subprocess
import threading
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from genba.trail.confined import file_in_memory, run_confined
from genba.work.formats import paper_child as child
from genba.work.formats.document import FormatFault
from genba.work.formats.passages import Writing, passage_from
from genba.work.formats.printed import passages_of_pages

CHILD = Path(__file__).with_name("paper_child.py")
SECONDS = 60

#: Each child may take 480 MB for a moment; more than two at once could fill the memory.
_few_at_once = threading.BoundedSemaphore(2)


class ReaderBrokenError(RuntimeError):
    """The reader itself does not work here. No file is to blame."""


def read_docx(content: bytes) -> Writing:
    """The passages of a Word file. Raises FormatFault, in words, for what cannot or must not be read."""
    told = _told("docx", content)
    return Writing(tuple(passage_from(one) for one in told["passages"]), int(told["count"]))


def read_pdf(content: bytes) -> Writing:
    """The passages of a PDF, told from the lines of its text. Raises FormatFault, in words."""
    told = _told("pdf", content)
    pages = [str(page) for page in told["pages"]]
    return Writing(passages_of_pages(pages), len(pages), str(told["title"]))


def _told(kind: str, content: bytes) -> dict[str, Any]:
    with _few_at_once, file_in_memory("paper") as given, file_in_memory("told") as told:
        given.write(content)
        given.seek(0)
        code = _run(kind, given, told)
        if code:
            raise _refusal(code)
        told.seek(0)
        found: dict[str, Any] = json.load(told)
        return found


def _run(kind: str, given: IO[bytes], told: IO[bytes]) -> int:
    try:
        return run_confined(CHILD, kind, given=given, told=told, seconds=SECONDS)
    except subprocess.TimeoutExpired:
        return child.TOO_LARGE


def _refusal(code: int) -> Exception:
    sentences = {
        child.DAMAGED: _("This file is damaged or only half there. Save it again and upload it once more."),
        child.TOO_LARGE: _(
            "This file takes too much work to open. Please upload only the part that you need."
        ),
        child.MACROS: _(
            "This file carries a program (a macro) inside. Please save it without macros and send it again."
        ),
        child.OUTSIDE: _(
            "This file wants to fetch parts from elsewhere. Please save it with everything inside, or as PDF."
        ),
        child.LOCKED: _(
            "This file is protected with a password, or of the old Word kind. Save it as .docx without one."
        ),
        child.DOCTYPE: _(
            "This file declares a document type (DOCTYPE), which could read other files or grow forever."
        ),
        child.EMPTY: _(
            "There is no text in this file. A scan is a picture: let a program read its text first (OCR)."
        ),
    }
    if code in sentences:
        return FormatFault(sentences[code])
    if code < 0:  # a signal: too much time, or a crash that somebody has meant
        return FormatFault(sentences[child.TOO_LARGE])
    return ReaderBrokenError(f"The reader of documents ended with code {code}.")
