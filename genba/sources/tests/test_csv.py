"""CSV as people, trackers and spreadsheet programs write it."""

import csv
import gzip
from pathlib import Path

import pytest

from genba.sources.reading import read_table
from genba.sources.table import Table, TableUnreadable

GERMAN = "Nummer;Größe;Datum\r\n1;2,5;30.09.2021\r\n\r\n;;\r\n2;3,5;1.10.2021\r\n"


def cells(table: Table) -> list[tuple]:
    return [row.cells for row in table.rows()]


def errors(table: Table) -> dict[int, str]:
    return {row.number: row.error.sentence for row in table.rows() if row.error}


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with BOM"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_the_spreadsheet_user_s_file_is_read_in_every_encoding(codec: str, name: str):
    table = read_table(GERMAN.encode(codec))
    assert table.columns == ("Nummer", "Größe", "Datum")
    assert cells(table) == [("1", "2,5", "30.09.2021"), ("2", "3,5", "1.10.2021")]
    assert (table.encoding, table.delimiter) == (name, ";")


def test_rows_are_numbered_as_a_spreadsheet_program_shows_them():
    assert [row.number for row in read_table(GERMAN.encode()).rows()] == [2, 5]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found_even_when_texts_contain_the_others(delimiter: str):
    lines = [["No", "What", "Where"], ["1", "a, b; c | d", "x"], ["2", "e, f, g", "y"]]
    quoted = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    table = read_table(quoted.encode())
    assert table.delimiter == delimiter
    assert cells(table)[0] == ("1", "a, b; c | d", "x")


def test_excel_s_own_line_about_the_separator_is_obeyed():
    table = read_table(b"sep=|\na|b\n1|2\n")
    assert (table.columns, cells(table)) == (("a", "b"), [("1", "2")])


def test_a_text_may_have_several_lines_and_quotation_marks():
    table = read_table(b'No,Text\n1,"He said ""stop"".\r\n\r\nThen, silence."\n2,x\n')
    assert cells(table)[0] == ("1", 'He said "stop".\r\n\r\nThen, silence.')
    assert [row.number for row in table.rows()] == [2, 3]


def test_a_compressed_file_is_unpacked():
    assert cells(read_table(gzip.compress(GERMAN.encode())))[1] == ("2", "3,5", "1.10.2021")


def test_titles_above_the_heading_are_skipped_and_that_is_said():
    table = read_table(b"Complaints 2021;;\nExported on;30.09.2021;\n\nNo;Date;Text\n1;1.2.2021;x\n")
    assert table.columns == ("No", "Date", "Text")
    assert table.header_row == 4
    assert "row 4" in table.notes[0]


def test_a_heading_merged_over_two_rows_is_joined():
    table = read_table(b"Customer;;Order;\nName;Town;Date;No\nMiller;Ulm;1.2.2021;7\nMay;Bonn;2.2.2021;8\n")
    assert table.columns == ("Customer Name", "Customer Town", "Order Date", "Order No")
    assert cells(table)[0] == ("Miller", "Ulm", "1.2.2021", "7")


def test_a_heading_with_cells_merged_downwards_is_joined_too():
    table = read_table(b"No;Customer;;Remarks\n;Name;Town;\n1;Miller;Ulm;x\n2;May;Bonn;y\n")
    assert table.columns == ("No", "Customer Name", "Customer Town", "Remarks")
    assert len(cells(table)) == 2


def test_merged_titles_above_a_merged_heading_are_found():
    table = read_table(b"Register;;;\n\nCustomer;;Order;\nName;Town;Date;No\nMiller;Ulm;1.2.2021;7\n")
    assert table.columns[0] == "Customer Name"
    assert len(cells(table)) == 1


def test_double_and_blank_names_of_columns_are_told_apart():
    table = read_table(b"Date,,Date,Text\n1/2/2021,x,1/3/2021,y\n")
    assert table.columns == ("Date", "Column 2", "Date (2)", "Text")


def test_a_table_without_a_heading_loses_no_row():
    table = read_table(b"1,2021-09-30,broken\n2,2021-10-01,bent\n")
    assert table.columns == ("Column 1", "Column 2", "Column 3")
    assert len(cells(table)) == 2
    assert "numbered" in table.notes[0]


def test_empty_columns_at_the_right_end_do_no_harm():
    table = read_table(b"a;b;;;\n1;2;;;\n3;4;;;\n5;6\n")
    assert table.columns == ("a", "b")
    assert errors(table) == {}


def test_rows_that_do_not_fit_are_named_and_the_others_are_read():
    table = read_table(b"a,b,c\n1,2,3\n1,2,3,4\n1\n7,8,9\n")
    found = errors(table)
    assert set(found) == {3, 4}
    assert "4 cells" in found[3]
    assert "only 1 of 3" in found[4]


def test_a_quotation_mark_that_is_never_closed_is_named():
    table = read_table(b'a,b\n1,2\n3,"x\n5,6\n7,8\n')
    assert errors(table) == {3: "A quotation mark is opened here and never closed"}


ENDLESS = b'a,b\n1,2\n3,"' + b"x\n" * 600_000 + b'"\n5,6\n'


def test_an_endless_cell_stops_at_its_row_and_reading_goes_on():
    table = read_table(ENDLESS)
    assert "longer than 1000000" in errors(table)[3]


def test_no_other_reader_of_csv_in_the_process_moves_that_limit():
    before = csv.field_size_limit(10_000_000)
    try:
        assert "longer than 1000000" in errors(read_table(ENDLESS))[3]
    finally:
        csv.field_size_limit(before)


def test_nul_and_wrong_bytes_name_their_row():
    table = read_table("a,b\n1,ä\n2,ö\n3,ü\n".encode() + b"4,x\0y\n5,\xff\n6,z\n")
    found = errors(table)
    assert "NUL" in found[5]
    assert "not UTF-8" in found[6]
    assert len(cells(table)) == 6


def test_a_name_in_another_script_is_kept():
    table = read_table("رقم,نص\n1,مرحبا\n2,👷🏽\n".encode())
    assert table.columns == ("رقم", "نص")
    assert cells(table)[1] == ("2", "👷🏽")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\n\t\n", "empty"),
        (b",,,\n,,\n", "no row with content"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "XML"),
        (bytes(range(20)) * 100, "not text"),
        (gzip.compress(GERMAN.encode() * 99)[:-20], "only half there"),
        (b"\x1f\x8bnonsense", "only half there"),
        (b"x" * 5_000_000, "A line in this file"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes, words: str):
    with pytest.raises(TableUnreadable, match=words):
        read_table(content)


def test_a_file_that_is_too_large_is_refused(settings):
    settings.GENBA_IMPORT_BYTES = 1024 * 1024
    with pytest.raises(TableUnreadable, match="2 MB; up to 1 MB"):
        read_table(b"a,b\n" * 300_000)


def test_a_bomb_is_defused(monkeypatch):
    monkeypatch.setattr("genba.sources.reading.UNPACKED_MEGABYTES", 5)
    with pytest.raises(TableUnreadable, match="larger than 5 MB"):
        read_table(gzip.compress(b"a,b\n" * 2_000_000))


def test_a_hundred_thousand_rows_stream(tmp_path: Path):
    path = tmp_path / "big.csv"
    path.write_text("No;Text;Value\n" + "".join(f"{n};row {n};{n},5\n" for n in range(100_000)))
    numbers = [row.number for row in read_table(path).rows() if row.error is None]
    assert (len(numbers), numbers[-1]) == (100_000, 100_001)
