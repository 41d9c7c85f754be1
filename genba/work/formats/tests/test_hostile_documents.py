"""Documents of which somebody hopes that they do harm: a sentence, little memory, never a fault."""

import io
import resource
import zipfile
import zlib
from contextlib import contextmanager, suppress

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from genba.work.formats import paper_child
from genba.work.formats.bpmn.reading import read_bpmn
from genba.work.formats.document import FormatFault
from genba.work.formats.draft import draft_of, lines_of
from genba.work.formats.markdown import read_markdown
from genba.work.formats.papers import _told, read_docx, read_pdf
from genba.work.formats.passages import Passage, Writing
from genba.work.formats.printed import passages_of_pages
from genba.work.formats.tests.papers import OFFICE, docx, pdf
from genba.work.formats.yaml import read_yaml
from genba.work.steps import steps_from

pytestmark = pytest.mark.once
MOST_MEGABYTES = 512
MACRO_TYPE = "<Types>application/x.macroEnabled.main</Types>"
ONE = [("numbered", 0, "Close the valve")]
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
TEXT = st.text(max_size=300) | st.text(st.sampled_from("#-*|1. \n\t&<>!{}[]:'\"aA\0\u202e"), max_size=120)
bounded = settings(
    max_examples=60, deadline=None, database=None, derandomize=True,
    phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip


def relation(kind, mode="External"):
    return f'<Relationship Id="r9" Type="{OFFICE}/{kind}" Target="http://127.0.0.1:9/x" TargetMode="{mode}"/>'


def bomb(name, megabytes=200):
    out = io.BytesIO(docx(ONE))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package, package.open(name, "w") as part:
        for _n in range(megabytes):
            part.write(b" " * 1_000_000)
    return out.getvalue()


WORD = {
    "an outside entity": (lambda: docx(ONE, head=XXE), "DOCTYPE"),
    "a billion laughs": (lambda: docx(ONE, head=LAUGHS), "DOCTYPE"),
    "a macro": (lambda: docx(ONE, more={"word/vbaProject.bin": b"x"}.items()), "macro"),
    "a macro by its type": (
        lambda: docx(ONE, more={"[Content_Types].xml": MACRO_TYPE}.items()),
        "macro",
    ),
    "a template from elsewhere": (lambda: docx(ONE, rels=relation("attachedTemplate")), "elsewhere"),
    "a picture from elsewhere": (lambda: docx(ONE, rels=relation("image")), "elsewhere"),
    "a bomb": (lambda: bomb("word/styles.xml"), "too much work"),
    "ten thousand parts": (
        lambda: docx(ONE, more={f"word/{n}": b"" for n in range(10_000)}.items()), "too much work",
    ),
    "half a file": (lambda: docx(ONE)[:300], "damaged"),
    "an empty document": (lambda: docx([]), "no text"),
    "no document in it": (lambda: b"PK\x05\x06" + b"\0" * 18, "damaged"),
    "an old file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "password"),
    "a name that leads out": (lambda: docx(ONE, more={"../../x.rels": "<a"}.items()), "damaged"),
    "deep elements": (lambda: docx(ONE, more={"word/styles.xml": "<a>" * 300_000}.items()), ""),
}  # fmt: skip


def broken_pdf(old, new):
    return pdf(ONE).replace(old, new, 1)


def endless_pdf():
    """A page tree whose kids are their own parents, many times."""
    objects = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Count 99999/Kids[2 0 R 2 0 R 2 0 R]>>endobj",
    ]
    return b"%PDF-1.7\n" + b"\n".join(objects) + b"\ntrailer<</Root 1 0 R/Size 3>>\n%%EOF"


def packed_pdf():
    """A stream of a few kilobytes that unpacks to a gigabyte."""
    packed = zlib.compress(b"(a) Tj " * 30_000_000, 9)
    head = f"4 0 obj<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode()
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>>>endobj\n"
        + head + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF"
    )  # fmt: skip


PDF = {
    "half a file": lambda: pdf(ONE)[:400],
    "only its beginning": lambda: b"%PDF-1.7\n%%EOF",
    "pages that are their own pages": endless_pdf,
    "a page that unpacks to hundreds of megabytes": packed_pdf,
    "no text": lambda: (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids"
        b"[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF"
    ),
    "something else": lambda: b"MZ\x90\0" * 100,
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("name", WORD)
def test_a_hostile_word_file_is_refused_in_words(name):
    make, said = WORD[name]
    with children_stay_small(), pytest.raises(FormatFault) as found:
        read_docx(make())
    assert said in found.value.sentence
    assert len(found.value.sentence) > 20


@pytest.mark.parametrize("name", PDF)
def test_a_hostile_pdf_is_refused_in_words(name):
    with children_stay_small(), pytest.raises(FormatFault) as found:
        read_pdf(PDF[name]())
    assert len(found.value.sentence) > 20


def test_a_link_that_people_follow_is_no_harm():
    assert read_docx(docx(ONE, rels=relation("hyperlink"))).passages[0].text == "Close the valve"


def test_the_child_can_open_nothing(monkeypatch, tmp_path):
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import importlib.util, sys\n"
        f"found = importlib.util.spec_from_file_location('child', {paper_child.__file__!r})\n"
        "child = importlib.util.module_from_spec(found)\n"
        "found.loader.exec_module(child)\n"
        "child._word = lambda content: open('/etc/passwd').read()\n"
        "sys.exit(child.main('docx'))\n"
    )
    monkeypatch.setattr("genba.work.formats.papers.CHILD", spy)
    with pytest.raises(FormatFault, match="damaged"):
        _told("docx", b"x")


@bounded
@given(TEXT)
def test_any_text_is_read_or_refused(text):
    for read in (read_markdown, read_yaml, read_bpmn):
        with suppress(FormatFault):
            read(text.encode("utf-8", "replace"))


@bounded
@given(st.lists(TEXT, max_size=4))
def test_any_pages_become_passages_and_no_passage_is_lost_on_the_way_to_a_draft(pages):
    passages = passages_of_pages(pages)
    draft = draft_of(Writing(passages), "x")
    steps_from([{"what": "x", **line} for line in lines_of(draft.pieces)])
    told = [draft.title, *(piece.text for piece in draft.pieces)]
    assert all(any(passage.text in text for text in told) for passage in passages)


@bounded
@given(
    st.lists(
        st.builds(
            Passage,
            st.sampled_from(["heading", "paragraph", "numbered", "bullet"]),
            TEXT.map(str.strip).filter(bool),
            st.integers(0, 8),
        ),
        max_size=12,
    )
)
def test_whatever_levels_a_document_has_its_steps_can_be_kept(passages):
    draft = draft_of(Writing(tuple(passages)), "x")
    with suppress(ValueError):
        steps_from(lines_of(draft.pieces))


@settings(bounded, max_examples=15)
@given(st.binary(max_size=200), st.integers(0, 3000))
def test_bytes_changed_in_a_word_file_do_no_harm(junk, place):
    content = docx(ONE)
    with suppress(FormatFault):
        read_docx(content[:place] + junk + content[place + len(junk) :])


@contextmanager
def children_stay_small():
    """The largest child that there ever was is no larger than before, or below what is allowed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    yield
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert after == before or after < MOST_MEGABYTES * 1024
