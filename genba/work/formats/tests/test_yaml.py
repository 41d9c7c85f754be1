import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from genba.work.formats.document import Document, FormatFault
from genba.work.formats.yaml import read_yaml, write_yaml
from genba.work.steps import one_line, steps_from
from genba.work.tests.test_steps import lines

pytestmark = pytest.mark.once
titles = st.text(max_size=40).map(one_line).filter(bool)
documents = st.builds(
    lambda title, why, given_lines: Document(title, steps_from(given_lines), one_line(why)),
    titles,
    st.text(max_size=40),
    lines,
)

HUMAN = """\
title: Change a tool on line 4
number: P-002
why: Most scrap was made within ten minutes of a tool change.
steps:
  - key: stop
    what: Stop the spindle and lock the door
    how_well: 'no'
    minutes: 5
  - key: clamp
    what: Clamp the new tool
    unit: Nm
    low: 38
    high: 42.5
  - key: '1234567890'
    what: 'Say: done'
    order: any_order
    steps:
      - key: a
        what: One thing
        may_be_skipped: true
      - key: b
        what: Another, “quoted” — with a dash
"""


def test_a_file_is_written_as_a_person_would_write_it():
    assert write_yaml(read_yaml(HUMAN)) == HUMAN


@given(documents)
@example(Document("no", steps_from([{"key": "1e5", "what": "12:30"}, {"key": "007", "what": "~"}])))
def test_every_procedure_is_the_same_after_it_was_written_and_read(document):
    text = write_yaml(document)
    assert read_yaml(text.encode()) == document
    assert write_yaml(read_yaml(text)) == text


def test_the_short_form_is_enough():
    read = read_yaml("title: Make tea\nsteps:\n - Boil water\n - what: Pour it\n   who: no\n")
    assert [(step.what, step.who) for step in read.steps] == [("Boil water", ""), ("Pour it", "no")]


def test_an_unknown_field_of_a_step_is_named_with_those_that_there_are():
    with pytest.raises(FormatFault, match=r"\(minuts\) There are: .*what, who.*minutes"):
        read_yaml("title: x\nsteps:\n  - what: a\n    minuts: 5\n")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("title: x\nsteps:\n  - what: a\n    minuts: 5\n", 4, 5),
        ("title: x\nsteps:\n  - what: a\n  - what: b\n    minutes: soon\n", 5, 14),
        ("title: x\nsteps:\n  - what: a\n    steps:\n      - who: me\n", 5, 9),
        ("title: x\nsteps:\n  - what: a\n    order: sideways\n", 4, 12),
        ("title: x\nsteps:\n  - {key: a, what: b}\n  - {key: a, what: c}\n", 4, 11),
        ("title: x\ncolour: red\n", 2, 1),
        ("title: x\ntitle: y\n", 2, 1),
        ("title: [x]\n", 1, 8),
        ("steps: []\n", 1, 1),
        ("title: x\nsteps: 5\n", 2, 8),
        ("title: 'x\n", 2, 1),
        ("title: x\nsteps:\n\t- a\n", 3, 1),
        ("title: x\n---\ntitle: y\n", 2, 1),
        ("- a\n", 1, 1),
        ("", 1, 1),
        ("title: x\x01\n", 1, 9),
    ],
)
def test_a_fault_names_its_line_and_its_column(text, line, column):
    with pytest.raises(FormatFault) as found:
        read_yaml(text)
    assert (found.value.line, found.value.column) == (line, column), str(found.value)
    assert len(found.value.sentence) > 15


@pytest.mark.parametrize(
    "text",
    [
        "title: !!python/object/apply:os.system ['touch /tmp/genba-yaml']\n",
        "title: !!python/name:os.system x\n",
        "!!python/object:os.system {}\n",
        "title: !include /etc/passwd\n",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        "title: x\nsteps: &s\n - what: a\n   steps: *s\n",
        "? [complex, key]\n: x\n",
        "title: " + "[" * 5000,
        "title: x\nsteps:\n" + "".join(f"{'  ' * n}- steps:\n" for n in range(1, 60)),
        "title: x\nsteps: [" + "a," * 30_000 + "]",
        "title: x\nsteps:\n - what: a\n   minutes: " + "9" * 9000,
        "title: " + "x" * 1_100_000,
        b"title: \xff\xfe\n",
        b"\x00\x01\x02",
    ],
)
def test_whatever_is_not_plain_is_refused_in_words(text):
    with pytest.raises(FormatFault) as found:
        read_yaml(text)
    assert len(found.value.sentence) > 15
