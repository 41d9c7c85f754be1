# ruff: noqa: DTZ001  (a table knows no time zone)
"""Spreadsheets; what is in them is read and never run."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from genba.sources.reading import read_table
from genba.sources.table import TableUnreadable, cell_text


def book(*rows: list, more_sheets: tuple[str, ...] = ()) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Register"
    for row in rows:
        sheet.append(row)
    for name in more_sheets:
        workbook.create_sheet(name).append(["Other"])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def test_dates_and_numbers_keep_their_kind():
    table = read_table(
        book(["No", "When", "Size"], [1, datetime(2021, 9, 30, 17, 20), 2.5], [2, date(2021, 10, 1), 3])
    )
    first, second = [row.cells for row in table.rows()]
    assert first == (1, datetime(2021, 9, 30, 17, 20), 2.5)
    assert cell_text(second[1]).startswith("2021-10-01")


def test_titles_and_merged_headings_are_understood():
    table = read_table(
        book(
            ["Register of complaints"],
            [],
            ["Customer", None, "Order"],
            ["Name", "Town", "Date"],
            ["May", "Ulm", date(2021, 9, 30)],
        )
    )
    assert table.columns == ("Customer Name", "Customer Town", "Order Date")
    assert [row.number for row in table.rows()] == [5]


def test_the_table_may_start_anywhere():
    table = read_table(book([], [], [None, "No", "Text"], [None, 1, "x"], [None, 2, "y"]))
    assert [row.number for row in table.rows()] == [4, 5]
    assert table.rows().__next__().cells[-2:] == (1, "x")


def test_another_sheet_can_be_chosen():
    content = book(["No", "Text"], [1, "x"], more_sheets=("Second",))
    assert read_table(content).sheets == ("Register", "Second")
    assert read_table(content, sheet="Second").columns == ("Other",)
    assert read_table(content, sheet="no such sheet").sheet == "Register"


def test_formulas_are_not_calculated():
    table = read_table(book(["No", "Sum"], [1, "=1+1"], [2, '=HYPERLINK("http://x")']))
    assert all(row.cells[1] in {"", "=1+1"} or "http" in str(row.cells[1]) for row in table.rows())
    assert 2 not in [row.cells[1] for row in table.rows()]


def test_both_passes_over_a_sheet_see_the_same_rows():
    table = read_table(book(["No"], *[[n] for n in range(50)]))
    one, other = table.rows(), table.rows()
    assert [next(one).cells, next(other).cells, next(one).cells] == [(0,), (0,), (1,)]


def test_two_cells_that_ask_for_all_memory_end_with_a_sentence():
    workbook = openpyxl.Workbook()
    workbook.active["A1"], workbook.active["XFD1048576"] = "No", "far away"
    file = io.BytesIO()
    workbook.save(file)
    with pytest.raises(TableUnreadable, match="too large"):
        read_table(file.getvalue())


def test_a_package_that_unpacks_to_gigabytes_is_not_opened(monkeypatch):
    monkeypatch.setattr("genba.sources.excel_reading.UNPACKED_BYTES", 1000)
    with pytest.raises(TableUnreadable, match="too large"):
        read_table(book(["No"], [1]))


@pytest.mark.parametrize(
    ("member", "words"),
    [("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint"), ("a.csv", ".zip archive")],
)
def test_other_packages_are_recognised(member: str, words: str):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(member, "x")
    with pytest.raises(TableUnreadable, match=words):
        read_table(file.getvalue())


@pytest.mark.parametrize(
    "content", [book(["No"], [1])[:2000], b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"x" * 999]
)
def test_a_half_or_damaged_spreadsheet_is_refused(content: bytes):
    with pytest.raises(TableUnreadable, match="damaged or only half there"):
        read_table(content)
