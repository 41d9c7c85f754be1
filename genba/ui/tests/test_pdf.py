import io
import struct
import zlib

import pytest
from pypdf import PdfReader

from genba.ui.pdf import PageNotSetError, render_pdf

PAGE = """
#set document(title: "Poster")
#set text(lang: "en")
#let data = json("data.json")
= #data.title
#data.text
"""


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def one_pixel() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def test_a_page_carries_the_words_it_was_given():
    pdf = render_pdf(PAGE, data={"title": "Line 4", "text": "Say it here"})
    assert pdf.startswith(b"%PDF-1.7")
    assert "Line 4" in words(pdf)
    assert "Say it here" in words(pdf)


def test_the_page_can_be_read_aloud():
    reader = PdfReader(io.BytesIO(render_pdf(PAGE, data={"title": "Line 4", "text": "x"})))
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data().decode()


@pytest.mark.parametrize(
    "attack",
    [
        '#panic("owned")',
        '#read("/etc/passwd")',
        '"); #panic("out")',
        "$x$ *bold* _it_ `raw` = Title",
        "\\u{41} #[x]",
    ],
)
def test_hostile_text_stays_text(attack: str):
    shown = words(render_pdf(PAGE, data={"title": "Line 4", "text": attack}))
    assert attack.replace(" ", "") in shown.replace(" ", "").replace("\n", "").replace("“", '"').replace(
        "”", '"'
    )


def test_a_document_cannot_read_outside_its_folder():
    with pytest.raises(PageNotSetError, match="escape the project root"):
        render_pdf('#set document(title: "x")\n#read("/../../etc/hostname")', data={})


def test_pictures_come_along_by_their_plain_name():
    source = PAGE + '#image("dot.png", alt: "a dot")'
    data = {"title": "With a picture", "text": ""}
    pdf = render_pdf(source, data=data, files={"dot.png": one_pixel()})
    assert len(PdfReader(io.BytesIO(pdf)).pages[0].images) == 1


def test_other_scripts_and_signs_find_their_letters():
    pdf = render_pdf(PAGE, data={"title": "محطة العمل", "text": "Łódź"})
    assert "Łódź" in words(pdf)
