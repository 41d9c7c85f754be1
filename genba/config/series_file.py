"""Series of readings in a CSV file: what is there, and what was left out because its line is wrong.

Columns `series,t,y` and, for shares, `n`, in any order, others are ignored. Comma, semicolon or tab between
them; a decimal comma where it cannot be mistaken. UTF-8, or UTF-16 that says so. Plain Python: no instance.
"""

import codecs
import csv
import gzip
import io
import math
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

COLUMNS = ("series", "t", "y")
NO_READING = frozenset({"", "NA"})  # NA is how R writes that there is none
DELIMITERS = ",;\t"
COUNTS = frozenset({"c", "g", "u", "up", "p", "pp"})
PROPORTIONS = frozenset({"p", "pp"})


class FileFaultError(ValueError):
    """What is wrong with the file, in words, and on which line; 0 for the whole."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.sentence = line, sentence


@dataclass
class Read:
    """One series, in the order of time where its times tell one, else as it stands in the file."""

    t: list[str] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    n: list[float] = field(default_factory=list)
    was_sorted: bool = False

    def sort(self) -> None:
        """Put the readings in the order of their times; leave them where some of these tell none."""
        moments = [_moment(t) for t in self.t]
        if len({(type(moment), getattr(moment, "tzinfo", None) is None) for moment in moments}) != 1:
            return
        if isinstance(moments[0], str):
            return
        order = sorted(range(len(moments)), key=moments.__getitem__)
        self.was_sorted = order != list(range(len(order)))
        self.t = [self.t[place] for place in order]
        self.y = [self.y[place] for place in order]
        self.n = [self.n[place] for place in order]


def read_series(file: str, kind: str, *, needs_n: bool) -> tuple[dict[str, Read], list[FileFaultError]]:
    """The series of a file in its order, and the lines that are wrong; `kind` says what cannot be.

    Raises FileFaultError where the whole cannot be read.
    """
    lines = _lines(file)
    try:
        heading = next(lines, "")
        delimiter = max(DELIMITERS, key=heading.count)
        rows = csv.reader(chain([heading], lines), delimiter=delimiter)
        header = _header(next(rows, []), needs_n=needs_n)
        reading = _Reading(kind, header, has_decimal_commas=delimiter != ",")
        last = rows.line_num
        for row in rows:
            first, last = last + 1, rows.line_num
            reading.take(row, first, last)
    except UnicodeError as trouble:
        raise FileFaultError(0, "This is not UTF-8 text. Please save it as UTF-8.") from trouble
    except csv.Error as trouble:
        raise FileFaultError(rows.line_num, f"This line cannot be read: {trouble}.") from trouble
    for one in reading.found.values():
        one.sort()
    return reading.found, reading.faults


@dataclass(frozen=True)
class _Header:
    width: int
    places: tuple[int, ...]


def _header(cells: Sequence[str], *, needs_n: bool) -> _Header:
    names = [cell.strip().lower() for cell in cells]
    wanted = [*COLUMNS, "n"] if needs_n else list(COLUMNS)
    for name in wanted:
        if names.count(name) != 1:
            fault = "missing" if name not in names else "there twice"
            raise FileFaultError(1, f"The column {name} is {fault}. There must be: {', '.join(wanted)}.")
    return _Header(len(names), tuple(map(names.index, wanted)))


@dataclass
class _Reading:
    kind: str
    header: _Header
    has_decimal_commas: bool
    found: dict[str, Read] = field(default_factory=dict)
    faults: list[FileFaultError] = field(default_factory=list)
    seen: set[tuple[str, object]] = field(default_factory=set)

    def take(self, row: Sequence[str], first: int, last: int) -> None:
        """Take a row that stands in these lines; what is wrong in it is said, and it is left out."""
        if not any(map(str.strip, row)):
            return
        try:
            self._take(row, first, last)
        except FileFaultError as fault:
            self.faults.append(fault)

    def _take(self, row: Sequence[str], first: int, last: int) -> None:
        if len(row) != self.header.width:
            spans = f" It ends on line {last}: a quotation mark may not be closed." if last > first else ""
            words = f"There are {len(row)} columns, and the first line has {self.header.width}.{spans}"
            raise FileFaultError(first, words)
        name, t, y, *n = (row[place].strip() for place in self.header.places)
        if not t:
            raise FileFaultError(first, "t is empty: when was this?")
        key = (name, _moment(t))
        if key in self.seen:
            raise FileFaultError(first, f"There are two readings of {name} for {t}.")
        value, out_of = self._number(y, "y", first), self._number(n[0] if n else "", "n", first)
        self._refuse_what_cannot_be(value, out_of, first)
        self.seen.add(key)
        one = self.found.setdefault(name, Read())
        one.t.append(t)
        one.y.append(value)
        one.n.append(out_of)
        if out_of == 0 and not math.isnan(value):
            self.faults.append(
                FileFaultError(first, "n is 0: out of nothing there is no share. A gap is drawn.")
            )

    def _number(self, word: str, column: str, line: int) -> float:
        if word in NO_READING:
            return math.nan
        plain = word.replace(",", ".") if self.has_decimal_commas and "." not in word else word
        try:
            number = math.nan if "_" in plain else float(plain)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            words = f"{column} is {word[:40]!r}, which is not a number that can be measured."
            raise FileFaultError(line, words)
        return number

    def _refuse_what_cannot_be(self, value: float, out_of: float, line: int) -> None:
        if out_of < 0:
            raise FileFaultError(line, f"n is {out_of:g}: it cannot be less than zero.")
        if self.kind in COUNTS and value < 0:
            raise FileFaultError(line, f"y is {value:g}: a count cannot be less than zero.")
        if self.kind in PROPORTIONS and value > out_of:
            raise FileFaultError(line, f"y is {value:g}: it cannot be more than n, which is {out_of:g}.")
        if self.kind == "t" and value <= 0:
            raise FileFaultError(line, f"y is {value:g}: a time between events is more than zero.")


def _moment(t: str) -> float | datetime | str:
    """When that was, where the word is a number or a date as ISO 8601 writes it; else the word itself."""
    for read in (_finite, datetime.fromisoformat, lambda word: datetime.fromisoformat(f"{word}-01")):
        try:
            return read(t)
        except ValueError:
            continue
    return t


def _finite(word: str) -> float:
    number = float(word)
    if not math.isfinite(number) or "_" in word:
        raise ValueError(word)
    return number


def _lines(file: str) -> Iterator[str]:
    try:
        with io.BufferedReader(_opened(file)) as stream:
            is_wide = stream.peek(2)[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
            with io.TextIOWrapper(stream, "utf-16" if is_wide else "utf-8-sig", newline="") as text:
                yield from text
    except (OSError, EOFError, zlib.error) as trouble:
        words = getattr(trouble, "strerror", None) or trouble
        raise FileFaultError(0, f"This file cannot be read: {words}.") from trouble


def _opened(file: str) -> Any:
    if file == "-":
        return sys.stdin.buffer
    return gzip.open(file) if file.endswith(".gz") else Path(file).open("rb")
