"""Pages on paper: typst sets them, and people's words reach it as data, never as its code."""

import json
import subprocess
import sys
import tempfile
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
    with tempfile.TemporaryDirectory(prefix="genba-pdf-") as folder:
        root = Path(folder)
        for name, content in (files or {}).items():
            (root / Path(name).name).write_bytes(content)
        (root / "data.json").write_text(json.dumps(data, cls=DjangoJSONEncoder), encoding="utf-8")
        (root / "main.typ").write_text(typst_source, encoding="utf-8")
        command = [sys.executable, "-P", str(CHILD), str(root)]
        done = subprocess.run(  # noqa: S603  (our own program)
            command, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            raise PageNotSetError(done.stderr.strip().rpartition("\n")[2])
        return (root / "out.pdf").read_bytes()
