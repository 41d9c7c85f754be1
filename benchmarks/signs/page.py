"""The page of the signs and the figures inside them, both written from `results.json`."""

import json
import textwrap
from collections.abc import Sequence
from pathlib import Path

from benchmarks.signs.simulating import Rate
from genba.analysis.signs.registry import SIGNS
from genba.analysis.signs.sign import Sign

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RESULTS = HERE / "results.json"
PAGE = ROOT / "docs" / "reference" / "signs.md"
MEASURED = ROOT / "genba" / "analysis" / "signs" / "measured.py"
HEAD = """# Warning signs

Written by `python -m benchmarks.signs` (with `--write`: from the figures that are kept); do not edit it. One
file a sign stands in `genba/analysis/signs/`, its simulation in `benchmarks/signs/`. `genba signs explain
NAME` says the same in a terminal.

A sign raises an alarm, is calm, or says that there is not enough to tell and what it needs. Only alarms
become notifications, once per episode. Rates are alarms per look at data that are enough; for *a metric
moved* and *a counter-metric moved* they are notifications per metric and month in portfolios of 1,000.
Intervals are exact 95 % Monte-Carlo intervals (Clopper and Pearson). A promise is **missed** where the whole
interval lies beyond it, *kept* where the whole interval lies within, and *not shown* otherwise: then the
simulation was too small to tell. Worlds named *stress* promise nothing: they show where a sign begins to be
wrong. Portfolios of fewer than 50 metrics, and histories of fewer than 60 readings, find fewer shifts than
the table of *a metric moved* says.
"""


def kept() -> dict[str, list[Rate]]:
    """What was measured, by sign."""
    stored = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    return {name: [Rate(**one) for one in rates] for name, rates in stored.items()}


def keep(name: str, rates: Sequence[Rate]) -> None:
    """Put the figures of one sign in the place of its old ones."""
    everything = kept() | {name: list(rates)}
    stored = {one: [rate.stored() for rate in everything[one]] for one in SIGNS if one in everything}
    RESULTS.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def percent(share: float) -> str:
    """A share with as many digits as it takes to see it."""
    return f"{100 * share:.3f} %" if share < 0.01 else f"{100 * share:.1f} %"


def told(rate: Rate) -> str:
    """A rate with its interval."""
    low, high = rate.interval
    return f"{percent(rate.share)} ({percent(low)}–{percent(high)})"


def verdict(rate: Rate) -> str:
    """Whether the promise is kept, as a word for the table."""
    if rate.target is None:
        return "–"
    promise = f"{'≤' if rate.kind == 'false alarm' else '≥'} {percent(rate.target)}"
    if rate.misses:
        return f"{promise}: **missed**"
    low, high = rate.interval
    shown = high <= rate.target if rate.kind == "false alarm" else low >= rate.target
    return f"{promise}: {'kept' if shown else 'not shown'}"


def page(results: dict[str, list[Rate]]) -> str:
    """The whole page."""
    return "\n".join(
        [HEAD, *_overview(), *(_part(sign, results.get(sign.name, [])) for sign in SIGNS.values())]
    )


def _overview() -> list[str]:
    rows = [f"| [{sign.title}](#{sign.name}) | `{name}` | {sign.minimum} |" for name, sign in SIGNS.items()]
    return ["| sign | name | least data |", "|---|---|---|", *rows, ""]


def _part(sign: Sign, rates: Sequence[Rate]) -> str:
    rows = [f"| {one.kind} | {one.world} | {told(one)} | {one.of:,} | {verdict(one)} |" for one in rates]
    table = ["| | world | rate (95 %) | looks | promise |", "|---|---|---|---|---|", *rows]
    return "\n".join(
        [
            f'<a id="{sign.name}"></a>',
            "",
            f"## {sign.title}",
            "",
            f"- **Null hypothesis:** {sign.null_hypothesis}",
            f"- **Statistic:** {sign.statistic}",
            f"- **Least data:** {sign.minimum}",
            f"- **It asks:** {sign.question}",
            f"- **What would change my mind:** {sign.would_change_my_mind}",
            "",
            *(table if rows else ["Not measured yet."]),
            "",
        ]
    )


def measured(results: dict[str, list[Rate]]) -> str:
    """The module from which signs take what was measured of them."""
    source = MEASURED.read_text(encoding="utf-8")
    begin = source.index("MEASURED: ")
    end = source.index("NOT_MEASURED = ")
    lines = ["MEASURED: dict[str, tuple[str, str]] = {"]
    for name, rates in results.items():
        lines += [f'    "{name}": (', *_wrapped(_worst(rates)), *_wrapped(_powers(rates)), "    ),"]
    return source[:begin] + "\n".join([*lines, "}"]) + "\n" + source[end:]


def _wrapped(words: str) -> list[str]:
    """A string in the source, in lines that are not too long, as the formatter would leave it."""
    pieces = textwrap.wrap(words, 85, drop_whitespace=False)
    if len(pieces) == 1:
        return [f'        "{words}",']
    *first, last = [f'        "{piece}"' for piece in pieces]
    return [*first, f"{last},"]


def _worst(rates: Sequence[Rate]) -> str:
    nulls = [one for one in rates if one.kind == "false alarm" and one.target is not None]
    worst = max(nulls, key=lambda one: one.share)
    unit = "metrics a month" if worst.sign in {"metric_moved", "counter_moved"} else "looks"
    return f"At worst {told(worst)} of {unit}: {worst.world}."


def _powers(rates: Sequence[Rate]) -> str:
    ordered = sorted((one for one in rates if one.kind == "power"), key=lambda one: one.share)
    return f"{percent(ordered[0].share)} ({ordered[0].world}) to {percent(ordered[-1].share)}."


def write() -> None:
    """Write the module and the page."""
    results = kept()
    MEASURED.write_text(measured(results), encoding="utf-8")
    PAGE.write_text(page(results), encoding="utf-8")
