"""The export of a public tracker, as it is: 2,503 rows, texts of many lines, dates like 30/Sep/21 17:20."""

import csv
import gzip
from datetime import UTC, datetime

import pytest

from genba.sources.mapping import guess_mapping
from genba.sources.reading import read_table
from genba.sources.rows import FineRow, Plan, RowReading
from genba.sources.tests.shared_data import shared
from genba.sources.values import FieldSpec, Habits

FIELDS = [
    FieldSpec("title", "Title", required=True, synonyms=("summary",)),
    FieldSpec("external_id", "Number", kind="id", synonyms=("issue id",)),
    FieldSpec("created", "Created", kind="datetime"),
    FieldSpec("resolved", "Done", kind="datetime", synonyms=("resolved",)),
    FieldSpec("text", "Description", kind="long_text"),
]


@pytest.fixture(scope="module")
def register():
    return read_table(shared("registers/hadoop_issues.csv.gz"))


def test_every_row_and_every_cell_arrives_as_python_s_own_reader_sees_it(register):
    with gzip.open(shared("registers/hadoop_issues.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    assert register.columns == tuple(expected[0])
    assert [list(row.cells) for row in register.rows()] == expected[1:]


def test_no_row_is_refused_and_every_date_is_read(register):
    plan = Plan(register, guess_mapping(register, FIELDS), FIELDS, Habits(zone=UTC))
    rows = [row for row in RowReading(plan) if isinstance(row, FineRow)]
    assert len(rows) == 2503
    assert rows[0].values["created"] == datetime(2021, 9, 30, 17, 20, tzinfo=UTC)
    assert sum(row.values["resolved"] is not None for row in rows) == 2503 - 770
    assert len({row.external_id for row in rows}) == 2503
    assert rows[0].rest == {
        "Status": "Resolved",
        "Priority": "Blocker",
        "Resolution": "Duplicate",
        "Affects Version/s": "2.9.2",
    }
