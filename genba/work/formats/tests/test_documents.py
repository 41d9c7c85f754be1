import pytest

from genba.work.formats.document import FormatFault
from genba.work.formats.draft import draft_of, lines_of
from genba.work.formats.markdown import read_markdown
from genba.work.formats.papers import read_docx, read_pdf
from genba.work.formats.printed import passages_of_pages
from genba.work.formats.tests.papers import REAL, docx, long_passages, pdf, real_passages
from genba.work.steps import numbered, steps_from, to_do

pytestmark = pytest.mark.once


def steps_of(writing, name="x"):
    return steps_from(lines_of(draft_of(writing, name).pieces))


def outline(steps):
    return [f"{number} {step.what}" for number, _depth, step in numbered(steps)]


def test_a_real_public_procedure_of_ten_pages_becomes_fourteen_steps():
    draft = draft_of(read_markdown(REAL.read_bytes()), "x")
    steps = steps_from(lines_of(draft.pieces))
    said = [step.what for step in to_do(steps)]
    assert len(said) == 13
    assert said[3].startswith("De-activate the energy isolating device(s)")
    assert to_do(steps)[1].who == "Authorized employee"
    assert to_do(steps)[6].why.startswith("Caution: Return operating control(s)")
    assert draft.why.startswith("This standard covers the servicing and maintenance")
    left = [piece.text for piece in draft.pieces if piece.became == "left"]
    assert any(text.startswith("Affected employee.") for text in left)


def test_nothing_of_a_document_is_lost():
    draft = draft_of(read_markdown(REAL.read_bytes()), "x")
    told = " ".join([draft.title, *(piece.text for piece in draft.pieces)])
    for passage in read_markdown(REAL.read_bytes()).passages:
        assert passage.text in told


def test_word_pdf_and_markdown_tell_the_same_steps():
    from_text = outline(steps_of(read_markdown(REAL.read_bytes())))
    assert outline(steps_of(read_docx(docx(real_passages(), pages=10)))) == from_text
    printed = read_pdf(pdf(real_passages()))
    assert printed.pages >= 9
    said = [step.what for step in to_do(steps_of(printed))]
    for words in ("Verify that the controls are in neutral.", "Notify affected employees that the servicing"):
        assert any(line.startswith(words) for line in said), said
    assert not any("Revision 3" in passage.text for passage in printed.passages)


@pytest.mark.slow
def test_forty_pages_become_fourteen_steps_and_the_rest_is_left():
    for writing in (read_docx(docx(long_passages(), pages=40)), read_pdf(pdf(long_passages()))):
        draft = draft_of(writing, "x")
        assert draft.pages >= 40
        assert draft.words > 10_000
        steps = to_do(steps_from(lines_of(draft.pieces)))
        assert 13 <= len(steps) <= 20
        assert any(step.what.startswith("Verify that the controls are in neutral.") for step in steps)


def test_a_table_with_columns_becomes_steps_with_fields():
    rows = [
        ["No.", "Action", "Responsible", "Acceptance criteria", "Equipment", "Time"],
        ["1", "Close the valve", "Operator", "Handle is across", "", "5 min"],
        ["2", "Bring it to 15.5 to 16.5 bar", "Lab", "", "Gauge", ""],
    ]
    one, two = steps_of(read_docx(docx([("heading", 0, "Pressure test"), ("table", 0, rows)])))
    assert (one.what, one.who, one.how_well, one.minutes) == (
        "Close the valve", "Operator", "Handle is across", 5,
    )  # fmt: skip
    assert (two.tools, two.low, two.high, two.unit) == ("Gauge", 15.5, 16.5, "bar")


def test_items_are_indented_and_sentences_that_say_what_to_do_are_steps():
    text = """# Clean the tank
Tanks are cleaned on Fridays.

1. Drain the tank
   - Open the lower valve
   - Grey tanks have two valves
2. The operator shall rinse it within 10 minutes
   Note: old water smells.

If necessary, repeat the rinsing. Bring the key back. The key is red.
"""
    steps = steps_of(read_markdown(text.encode()))
    assert outline(steps)[:3] == [
        "1 Drain the tank",
        "1.1 Open the lower valve",
        "2 Rinse it within 10 minutes Note: old water smells.",
    ]
    assert (steps[1].who, steps[1].minutes) == ("Operator", 10)
    assert steps[2].may_be_skipped


def test_a_shortest_time_is_no_time_limit():
    text = "# Rinse\n\n1. Rinse for at least 5 minutes\n2. Dry it for 5 minutes\n"
    assert [step.minutes for step in steps_of(read_markdown(text.encode()))] == [None, 5]


def test_german_sentences_are_told_too():
    text = "# Ablauf\n\nGehäuse in die Vorrichtung einlegen.\n\nDas Gehäuse ist grau.\n\n"
    text += "Schließen Sie die Tür.\n"
    said = [step.what for step in to_do(steps_of(read_markdown(text.encode())))]
    assert said == ["Gehäuse in die Vorrichtung einlegen.", "Schließen Sie die Tür."]


def test_lines_of_a_page_become_passages_again():
    page = """ACME Corp   Page 1
Why we do it
This is a long line about why this door matters in this week which goes on and on and
ends on the next line, for every-
body to see.
2.1 Steps
1) Close the door before you start and look whether it is really locked for
good.
• Take the key of this week
"""
    others = [
        f"ACME Corp   Page {n}\n{word} is told here.\n" for n, word in enumerate(["Tea", "Rice", "Salt"], 2)
    ]
    found = passages_of_pages([page, *others])
    assert not any("ACME" in passage.text for passage in found)
    assert [(one.kind, one.text) for one in found[:5]] == [
        ("heading", "Why we do it"),
        (
            "paragraph",
            "This is a long line about why this door matters in this week which goes on and on and "
            "ends on the next line, for everybody to see.",
        ),
        ("heading", "Steps"),
        (
            "numbered",
            "Close the door before you start and look whether it is really locked for good.",
        ),
        ("bullet", "Take the key of this week"),
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"x" * 1_100_000])
def test_text_that_is_none_is_refused(content):
    with pytest.raises(FormatFault):
        read_markdown(content)
