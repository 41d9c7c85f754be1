"""Pages on paper: typst sets them, and people's words reach it as data, never as its code."""

import json
import tempfile
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


def render_pdf(typst_source: str, *, data: dict[str, Any], files: dict[str, bytes] | None = None) -> bytes:
    """Set one document as an accessible PDF. The source reads its data with `#let data = json("data.json")`.

    `files` are pictures and the like by their plain file name. Nothing outside the folder of this document
    can be read by the source.
    """
    import typst  # noqa: PLC0415 - heavy; only pages on paper need it

    with tempfile.TemporaryDirectory(prefix="genba-pdf-") as folder:
        root = Path(folder)
        for name, content in (files or {}).items():
            (root / Path(name).name).write_bytes(content)
        (root / "data.json").write_text(json.dumps(data, cls=DjangoJSONEncoder), encoding="utf-8")
        (root / "main.typ").write_text(typst_source, encoding="utf-8")
        main = str(root / "main.typ")
        try:
            return bytes(typst.compile(main, root=str(root), format="pdf", pdf_standards=["ua-1"]))
        except typst.TypstError as trouble:
            if "could not be displayed" not in str(trouble):
                raise
            # A letter that no font of this machine has: a page with a gap is better than no page.
            return bytes(typst.compile(main, root=str(root), format="pdf"))
