import base64
import hashlib
import io
import re
from html import unescape

import pytest
from django.urls import reverse
from pypdf import PdfReader

from genba.trail.files import keep_file
from genba.work.models import UseCount
from genba.work.paper import PAPERS, Paper, fit, printed
from genba.work.steps import steps_from
from genba.work.tests.factory import STEPS, make_draft, make_procedure
from genba.work.tests.pictures import a_picture
from genba.work.writing import write

A4 = PAPERS["a4"]
MANY = [{"key": f"s{at}", "what": f"Do the thing with number {at}"} for at in range(60)]


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def taller(paper: Paper, by: float) -> Paper:
    return Paper(paper.name, paper.label, paper.width, paper.height + by)


@pytest.fixture
def door(sign_in, cast):
    return lambda name, *args, query="": sign_in(cast.nobody).get(reverse(f"work:{name}", args=args) + query)


def test_the_page_says_what_counts_and_since_when(cast, door):
    procedure = make_procedure(cast)
    answer = door("pdf", procedure.pk)
    assert answer["Content-Type"] == "application/pdf"
    told = words(answer.content)
    for said in ("P-001", "version 1", "in force since", "owner: Amira Khan", "printed on", "page 1 of 1"):
        assert said in told
    assert "3.8 – 4.2 Nm" in told
    assert "one of these" in told
    assert "Why: The tray is the queue" in told


def test_letter_is_another_size(cast, door):
    procedure = make_procedure(cast)
    a4, letter = (read(door("pdf", procedure.pk, query=f"?paper={name}").content) for name in PAPERS)
    assert [round(float(side) / 72 * 25.4, 1) for side in a4.pages[0].mediabox[2:]] == [210, 297]
    assert [round(float(side) / 72 * 25.4, 1) for side in letter.pages[0].mediabox[2:]] == [215.9, 279.4]


def test_the_page_can_be_read_aloud(cast):
    root = read(printed(make_draft(cast), A4)).trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert "pdfuaid" in root["/Metadata"].get_data().decode()


def test_a_draft_says_that_it_does_not_count(cast, door):
    draft = make_draft(cast)
    assert "Draft: not in force" in words(door("version_pdf", draft.procedure_id, 1).content)


def test_printing_is_counted(cast, door):
    procedure = make_procedure(cast)
    door("pdf", procedure.pk)
    door("version_pdf", procedure.pk, 1)
    assert UseCount.objects.get(procedure=procedure, what="printed").times == 2


@pytest.mark.parametrize("name", PAPERS)
def test_by_how_much_it_does_not_fit_is_exact(cast, name):
    version, paper = make_draft(cast, MANY), PAPERS[name]
    told = fit(version, paper)
    assert told.over_mm > 20
    assert told.pages > 1
    assert len(read(printed(version, taller(paper, told.over_mm + 0.05))).pages) == 1
    assert len(read(printed(version, taller(paper, told.over_mm - 0.05))).pages) == 2


def test_a_step_more_is_exactly_its_own_height_longer(cast):
    version = make_draft(cast, MANY[:3])
    three, room = fit(version, A4), fit(version, A4).left_mm
    assert three.fits
    assert three.pages == 1
    assert room > 100
    write(version, by=cast.amira, steps=steps_from(MANY[:4]))
    four = fit(version, A4)
    assert four.over_mm - three.over_mm == pytest.approx(four.longest[0].mm, abs=0.01)
    write(version, by=cast.amira, steps=steps_from(MANY))
    assert fit(version, A4).over_mm == pytest.approx(three.over_mm + 57 * four.longest[0].mm, abs=1)


def test_the_longest_steps_are_named(cast, door):
    long = {"key": "long", "what": "Say it at length. " * 25, "why": "Because. " * 60}
    version = make_draft(cast, [*MANY[:30], long, *MANY[30:]])
    assert fit(version, A4).longest[0].step.key == "long"
    page = door("fit", version.procedure_id, 1).content.decode()
    assert re.search(r"<bdi>\d+ mm</bdi> too long for one page; it takes <bdi>\d</bdi>", page)
    assert page.index("#step-long") < page.index("#step-s")


def test_what_people_wrote_is_never_code_of_the_page(cast):
    evil = '"); #panic("x") #read("/etc/passwd") $x$ *b* = T <fit>'
    told = words(printed(make_draft(cast, [{"what": evil, "why": evil}], title=evil), A4))
    assert '#panic("x")' in told.replace("“", '"').replace("”", '"')


def test_arabic_reads_from_the_right(cast, sign_in):
    draft = make_draft(cast, [{"what": "أغلق الباب", "who": "المشغل"}], title="تغيير الأداة")
    cast.nobody.language = "ar"
    cast.nobody.save()
    answer = sign_in(cast.nobody).get(reverse("work:version_pdf", args=[draft.procedure_id, 1]))
    root = read(answer.content).trailer["/Root"]
    assert root["/Lang"] == "ar"
    assert fit(draft, A4).pages == 1


def test_a_picture_of_a_step_is_printed_and_a_foreign_file_is_not(cast):
    draft = make_draft(cast)
    ours = keep_file(draft, a_picture(), by=cast.amira)
    foreign = keep_file(cast.board, a_picture(), by=cast.amira)
    write(draft, by=cast.amira, steps=steps_from([{"what": "Look", "picture": str(ours.pk)}]))
    assert len(read(printed(draft, A4)).pages[0].images) == 1
    for other in (str(foreign.pk), "../../etc/passwd", "1"):
        write(draft, by=cast.amira, steps=steps_from([{"what": "Look", "picture": other}]))
        assert len(read(printed(draft, A4)).pages[0].images) == 0


def test_the_picture_of_the_page_is_a_picture(cast, door):
    draft = make_draft(cast)
    answer = door("page_picture", draft.procedure_id, 1, 1, query="?paper=letter")
    assert answer.content.startswith(b"\x89PNG")
    assert door("page_picture", draft.procedure_id, 1, 2).status_code == 404


def test_the_page_to_take_along_loads_nothing_and_runs_nothing(cast, door):
    evil = "<script>alert(1)</script>"
    draft = make_draft(cast, [*STEPS, {"what": evil, "why": evil}])
    kept = keep_file(draft, a_picture(), by=cast.amira)
    steps = [*STEPS, {"what": evil, "picture": str(kept.pk)}]
    write(draft, by=cast.amira, steps=steps_from(steps))
    answer = door("version_html", draft.procedure_id, 1)
    page = unescape(answer.content.decode())
    assert answer["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in page
    assert "<script" not in answer.content.decode()
    assert re.findall(r'src="(data:image/\w+;base64,)', page) == ["data:image/jpeg;base64,"]
    assert not re.search(r'(?:src|href)="(?!data:|http://[^"]*\?paper=1")', page)


def test_the_style_of_the_page_to_take_along_is_the_one_its_policy_allows(cast, door):
    page = unescape(door("html", make_procedure(cast).pk).content.decode())
    style = re.search(r"<style>(.*?)</style>", page, re.S).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page


def test_strangers_get_no_paper(cast, sign_in):
    procedure = make_procedure(cast)
    for name, args in (("pdf", []), ("html", []), ("fit", [1]), ("page_picture", [1, 1])):
        answer = sign_in(None).get(reverse(f"work:{name}", args=[procedure.pk, *args]))
        assert "/account/login/" in answer.url
