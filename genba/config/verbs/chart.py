"""FILE has the columns series, t, y and, for charts of shares, n. Empty y: no reading. `.gz` is read too.

The readings of a series are put in the order of their times, where these are numbers or ISO dates. A line
that is wrong is named and left out, and the command ends with 1; what is right is computed all the same. The
chart that is asked for is computed of any number of readings.
"""

import argparse
import json
import math
import sys
from collections.abc import Iterator

import numpy as np

from genba.analysis.chart_rules import RULES
from genba.analysis.control_charts import chart
from genba.analysis.control_limits import LIMITS, NEED_DENOMINATOR
from genba.analysis.series import Charted, Series
from genba.config.series_file import FileFaultError, Read, read_series
from genba.config.terminal import complain

ALIASES = {"i": "xmr", "x": "xmr", "p'": "pp", "u'": "up", "i'": "ip"}
OWN_RULES = {"i": "anhoej", "run": "anhoej"}  # charts that come with rules: qicharts2's I chart, run charts
MOST_FAULTS = 100


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, which chart, which rules."""
    parser.add_argument("file", metavar="FILE", help="a CSV file; - for standard input")
    parser.add_argument(
        "--type", default="xmr", choices=[*LIMITS, *ALIASES], metavar="TYPE", help=", ".join(LIMITS)
    )
    parser.add_argument(
        "--rules", choices=list(RULES), help="which patterns are named: nhs; for `run` and `i` anhoej"
    )
    parser.add_argument("--spread", default="mean", choices=["mean", "median"], help="of the moving ranges")
    parser.add_argument("--no-screen", action="store_true", help="keep unusually large moving ranges")
    parser.add_argument(
        "--freeze", type=_position, metavar="N", help="limits from the first N readings of each phase"
    )
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
    rules = options.rules or OWN_RULES.get(options.type, "nhs")
    try:
        found, faults = read_series(options.file, kind, needs_n=kind in NEED_DENOMINATOR)
    except FileFaultError as whole:
        found, faults = {}, [whole]
    _tell_what_is_wrong(options.file, faults)
    for name, one in found.items():
        charted = chart(
            _series(one, kind, options), kind, rules, spread=options.spread, is_screened=not options.no_screen
        )
        sys.stdout.writelines(f"{line}\n" for line in _told(name, one, charted))
        _tell_what_was_done(name, one, charted, options)
    return 1 if faults else 0


def _tell_what_is_wrong(file: str, faults: list[FileFaultError]) -> None:
    for fault in faults[:MOST_FAULTS]:
        complain(f"{file}{f':{fault.line}' if fault.line else ''}: {fault.sentence}")
    if len(faults) > MOST_FAULTS:
        complain(f"{file}: {len(faults) - MOST_FAULTS} more lines are wrong.")


def _series(one: Read, kind: str, options: argparse.Namespace) -> Series:
    size = len(one.y)
    return Series(
        value=np.array(one.y),
        left_out=np.zeros(size, dtype=bool),
        denominator=np.array(one.n) if kind in NEED_DENOMINATOR else None,
        starts=(0, *(place - 1 for place in options.phase if 1 < place <= size)),
        frozen=options.freeze,
        is_frozen_in_each=True,
    )


def _told(name: str, one: Read, charted: Charted) -> Iterator[str]:
    lines = (charted.y, charted.centre, charted.lower, charted.upper)
    for place, (t, point) in enumerate(zip(one.t, charted.points, strict=True)):
        y, centre, lower, upper = (None if math.isnan(line[place]) else float(line[place]) for line in lines)
        words = {"series": name, "t": _whole(t), "y": y, "centre": centre, "lower": lower, "upper": upper}
        yield json.dumps({**words, "points": point})


def _whole(t: str) -> int | str:
    return int(t) if t.isdecimal() and len(t) < 16 and str(int(t)) == t else t


def _tell_what_was_done(name: str, one: Read, charted: Charted, options: argparse.Namespace) -> None:
    missing = charted.points.count("missing")
    if missing:
        words = "1 reading" if missing == 1 else f"{missing} readings"
        complain(f"{name}: {words} left out: no value, or out of nothing.")
    if one.was_sorted:
        complain(f"{name}: the readings were put in the order of t.")
    if options.phase and max(options.phase) > len(one.t):
        complain(f"{name}: there are {len(one.t)} readings, so that no phase begins at {max(options.phase)}.")
