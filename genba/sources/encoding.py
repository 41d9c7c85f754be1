"""Find out how the bytes of a file become characters, by reading all of them once."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from genba.sources.table import TableUnreadable

CHUNK = 1024 * 1024
LONGEST_LINE = 4_000_000

Opener = Callable[[], BinaryIO]

_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = bytes(range(0x80, 0x100))
_NOT_WINDOWS_1252 = b"\x81\x8d\x8f\x90\x9d"
_CONTROLS = bytes([*range(1, 7), *range(14, 26)])


@dataclass(frozen=True)
class Script:
    """How the bytes become characters, and whether some of them do not."""

    encoding: str
    name: str
    damaged: bool = False


def script_of(opened: Opener) -> Script:
    """Read all bytes and find the encoding that fits them. Raises TableUnreadable for what is no text."""
    with opened() as stream:
        chunk = stream.read(CHUNK)
        marked = _marked(chunk)
        survey = _Survey(is_wide=marked is not None and marked.encoding.startswith("utf-16"))
        while chunk:
            survey.look(chunk)
            chunk = stream.read(CHUNK)
    if survey.is_binary:
        raise TableUnreadable(_("This file is not text and not a table. Please choose a CSV or Excel file."))
    if marked is not None:
        return Script(marked.encoding, marked.name, damaged=survey.is_wide or survey.is_damaged)
    if survey.is_utf8 or survey.wrong * 2 <= survey.characters:  # a few broken bytes, not another encoding
        return Script("utf-8", "UTF-8", damaged=survey.is_damaged)
    return Script("cp1252", "Windows-1252", damaged=survey.nuls + survey.undefined > 0)


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

    def __init__(self, *, is_wide: bool) -> None:
        self.is_wide = is_wide
        self.is_utf8 = True
        self.nuls = self.wrong = self.characters = self.undefined = 0
        self._controls = self._size = self._line = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def look(self, chunk: bytes) -> None:
        """Take in the next bytes of the file."""
        self._size += len(chunk)
        self._measure_lines(chunk)
        if self.is_wide:
            return
        self.nuls += chunk.count(0)
        self._controls += _count(chunk, _CONTROLS)
        if self.is_utf8:
            try:
                self._decoder.decode(chunk)
            except UnicodeDecodeError:
                self.is_utf8 = False
        if not chunk.isascii() and not self.is_utf8:
            found = _UTF8_CHARACTER.findall(chunk)
            self.characters += len(found)
            self.wrong += max(_count(chunk, _HIGH) - sum(map(len, found)), 0)
            self.undefined += _count(chunk, _NOT_WINDOWS_1252)

    @property
    def is_damaged(self) -> bool:
        """Whether some bytes are no characters, or NUL."""
        return not self.is_utf8 or self.nuls > 0 or bool(self._decoder.getstate()[0])

    @property
    def is_binary(self) -> bool:
        """Whether there are far too many control characters for a text."""
        return self.nuls + self._controls > max(8, self._size // 50)

    def _measure_lines(self, chunk: bytes) -> None:
        ends = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self._line = self._line + len(chunk) if ends < 0 else len(chunk) - ends
        if self._line > LONGEST_LINE:
            raise TableUnreadable(
                _("A line in this file is longer than %(limit)s characters, so it is no readable table.")
                % {"limit": LONGEST_LINE}
            )


def _count(chunk: bytes, wanted: bytes) -> int:
    return len(chunk) - len(chunk.translate(None, wanted))
