"""Pictures are painted anew from their pixels, so that nothing the camera wrote about itself comes along.

A process of its own does it (`painter.py`): a picture made to do harm meets strict limits there, and costs
its sender a sentence and nobody else anything.
"""

import shutil
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext_lazy as _

from genba.trail.confined import file_in_memory, run_confined
from genba.trail.refusal import FileRefused

PAINTER = Path(__file__).with_name("painter.py")
SECONDS_TO_PAINT = 30
DAMAGED_CODE, TOO_LARGE_CODE = 3, 4  # what the painter ends with
TYPES = {"png": "image/png", "jpg": "image/jpeg"}

DAMAGED = _("This picture is damaged or was only half sent. Please take or choose it again.")
TOO_MANY_PIXELS = _("This picture has too many pixels for us. Please send a smaller one.")
TOO_MUCH_WORK = _("This picture takes too much work to open. Please send a photo or a screenshot of it.")

#: Each painter may take 480 MB for a moment; more than two at once would let strangers fill the memory.
_few_at_once = threading.BoundedSemaphore(2)


class PainterBrokenError(RuntimeError):
    """The painter itself does not work here. No picture is to blame."""


@dataclass(frozen=True)
class Picture:
    """A picture made by us."""

    content: bytes
    content_type: str
    ending: str


def repaint(source: IO[bytes]) -> Picture:
    """A new picture with the same pixels, turned upright, at most 4096 pixels long, without any note in it.

    Of a moving picture it is the first frame. Raises FileRefused, with a sentence for the sender, for damaged
    and for gigantic pictures, and for those that take too much work.
    """
    with _few_at_once, file_in_memory("given") as given, file_in_memory("painted") as painted:
        shutil.copyfileobj(source, given)
        given.seek(0)
        code = _paint(given, painted)
        if code != 0:
            raise _refusal(code)
        painted.seek(0)
        ending = painted.readline(10).decode().strip()
        return Picture(painted.read(), TYPES[ending], ending)


def _paint(given: IO[bytes], painted: IO[bytes]) -> int:
    try:
        return run_confined(PAINTER, given=given, told=painted, seconds=SECONDS_TO_PAINT)
    except subprocess.TimeoutExpired as trouble:
        raise FileRefused(TOO_MUCH_WORK) from trouble


def _refusal(code: int) -> Exception:
    if code == DAMAGED_CODE:
        return FileRefused(DAMAGED)
    if code == TOO_LARGE_CODE:
        return FileRefused(TOO_MANY_PIXELS)
    if code < 0:  # a signal: too much time, or a crash that somebody has meant
        return FileRefused(TOO_MUCH_WORK)
    return PainterBrokenError(f"The painter of pictures ended with code {code}.")
