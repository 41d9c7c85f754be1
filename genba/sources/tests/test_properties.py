# ruff: noqa: PT017  (an error is a right answer here)
"""Whatever comes in: a table, values, or words. Never another exception."""

import csv
import io
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from genba.sources.dates import MONTHS, DateColumn
from genba.sources.export import csv_rows, neutral
from genba.sources.mapping import guess_mapping, samples
from genba.sources.numbers import NumberColumn
from genba.sources.problems import RowError
from genba.sources.reading import read_table
from genba.sources.table import TableUnreadable
from genba.sources.values import FieldSpec, read_address, read_truth

texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip)
rows = st.integers(2, 6).flatmap(
    lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), min_size=3, max_size=12)
)
KINDS = [
    FieldSpec(kind, kind, kind=kind) for kind in ("id", "text", "date", "number", "choice", "email", "truth")
]


@settings(max_examples=60, deadline=None)
@given(rows, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_a_written_table_is_read_back(written: list[list[str]], delimiter: str, codec: str):
    heading = [f"Column named {chr(97 + index)}" for index in range(len(written[0]))]
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([heading, *written])
    table = read_table(file.getvalue().encode(codec))
    assert table.columns == tuple(heading)
    assert [list(row.cells) for row in table.rows()] == written


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
@example(b'"\n,')
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"a;b\n\r\n;\0")
def test_any_bytes_are_a_table_or_a_sentence(content: bytes):
    try:
        table = read_table(content)
    except TableUnreadable as trouble:
        assert str(trouble.sentence)
        return
    for row in table.rows():
        assert (len(row.cells) == len(table.columns)) or row.error.sentence
    assert set(guess_mapping(table, KINDS)) <= set(samples(table)) == set(table.columns)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=40) | st.integers() | st.floats() | st.booleans(), min_size=1, max_size=5))
@example(["²"])
@example(["1e309"])
@example([float("nan")])
def test_any_cell_is_a_value_or_words(cells: list):
    for read in (DateColumn.of(cells).read, NumberColumn.of(cells).read, read_truth, read_address):
        for cell in cells:
            try:
                read(cell)
            except RowError as error:
                assert error.at("Column").sentence


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.booleans(), st.sampled_from("./-"))
def test_a_numeric_date_comes_back_when_its_column_tells_the_order(day: date, day_first: bool, sign: str):
    shape = "{0.day}{1}{0.month}{1}{0.year}" if day_first else "{0.month}{1}{0.day}{1}{0.year}"
    column = [shape.format(day, sign), shape.format(date(2021, 1, 31), sign)]
    assert DateColumn.of(column).read(column[0]) == day


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from(sorted(MONTHS)))
def test_named_months_come_back(day: date, name: str):
    day = day.replace(month=MONTHS[name], day=min(day.day, 28))
    assert DateColumn.of([]).read(f"{day.day}/{name.title()}/{day.year}") == day


@given(st.decimals(-(10**9), 10**9, places=2), st.booleans())
def test_numbers_come_back_in_both_habits(number, comma: bool):
    text = f"{number:,.2f}"
    text = text.translate(str.maketrans(",.", ".,")) if comma else text
    assert NumberColumn.of([text]).read(text) == number


@given(st.text(max_size=50))
def test_no_exported_text_is_a_formula(text: str):
    written = str(neutral(text))
    assert not written.lstrip(" ").startswith(("=", "@", "\t", "\r"))


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=5))
def test_an_export_has_one_line_for_each_row(written: list[list[str]]):
    text = "".join(csv_rows(["Name", "Text"], written))
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == len(written) + 1
