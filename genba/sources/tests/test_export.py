# ruff: noqa: DTZ001  (a table knows no time zone)
"""What leaves the house is safe to open."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from genba.sources.export import csv_rows, excel, neutral


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("http://x")', "-"],
)
def test_a_text_that_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str):
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("cell", ["-5", "+49", "-3,5", "-3.5", -5, -2.5, Decimal("-1.20"), "fine", "a=b"])
def test_plain_numbers_and_texts_stay_as_they_are(cell):
    assert neutral(cell) == cell


def test_every_other_cell_has_one_plain_form():
    cells = [None, True, date(2021, 9, 30), datetime(2021, 9, 30, 17, 20)]
    assert [neutral(cell) for cell in cells] == ["", "TRUE", "2021-09-30", "2021-09-30 17:20:00"]


def test_the_csv_is_recognised_by_spreadsheet_programs():
    text = "".join(csv_rows(["Name", "=Text"], [["Ünal", 'a "b"\nc'], ["x\0y", "\ud800"]]))
    assert text.startswith("\ufeffName,'=Text\r\n")
    assert '"a ""b""\nc"' in text
    assert "\0" not in text
    text.encode()


def test_the_spreadsheet_holds_no_formula():
    content = excel(
        ["No", "Text"], [[1, "=1+1"], [2, "bell\x07"], [3, datetime(2021, 9, 30, 17, 20)]], sheet="A/B"
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["B2"].data_type == "s"
    assert [sheet["B2"].value, sheet["B3"].value, sheet["B4"].value] == [
        "=1+1",
        "bell",
        datetime(2021, 9, 30, 17, 20),
    ]
