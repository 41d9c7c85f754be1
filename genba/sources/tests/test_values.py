# ruff: noqa: DTZ001  (a table knows no time zone)
"""Cells become dates, numbers, choices, people and truths; errors are words."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from genba.sources.dates import DateColumn, looks_like_date
from genba.sources.numbers import NumberColumn
from genba.sources.problems import RowError
from genba.sources.values import FieldSpec, Habits, people_index, read_optional, reader_for

BERLIN = Habits(
    zone=ZoneInfo("Europe/Berlin"),
    people=people_index([(1, "Ann@x.org", "Ann Miller"), (2, "b@x.org", "Bo Li"), (3, "c@x.org", "Bo Li")]),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30/Sep/21 17:20", datetime(2021, 9, 30, 17, 20)),
        ("2021-09-30", date(2021, 9, 30)),
        ("2021-09-30T17:20:05Z", datetime(2021, 9, 30, 17, 20, 5, tzinfo=UTC)),
        (
            "2021-09-30 17:20:05.123+02:00",
            datetime(2021, 9, 30, 17, 20, 5, tzinfo=timezone(timedelta(hours=2))),
        ),
        ("30.09.2021", date(2021, 9, 30)),
        ("30.9.21 7.05 Uhr", datetime(2021, 9, 30, 7, 5)),
        ("9/30/21", date(2021, 9, 30)),
        ("9/30/2021 5:20 PM", datetime(2021, 9, 30, 17, 20)),
        ("12/31/1999 12:01 a.m.", datetime(1999, 12, 31, 0, 1)),
        ("20210930", date(2021, 9, 30)),
        ("30. September 2021", date(2021, 9, 30)),
        ("1. März 2021", date(2021, 3, 1)),
        ("Do., 30. Sept. 2021", date(2021, 9, 30)),
        ("1er février 2021", date(2021, 2, 1)),
        ("15 août 2021 à 14h30", datetime(2021, 8, 15, 14, 30)),
        ("30 de septiembre de 2021", date(2021, 9, 30)),
        ("3-ene-2021", date(2021, 1, 3)),
        ("September 30, 2021", date(2021, 9, 30)),
        ("Thu, 30 Sep 2021 17:20:00 +0000", datetime(2021, 9, 30, 17, 20, tzinfo=UTC)),
        ("1/2/70", date(1970, 2, 1)),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, expected: date):
    assert DateColumn.of([text]).read(f" {text} ") == expected
    assert looks_like_date(text) or text == "20210930"


@pytest.mark.parametrize(
    ("column", "month"),
    [
        (["3/4/2021", "13/4/2021"], 4),
        (["3/4/2021", "4/13/2021"], 3),
        (["3/4/2021"], 4),
        (["3.4.2021", "5.6.2021"], 4),
    ],
)
def test_day_or_month_first_is_decided_by_the_whole_column(column: list[str], month: int):
    assert DateColumn.of(column).read(column[0]).month == month


def test_a_column_that_can_be_read_both_ways_says_so():
    assert DateColumn.of(["3/4/2021", "5/6/2021"]).ambiguous
    assert not DateColumn.of(["3/4/2021", "25/6/2021"]).ambiguous
    assert DateColumn.of(["3/4/2021"], prefer_day_first=False).read("3/4/2021") == date(2021, 3, 4)


def test_the_day_numbers_of_a_spreadsheet_are_dates():
    column = DateColumn.of(["44469", "44470.7223"])
    assert column.read("44469") == date(2021, 9, 30)
    assert column.read("44470.5") == datetime(2021, 10, 1, 12, 0)
    assert DateColumn.of([]).read(44469) == date(2021, 9, 30)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("soon", "not a date"),
        ("2021", "not a date"),
        ("31.02.2021", "does not exist"),
        ("2021-13-45", "does not exist"),
        ("01.01.0099", "1900 to 2199"),
        ("30/Foo/21", "not a date"),
        ("10.10.2021 25:61", "does not exist"),
        ("x" * 5000, "xxx…” is not a date"),
    ],
)
def test_what_is_no_date_is_said_in_words(text: str, words: str):
    with pytest.raises(RowError) as trouble:
        DateColumn.of([text]).read(text)
    assert words in trouble.value.sentence


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["12,5"], "12.5"),
        (["12.5"], "12.5"),
        (["1.234,56", "7"], "1234.56"),
        (["1,234.56"], "1234.56"),
        (["1 234,5"], "1234.5"),
        (["1'234.5"], "1234.5"),
        (["1.234", "2,5"], "1234"),
        (["1.234", "2.5"], "1.234"),
        (["1,234,567"], "1234567"),
        (["-3"], "-3"),
        (["−3,5"], "-3.5"),
        (["12,50 €"], "12.50"),
        (["45 %"], "45"),
        (["0,125"], "0.125"),
        ([7], "7"),
        ([7.25], "7.25"),
    ],
)
def test_comma_or_point_is_decided_by_the_whole_column(column: list, expected: str):
    assert NumberColumn.of(column).read(column[0]) == Decimal(expected)


def test_a_number_that_fits_both_habits_follows_the_file():
    assert NumberColumn.of(["1,234"], prefer=",").read("1,234") == Decimal("1.234")
    assert NumberColumn.of(["1,234"], prefer=".").read("1,234") == Decimal("1234")


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "12.34.56", "--5", "1e999", "∞", "nan", "9" * 60, True])
def test_what_is_no_number_is_said_in_words(text: str):
    with pytest.raises(RowError, match="not a number"):
        NumberColumn.of([text]).read(text)


def test_choices_are_found_by_their_synonyms_in_any_spelling():
    spec = FieldSpec(
        "severity", "How bad", kind="choice", choices={"low": ("niedrig", "Très peu"), "high": ("hoch",)}
    )
    read = reader_for(spec, [], BERLIN)
    assert [read(word) for word in ("LOW", " Niedrig", "tres-peu", "hoch ")] == ["low", "low", "low", "high"]
    with pytest.raises(RowError, match="“odd” is none of: low, high"):
        read("odd")


def test_people_are_found_by_address_and_by_name():
    read = reader_for(FieldSpec("owner", "Owner", kind="person"), [], BERLIN)
    assert [read(word) for word in ("ann@X.org", "Ann Miller", "MILLER, Ann", "A. M. <ann@x.org>")] == [
        1,
        1,
        1,
        1,
    ]
    with pytest.raises(RowError, match="several people"):
        read("Bo Li")
    with pytest.raises(RowError, match="nobody that we know"):
        read("Zoe")


def test_yes_and_no_are_understood_in_four_languages():
    read = reader_for(FieldSpec("open", "Open", kind="truth"), [], BERLIN)
    assert [read(word) for word in ("yes", "Ja", "OUI", "sí", "x", True, 1)] == [True] * 7
    assert [read(word) for word in ("no", "Nein", "non", "0", False)] == [False] * 5
    with pytest.raises(RowError, match="neither yes nor no"):
        read("maybe")


def test_moments_without_a_zone_are_the_organisation_s_own():
    read = reader_for(FieldSpec("at", "At", kind="datetime"), ["30/Sep/21 17:20"], BERLIN)
    assert read("30/Sep/21 17:20").isoformat() == "2021-09-30T17:20:00+02:00"
    assert read("2021-09-30").isoformat() == "2021-09-30T00:00:00+02:00"


def test_an_empty_cell_is_nothing_unless_it_is_needed():
    spec = FieldSpec("title", "Title", required=True, max_length=5)
    read = reader_for(spec, [], BERLIN)
    assert read_optional(FieldSpec("x", "X", kind="date"), read, "  ") is None
    with pytest.raises(RowError, match="is needed"):
        read_optional(spec, read, " ")
    with pytest.raises(RowError, match="longer than 5"):
        read_optional(spec, read, "abcdef")
