"""Sets one document in a process of its own: typst keeps 60 MB, which should not stay in the web server."""

import sys
from pathlib import Path

import typst

POINTS_OF_A_PICTURE = 96


def main() -> None:
    """Read `main.typ` in the given folder and write the answer beside it.

    `pdf` writes out.pdf, `png` out-1.png and so on, `ask LABEL` the metadata with that label as out.json.
    """
    root, how, *label = sys.argv[1:]
    folder = Path(root)
    source = str(folder / "main.typ")
    if how == "ask":
        told = typst.query(source, f"<{label[0]}>", field="value", one=True, root=root)
        (folder / "out.json").write_text(told, encoding="utf-8")
    elif how == "png":
        target = str(folder / "out-{p}.png")
        typst.compile(source, target, root=root, format="png", ppi=POINTS_OF_A_PICTURE)
    else:
        set_pdf(source, str(folder / "out.pdf"), root)


def set_pdf(source: str, target: str, root: str) -> None:
    """Write an accessible PDF."""
    try:
        typst.compile(source, target, root=root, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as trouble:
        if "could not be displayed" not in str(trouble):
            raise
        # A letter that no font of this machine has: a page with a gap is better than no page.
        typst.compile(source, target, root=root, format="pdf")


if __name__ == "__main__":
    main()
