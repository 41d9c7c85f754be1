"""Pages on paper: typst sets them, and people's words reach it as data, never as its code."""

import json
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

CHILD = Path(__file__).with_name("pdf_child.py")


class PageNotSetError(RuntimeError):
    """The source of a document has a fault; typst's own words say which."""


def render_pdf(typst_source: str, *, data: dict[str, Any], files: dict[str, bytes] | None = None) -> bytes:
    """Set one document as an accessible PDF. The source reads its data with `#let data = json("data.json")`.

    `files` are pictures and the like by their plain file name. Nothing outside the folder of this document
    can be read by the source.
    """
    with _set(typst_source, data, files, "pdf") as root:
        return (root / "out.pdf").read_bytes()


def render_pictures(
    typst_source: str, *, data: dict[str, Any], files: dict[str, bytes] | None = None
) -> list[bytes]:
    """The same as pictures (PNG), one for each page, for the screen."""
    with _set(typst_source, data, files, "png") as root:
        found = sorted(root.glob("out-*.png"), key=lambda path: int(path.stem.partition("-")[2]))
        return [path.read_bytes() for path in found]


def ask_document(
    typst_source: str, *, data: dict[str, Any], tag: str, files: dict[str, bytes] | None = None
) -> Any:
    """What the set document says of itself: the value of its one `#metadata(…) <tag>`."""
    with _set(typst_source, data, files, "ask", tag) as root:
        return json.loads((root / "out.json").read_text(encoding="utf-8"))


@contextmanager
def _set(source: str, data: dict[str, Any], files: dict[str, bytes] | None, *how: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="genba-pdf-") as folder:
        root = Path(folder)
        for name, content in (files or {}).items():
            (root / Path(name).name).write_bytes(content)
        (root / "data.json").write_text(json.dumps(data, cls=DjangoJSONEncoder), encoding="utf-8")
        (root / "main.typ").write_text(source, encoding="utf-8")
        command = [sys.executable, "-P", str(CHILD), str(root), *how]
        done = subprocess.run(  # noqa: S603  (our own program)
            command, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            raise PageNotSetError(done.stderr.strip().rpartition("\n")[2])
        yield root


def reads_from_the_right(words: str) -> bool:
    """Whether words keep the direction of a right-to-left language, as `dir="auto"` finds out on a page."""
    strong = (unicodedata.bidirectional(letter) for letter in words)
    return next((way for way in strong if way in {"L", "R", "AL"}), "L") != "L"
