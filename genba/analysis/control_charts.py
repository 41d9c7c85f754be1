"""Control charts: what is drawn, its limits, and which points break a rule.

`chart` computes exactly what it is asked for. `suited_chart` is what people are shown: a run chart where
there are too few readings for limits. The formulas, and where programs disagree, stand in `control_limits`;
the rules in `chart_rules`. numpy only.
"""

from dataclasses import replace

import numpy as np

from genba.analysis.chart_rules import RULES, Points
from genba.analysis.control_limits import D2, EXACT_D2, LIMITS, NEED_DENOMINATOR, Phase
from genba.analysis.series import Charted, Flags, Floats, Series

FEWEST_FOR_LIMITS = 12
FEWEST_FOR_FINAL_LIMITS = 24
GHOST, MISSING = "ghost", "missing"


class ChartImpossibleError(ValueError):
    """A chart that cannot be drawn of these readings; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def chart(
    series: Series, kind: str = "xmr", rules: str = "nhs", *, spread: str = "mean", is_screened: bool = True
) -> Charted:
    """The chart of a series as asked for, whatever its length.

    `kind` is one of `control_limits.LIMITS`, `rules` one of `chart_rules.RULES`, `spread` mean or median.
    Raises ChartImpossibleError with the code `unknown_kind`, `unknown_rules`, `needs_denominator`.
    """
    if kind not in LIMITS:
        raise ChartImpossibleError("unknown_kind")
    if rules not in RULES:
        raise ChartImpossibleError("unknown_rules")
    if kind in NEED_DENOMINATOR and series.denominator is None:
        raise ChartImpossibleError("needs_denominator")
    size = len(series)
    lines, points = np.full((8, size), np.nan), [MISSING] * size
    starts = tuple(start for start in series.starts if start < size) or (0,)
    for start, end in zip(starts, (*starts[1:], size), strict=True):
        phase = Phase(
            value=series.value[start:end],
            denominator=None if series.denominator is None else series.denominator[start:end],
            base=_base(series, start, end),
            d2=D2.get(rules, EXACT_D2),
            is_median=spread == "median",
            is_screened=is_screened,
        )
        lines[:, start:end] = _lines(kind, phase)
        points[start:end] = _named(lines[:, start:end], series.left_out[start:end], rules)
    y, centre, lower, upper = lines[:4]
    notes = _notes(series, kind, lower)
    return Charted(kind, rules, y, centre, lower, upper, tuple(points), starts, notes)


def suited_chart(
    series: Series, kind: str = "xmr", rules: str = "nhs", *, spread: str = "mean", is_screened: bool = True
) -> Charted:
    """The same; a run chart where fewer than 12 readings count in the last phase: limits would be guesses."""
    last = counted(series)[max(series.starts) :].sum()
    if last < FEWEST_FOR_LIMITS and kind != "run":
        found = chart(series, "run", "anhoej")
        return replace(found, notes=("few_points", *found.notes))
    return chart(series, kind, rules, spread=spread, is_screened=is_screened)


def counted(series: Series) -> Flags:
    """Which readings are there and not left out."""
    there = ~np.isnan(series.value) & ~series.left_out
    return there if series.denominator is None else there & (series.denominator > 0)


def _base(series: Series, start: int, end: int) -> Flags:
    """Which readings make the limits of a phase: none left out, and no later ones where they are frozen."""
    base: Flags = ~series.left_out[start:end]
    if series.frozen is not None and (start == 0 or series.is_frozen_in_each):
        base = base & (np.cumsum(base) <= series.frozen)
    return base


def _lines(kind: str, phase: Phase) -> Floats:
    """What is drawn, centre, limits and zones of a phase, a row each; what is too large is no number."""
    with np.errstate(all="ignore"):
        found = LIMITS[kind](phase)
        lines = np.array([found.y, found.centre, found.lower, found.upper, *found.zones])
    lines[~np.isfinite(lines)] = np.nan
    return lines


def _named(lines: Floats, left_out: Flags, rules: str) -> list[str]:
    """The rule each point breaks. Ghosts are as if they were not there; a gap is one to the rules too."""
    names = [GHOST if out else MISSING for out in left_out]
    counts, is_drawn = ~left_out, ~np.isnan(lines[0])
    if (counts & is_drawn).any():
        y, centre, lower, upper, *zones = lines[:, counts]
        found = RULES[rules](Points(y, centre, lower, upper, np.array(zones)))
        for place, name in zip(np.flatnonzero(counts), found, strict=True):
            names[place] = name if is_drawn[place] else MISSING
    return names


def _notes(series: Series, kind: str, lower: np.ndarray) -> tuple[str, ...]:
    notes = []
    if kind != "run" and counted(series)[max(series.starts) :].sum() < FEWEST_FOR_FINAL_LIMITS:
        notes.append("provisional_limits")
    if series.denominator is not None and (series.denominator == 0).any():
        notes.append("zero_denominators_left_out")
    if kind in {"c", "u", "p"} and len(lower) and not (lower > 0).any():
        notes.append("never_signals_a_drop")
    return tuple(notes)
