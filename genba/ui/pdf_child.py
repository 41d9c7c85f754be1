"""Sets one document in a process of its own: typst keeps 60 MB, which should not stay in the web server."""

import sys
from pathlib import Path

import typst


def main() -> None:
    """Read `main.typ` in the given folder, write `out.pdf` beside it."""
    root = Path(sys.argv[1])
    source, target = str(root / "main.typ"), str(root / "out.pdf")
    try:
        typst.compile(source, target, root=str(root), format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as trouble:
        if "could not be displayed" not in str(trouble):
            raise
        # A letter that no font of this machine has: a page with a gap is better than no page.
        typst.compile(source, target, root=str(root), format="pdf")


if __name__ == "__main__":
    main()
