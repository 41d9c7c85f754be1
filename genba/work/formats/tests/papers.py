"""Documents for tests, made by code: Word files put together by hand, PDFs set by typst."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from genba.ui.pdf import render_pdf
from genba.work.formats.markdown import read_markdown

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
REAL = Path(__file__).parents[4] / "tests" / "data" / "control-of-hazardous-energy.md"
FORTY_PAGES = 11_000  # words, more or less


def docx(passages, *, head='<?xml version="1.0"?>', rels="", more=(), pages=0):
    """A Word file of (kind, level, text) or ("row", 0, [cells])."""
    body = "".join(_paragraph(*passage) for passage in passages)
    levels = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:numFmt w:val="{kind}"/></w:lvl>'
        f'<w:lvl w:ilvl="1"><w:numFmt w:val="{kind}"/></w:lvl></w:abstractNum>'
        for n, kind in enumerate(("decimal", "bullet"))
    )
    numbers = "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(2))
    styles = "".join(
        f'<w:style w:styleId="Berschrift{n}"><w:name w:val="heading {n}"/></w:style>' for n in range(1, 5)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "word/document.xml": f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{levels}{numbers}</w:numbering>',
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{rels}</Relationships>'
        ),
        "docProps/app.xml": f"<Properties><x/><a xmlns='u'><Pages>{pages}</Pages></a></Properties>",
        **dict(more),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _paragraph(kind, level, text):
    if kind == "row":
        cells = "".join(f"<w:tc><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>" for cell in text)
        return f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    if kind == "table":
        rows = "".join(
            "<w:tr>"
            + "".join(f"<w:tc><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>" for cell in row)
            + "</w:tr>"
            for row in text
        )
        return f"<w:tbl>{rows}</w:tbl>"
    about = ""
    if kind == "heading":
        about = f'<w:pStyle w:val="Berschrift{level + 1}"/>'
    elif kind in {"numbered", "bullet"}:
        number = 1 if kind == "numbered" else 2
        about = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{about}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def real_passages():
    """The public procedure of `tests/data`."""
    return [(one.kind, one.level, one.text) for one in read_markdown(REAL.read_bytes()).passages]


def long_passages():
    """The same with so many words about it that it has forty pages."""
    passages = real_passages()
    words = [one for one in passages if one[0] == "paragraph"]
    count = sum(len(one[2].split()) for one in passages)
    extra = [("heading", 1, "Background")]
    while count < FORTY_PAGES:
        for one in words:
            extra.append(one)
            count += len(one[2].split())
    return passages[:1] + extra + passages[1:]


def pdf(passages, *, size="14pt", paper="a4"):
    """A PDF as people print it, with a head and a foot on every page."""
    source = (
        '#let data = json("data.json")\n#set document(title: "The control of hazardous energy")\n'
        f'#set page("{paper}", margin: 3cm, header: [Lockout SOP-7 Revision 3], '
        "footer: context [Page #counter(page).display()])\n"
        f"#set text({size})\n#set par(leading: 1em)\n"
        "#for one in data.lines { block(one) }\n"
    )
    lines, number = [], 0
    for kind, _level, text in passages:
        number = number + 1 if kind == "numbered" else 0
        marks = {"numbered": f"{number}. ", "bullet": "• "}
        lines.append(marks.get(kind, "") + text)
    return render_pdf(source, data={"lines": lines})
