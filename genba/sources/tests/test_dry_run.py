"""The dry run: counts, reasons in words, and the refused rows to take home."""

import csv
import io
from datetime import UTC

from genba.sources.dry_run import Reason, dry_run, refused_rows_csv
from genba.sources.reading import read_table
from genba.sources.rows import FineRow, Plan, RowReading
from genba.sources.values import FieldSpec, Habits

FIELDS = [
    FieldSpec("external_id", "Number", kind="id"),
    FieldSpec("title", "Title", required=True, max_length=20),
    FieldSpec("created", "Created", kind="date"),
]
MAPPING = {"Number": "external_id", "Title": "title", "Created": "created"}
CONTENT = b"""Number,Title,Created,More
1,fine,1.2.2021,x
2,,1.2.2021,
3,fine,soon,
4,fine,never,
1,again,1.2.2021,
6,=cmd(),31.2.2021,"a
b"
7,too,many,cells,here
"""


def reading(content: bytes = CONTENT, mapping: dict[str, str] | None = None) -> RowReading:
    return RowReading(
        Plan(read_table(content), MAPPING if mapping is None else mapping, FIELDS, Habits(zone=UTC))
    )


def test_equal_errors_are_counted_together_with_their_first_rows():
    found = dry_run(reading(), lambda _rows: {})
    assert (found.total, found.fine, found.refused, found.new) == (7, 1, 6, 1)
    assert next((str(reason.error), reason.count, reason.rows) for reason in found.reasons) == (
        "Created: “soon” is not a date that we can read",
        2,
        [4, 5],
    )
    assert "Title: is empty, but is needed" in {str(reason.error) for reason in found.reasons}
    assert "Number: “1” is already the number of row 2" in {str(reason.error) for reason in found.reasons}


def test_rows_that_arrived_earlier_are_unchanged_or_changed():
    rows = [row for row in reading() if isinstance(row, FineRow)]
    assert dry_run(reading(), lambda _rows: {"1": rows[0].fingerprint}).unchanged == 1
    assert dry_run(reading(), lambda _rows: {"1": "other"}).changed == 1


def test_progress_is_told():
    told: list[int] = []
    dry_run(
        reading(b"Number,Title\n" + b"".join(b"%d,x\n" % n for n in range(1200))),
        lambda _rows: {},
        told.append,
    )
    assert told == [500, 1000, 1200]


def test_a_reason_can_be_kept_and_told_later():
    reason = dry_run(reading(), lambda _rows: {}).reasons[0]
    again = Reason.from_json(reason.as_json())
    assert (str(again.error), again.count, again.rows) == (str(reason.error), reason.count, reason.rows)


def test_the_refused_rows_come_back_with_their_reason_and_without_formulas():
    table = read_table(CONTENT)
    text = "".join(refused_rows_csv(table, reading())).removeprefix("\ufeff")
    heading, *rows = list(csv.reader(io.StringIO(text, newline="")))
    assert heading == ["Row", "Reason", "Number", "Title", "Created", "More"]
    assert [row[0] for row in rows] == ["3", "4", "5", "6", "7", "8"]
    assert rows[4][1:] == [
        "Created: “31.2.2021” is a day that does not exist",
        "6",
        "'=cmd()",
        "31.2.2021",
        "a\nb",
    ]
    assert "5 cells" in rows[5][1]


def test_corrected_rows_can_be_uploaded_again_as_they_were_downloaded():
    text = "".join(refused_rows_csv(read_table(CONTENT), reading()))
    corrected = reading(text.replace("31.2.2021", "28.2.2021").encode())
    fine = [row for row in corrected if isinstance(row, FineRow)]
    assert [(row.external_id, row.values["title"]) for row in fine if row.external_id == "6"] == [
        ("6", "=cmd()")
    ]


def test_rows_without_a_number_are_known_by_their_content_and_their_count():
    content = b"Title,More\nsame,x\nsame,x\nother,y\n"
    first = [row.external_id for row in reading(content, {"Title": "title"})]
    again = [row.external_id for row in reading(content, {"Title": "title"})]
    assert first == again
    assert len(set(first)) == 3


def test_columns_that_fill_no_field_are_kept():
    row = next(row for row in reading() if isinstance(row, FineRow))
    assert row.rest == {"More": "x"}


def test_a_column_that_can_be_read_both_ways_is_told():
    both_ways = reading(b"Number,Title,Created\n1,x,3/4/2021\n")
    assert "the day was read first" in both_ways.notes[0]


MOMENTS = [
    FieldSpec("at", "When", kind="datetime", required=True, identifies=True),
    FieldSpec("value", "Value", kind="number", required=True),
]


def refused_of(content: bytes, **more) -> list[str]:
    mapping = more.pop("mapping", {"When": "at", "Value": "value"})
    plan = Plan(read_table(content), mapping, MOMENTS, Habits(zone=UTC), **more)
    return [str(row.error) for row in RowReading(plan) if not isinstance(row, FineRow)]


def test_two_rows_of_one_moment_are_one_and_the_second_is_named():
    content = b"When,Value\n2025-01-06T01:00:00+01:00,1\n2025-01-06,2\n"
    assert refused_of(content) == ["When: “2025-01-06” is the time of row 2 already; the first one counts"]


def test_a_target_refuses_what_cannot_be_together_at_its_column_and_in_whole_words():
    words = "There cannot be more than all: this is more than the number it is out of."
    fault = refused_of(b"When,Value\n2025-01-06,1\n", judge=lambda _values: ("value", words))
    assert fault == [f"Value: {words}"]
    assert refused_of(b"When,Value\n2025-01-06,1\n", judge=lambda _values: None) == []


def test_without_a_needed_column_no_row_is_fine():
    assert refused_of(b"When,Other\n2025-01-06,1\n", mapping={"When": "at"}) == [
        "Value: is empty, but is needed"
    ]
