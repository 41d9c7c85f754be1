"""What a careful reader sees in a control chart: codes, for words and icons elsewhere.

The variation is told by the newest reading, as NHS England's *Making data count* does it; the assurance by
where the target stands against the newest limits (the same source). A run chart has no limits, so that it
gives no assurance.
"""

import math
from dataclasses import dataclass
from typing import Literal

from genba.analysis.series import Charted

Family = Literal["usual", "outside", "trend", "near", "side", "pattern", "ghost", "missing"]
Side = Literal["", "up", "down"]
Variation = Literal["too_few", "usual", "wanted", "unwanted", "up", "down", "unusual"]
Assurance = Literal["none", "unknown", "reached", "missed", "by_chance"]

_FAMILIES: dict[str, tuple[Family, Side]] = {
    "common_cause": ("usual", ""),
    "ghost": ("ghost", ""),
    "missing": ("missing", ""),
    "Above UCL": ("outside", "up"),
    "Below LCL": ("outside", "down"),
    "7 Point Trend (Increasing)": ("trend", "up"),
    "7 Point Trend (Decreasing)": ("trend", "down"),
    "2 in 3 Above CL": ("near", "up"),
    "2 in 3 Below CL": ("near", "down"),
    "7 Points Above CL": ("side", "up"),
    "7 Points Below CL": ("side", "down"),
    "sigma_signal": ("outside", ""),
    "runs_signal": ("pattern", ""),
    "WE1": ("outside", ""),
    "WE2": ("near", ""),
    "WE3": ("near", ""),
    "WE4": ("side", ""),
    "N1": ("outside", ""),
    "N2": ("side", ""),
    "N3": ("trend", ""),
    "N4": ("pattern", ""),
    "N5": ("near", ""),
    "N6": ("near", ""),
    "N7": ("pattern", ""),
    "N8": ("pattern", ""),
}
_SIDED = frozenset({"outside", "near", "side"})


@dataclass(frozen=True, slots=True)
class Mark:
    """What one point shows: the family of the rule that it breaks, and towards where."""

    family: Family
    side: Side = ""

    def is_wanted(self, better: str) -> bool | None:
        """Whether it lies in the direction that is good (`up`, `down`, `neither`); None where it has none."""
        if not self.side or better not in {"up", "down"}:
            return None
        return self.side == better


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be said of a chart. Numbers are those of the newest reading that counts.

    `row` is how many of the newest readings carry the same mark, or lie on the side of a long row.
    `count` are the readings that count, `earlier` how many of them before that row carry a mark. Not a number
    where there is none.
    """

    variation: Variation
    assurance: Assurance
    mark: Mark
    row: int = 0
    count: int = 0
    earlier: int = 0
    last: float = math.nan
    centre: float = math.nan
    lower: float = math.nan
    upper: float = math.nan

    @property
    def has_limits(self) -> bool:
        """Whether there is an upper or a lower limit."""
        return not (math.isnan(self.lower) and math.isnan(self.upper))


def marks_of(charted: Charted) -> list[Mark]:
    """One mark for each point. Rules that do not say their side get it from the centre line, or the step."""
    return [
        Mark(family, side or _side(charted, place, family))
        for place, (family, side) in enumerate(map(_family, charted.points))
    ]


def said_of(charted: Charted, better: str, target: float | None = None) -> Said:
    """What a careful reader says: `better` is `up`, `down` or `neither`."""
    marks = marks_of(charted)
    counted = [place for place, mark in enumerate(marks) if mark.family not in {"ghost", "missing"}]
    if not counted:
        return Said("too_few", "none" if target is None else "unknown", Mark("missing"))
    newest = counted[-1]
    mark = marks[newest]
    row = _row_on_a_side(charted, counted, mark) if mark.family == "side" else _row(marks, counted)
    lower, upper = float(charted.lower[newest]), float(charted.upper[newest])
    return Said(
        _variation(charted, mark, better, len(counted)),
        "none" if target is None else _assured(lower, upper, target, better),
        mark,
        row=row,
        count=len(counted),
        earlier=sum(marks[place].family != "usual" for place in counted[: len(counted) - row]),
        last=float(charted.y[newest]),
        centre=float(charted.centre[newest]),
        lower=lower,
        upper=upper,
    )


def _family(name: str) -> tuple[Family, Side]:
    return _FAMILIES.get(name, ("pattern", ""))


def _side(charted: Charted, place: int, family: Family) -> Side:
    if family == "trend" and place:
        return "up" if charted.y[place] > charted.y[place - 1] else "down"
    if family in _SIDED:
        return "up" if charted.y[place] > charted.centre[place] else "down"
    return ""


def _row_on_a_side(charted: Charted, counted: list[int], mark: Mark) -> int:
    """How many of the newest readings lie on that side of the centre, whatever else they show."""
    row = 0
    for place in reversed(counted):
        above = charted.y[place] - charted.centre[place]
        if not (above > 0 if mark.side == "up" else above < 0):
            break
        row += 1
    return row


def _row(marks: list[Mark], counted: list[int]) -> int:
    newest, row = marks[counted[-1]], 0
    for place in reversed(counted):
        if marks[place] != newest:
            break
        row += 1
    return row


def _variation(charted: Charted, mark: Mark, better: str, count: int) -> Variation:
    if mark.family == "usual":
        return "too_few" if count < 2 or "few_points" in charted.notes else "usual"
    if not mark.side:
        return "unusual"
    wanted = mark.is_wanted(better)
    if wanted is None:
        return mark.side
    return "wanted" if wanted else "unwanted"


def _assured(lower: float, upper: float, target: float, better: str) -> Assurance:
    if better not in {"up", "down"} or (math.isnan(lower) and math.isnan(upper)):
        return "unknown"
    good, bad = (lower > target, upper < target) if better == "up" else (upper < target, lower > target)
    if good:
        return "reached"
    return "missed" if bad else "by_chance"
