"""FILE has the columns series, t, y and, for charts of shares, n. Empty y: no reading. `.gz` is read too."""

import argparse
import csv
import gzip
import io
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from genba.analysis.chart_rules import RULES
from genba.analysis.control_charts import chart
from genba.analysis.control_limits import LIMITS, NEED_DENOMINATOR
from genba.analysis.series import Charted, Series
from genba.config.terminal import complain

ALIASES = {"i": "xmr", "x": "xmr", "p'": "pp", "u'": "up", "i'": "ip"}
COLUMNS = ("series", "t", "y")


class FileFaultError(ValueError):
    """What is wrong with the file, in words, and on which line; 0 for the whole."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.sentence = line, sentence


@dataclass
class Read:
    """One series as it stands in the file."""

    t: list[str] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    n: list[float] = field(default_factory=list)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, which chart, which rules."""
    parser.add_argument("file", metavar="FILE", help="a CSV file; - for standard input")
    parser.add_argument(
        "--type", default="xmr", choices=[*LIMITS, *ALIASES], metavar="TYPE", help=", ".join(LIMITS)
    )
    parser.add_argument("--rules", default="nhs", choices=list(RULES), help="which patterns are named")
    parser.add_argument("--spread", default="mean", choices=["mean", "median"], help="of the moving ranges")
    parser.add_argument("--no-screen", action="store_true", help="keep unusually large moving ranges")
    parser.add_argument("--freeze", type=_position, metavar="N", help="limits from the first N readings")
    parser.add_argument(
        "--phase", type=_positions, default=(), metavar="N,…", help="new limits from the Nth reading on"
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a line (there is no other way yet)"
    )


def _position(words: str) -> int:
    if not words.isdecimal() or int(words) < 1:
        message = f"{words} is not a position: 1, 2, 3, …"
        raise argparse.ArgumentTypeError(message)
    return int(words)


def _positions(words: str) -> tuple[int, ...]:
    return tuple(sorted({_position(word) for word in words.split(",") if word}))


def run(options: argparse.Namespace) -> int:
    """Read, compute, print. 1 where the file, or a line of it, is wrong: what is right is computed."""
    kind = ALIASES.get(options.type, options.type)
    try:
        found, faults = read(_lines(options.file), needs_n=kind in NEED_DENOMINATOR)
    except FileFaultError as whole:
        found, faults = {}, [whole]
    for fault in faults:
        complain(f"{options.file}{f':{fault.line}' if fault.line else ''}: {fault.sentence}")
    for name, one in found.items():
        charted = chart(
            _series(one, kind, options),
            kind,
            options.rules,
            spread=options.spread,
            is_screened=not options.no_screen,
        )
        sys.stdout.writelines(f"{line}\n" for line in _told(name, one, charted))
        _tell_what_is_left_out(name, charted)
    return 1 if faults else 0


def read(lines: Iterable[str], *, needs_n: bool) -> tuple[dict[str, Read], list[FileFaultError]]:
    """The series of a file, in its order, and what was left out because something is wrong in its line.

    Raises FileFaultError where the whole cannot be read.
    """
    rows = csv.reader(lines)
    try:
        header = [word.strip().lower().lstrip("\ufeff") for word in next(rows, [])]
        wanted = [*COLUMNS, "n"] if needs_n else list(COLUMNS)
        if lacking := [name for name in wanted if name not in header]:
            raise FileFaultError(
                1, f"The column {lacking[0]} is missing. There must be: {', '.join(wanted)}."
            )
        places = [header.index(name) for name in wanted]
        found: dict[str, Read] = {}
        seen: set[tuple[str, str]] = set()
        faults = []
        for row in filter(None, rows):
            try:
                _take(found, seen, row, places, len(header), rows.line_num)
            except FileFaultError as fault:
                faults.append(fault)
    except csv.Error as trouble:
        raise FileFaultError(rows.line_num, f"This line cannot be read: {trouble}.") from trouble
    except UnicodeDecodeError as trouble:
        raise FileFaultError(rows.line_num + 1, "This is not UTF-8 text.") from trouble
    return found, faults


def _take(
    found: dict[str, Read],
    seen: set[tuple[str, str]],
    row: Sequence[str],
    places: Sequence[int],
    width: int,
    line: int,
) -> None:
    if len(row) != width:
        raise FileFaultError(line, f"There are {len(row)} columns, and the first line has {width}.")
    name, t, y, *n = (row[place].strip() for place in places)
    if (name, t) in seen:
        raise FileFaultError(line, f"There are two readings of {name} for {t}.")
    value = _number(y, "y", line) if y else math.nan
    out_of = _number(n[0], "n", line) if n and n[0] else math.nan
    seen.add((name, t))
    one = found.setdefault(name, Read())
    one.t.append(t)
    one.y.append(value)
    one.n.append(out_of)


def _number(word: str, column: str, line: int) -> float:
    try:
        number = float(word)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise FileFaultError(line, f"{column} is {word[:40]!r}, which is not a number that can be measured.")
    if column == "n" and number < 0:
        raise FileFaultError(line, f"n is {word}: it cannot be less than zero.")
    return number


def _series(one: Read, kind: str, options: argparse.Namespace) -> Series:
    size = len(one.y)
    return Series(
        value=np.array(one.y),
        left_out=np.zeros(size, dtype=bool),
        denominator=np.array(one.n) if kind in NEED_DENOMINATOR else None,
        starts=(0, *(place - 1 for place in options.phase if 1 < place <= size)),
        frozen=options.freeze,
    )


def _told(name: str, one: Read, charted: Charted) -> Iterator[str]:
    lines = (charted.y, charted.centre, charted.lower, charted.upper)
    for place, (t, point) in enumerate(zip(one.t, charted.points, strict=True)):
        y, centre, lower, upper = (None if math.isnan(line[place]) else float(line[place]) for line in lines)
        words = {"series": name, "t": _whole(t), "y": y, "centre": centre, "lower": lower, "upper": upper}
        yield json.dumps({**words, "points": point}, ensure_ascii=False)


def _whole(t: str) -> int | str:
    return int(t) if t.isdecimal() and len(t) < 16 else t


def _tell_what_is_left_out(name: str, charted: Charted) -> None:
    missing = charted.points.count("missing")
    if missing:
        words = "1 reading" if missing == 1 else f"{missing} readings"
        complain(f"{name}: {words} left out: no value, or out of nothing.")


def _lines(file: str) -> Iterator[str]:
    try:
        if file == "-":
            yield from io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="")
            return
        opener = gzip.open if file.endswith(".gz") else open
        with opener(Path(file), "rt", encoding="utf-8", newline="") as lines:
            yield from lines
    except (OSError, EOFError) as trouble:
        raise FileFaultError(
            0, f"This file cannot be read: {getattr(trouble, 'strerror', None) or trouble}."
        ) from trouble
