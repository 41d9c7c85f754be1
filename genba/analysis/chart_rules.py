"""Patterns on control charts: which points break which rule, for one phase.

Each rule set takes the readings that count, in order, with centre line, limits and zones of each, and gives
for each the name of the rule it breaks, or `common_cause`. Names are those of the programs we follow.

- `nhs`: NHS England, *Making data count*, as NHSRplotthedots 0.2.2 does it: outside the limits, then 7 points
  in a trend, then 2 of 3 near the same limit, then 7 on one side. The first that holds names the point; all
  points of a pattern are coloured, not only its last. A point beyond a limit does not count as near it (the
  tools of NHS England count it since 2023, NHSRplotthedots 0.2.2 does not). A trend is named by the step that
  leads on where the next point is part of a trend too, by the one that led there where it is not.
- `western-electric`, `nelson`: qcc 3.0; the last point of each pattern, the lowest number first. Where the
  limits are not level, each point is measured by its own sigma; qcc takes those of the last for all. Readings
  without any spread are not N7, as in qcc's results; its newest sources would call them so.
- `anhoej`: Anhøj and Olesen (2014): outside the limits (`sigma_signal`), or an unusually long run or
  unusually few crossings of the centre line in the whole phase (`runs_signal`).

A gap (not a number) breaks every pattern (NHSRplotthedots, qcc), but not a run of Anhøj's, which is about
the readings that are useful (qicharts2).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from genba.analysis.series import Flags, Floats

COMMON = "common_cause"
Signs = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Points:
    """The readings of a phase that count, with their lines; `zones` as in `control_limits.Limits`."""

    y: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    zones: Floats

    @property
    def is_there(self) -> Flags:
        """Where there is no gap."""
        there: Flags = ~np.isnan(self.y)
        return there

    @property
    def side(self) -> Signs:
        """1 above the centre line, -1 below, 0 on it."""
        return _signs(self.y > self.centre, self.y < self.centre)

    @property
    def steps(self) -> Signs:
        """From each point to the next: 1 up, -1 down, 0 level or over a gap."""
        return _signs(self.y[1:] > self.y[:-1], self.y[1:] < self.y[:-1])

    @property
    def outside(self) -> Flags:
        """Above the upper or below the lower limit; never where there is none."""
        return (self.y > self.upper) | (self.y < self.lower)

    def beyond(self, sigmas: int) -> Signs:
        """1 where a point is more than one sigma (or two) above, -1 below."""
        return _signs(self.y > self.zones[1 + sigmas], self.y < self.zones[2 - sigmas])


def _signs(up: Flags, down: Flags) -> Signs:
    return up.astype(np.int8) - down.astype(np.int8)


def _last(flags: Flags, run: int) -> Flags:
    """Where a row of so many true values ends."""
    ends = np.zeros(len(flags), dtype=bool)
    if len(flags) >= run:
        ends[run - 1 :] = np.lib.stride_tricks.sliding_window_view(flags, run).all(axis=-1)
    return ends


def _spread(ends: Flags, run: int) -> Flags:
    """All points of the rows that end there."""
    parts = ends.copy()
    for back in range(1, run):
        parts[:-back] |= ends[back:]
    return parts


def _enough(flags: Flags, there: Flags, enough: int, window: int) -> Flags:
    """Where so many of the last points (a whole window of them, no gap) are true, this one among them."""
    ends = np.zeros(len(flags), dtype=bool)
    if len(flags) >= window:
        ends[window - 1 :] = np.lib.stride_tricks.sliding_window_view(flags, window).sum(axis=-1) >= enough
    return flags & ends & _last(there, window)


def nhs(points: Points) -> list[str]:
    """Outside, 7 in a trend, 2 of 3 near a limit, 7 on one side; the first that holds names the point."""
    names = [COMMON] * len(points.y)
    for name, flags in _nhs_patterns(points):
        for place in np.flatnonzero(flags):
            names[place] = name
    return names


def _nhs_patterns(points: Points) -> list[tuple[str, Flags]]:
    """The weakest first, so that the strongest is written last."""
    side, outside = points.side, points.outside
    near = (points.beyond(2) != 0) & ~outside
    found = []
    for sign, word in ((1, "Above"), (-1, "Below")):
        here = side == sign
        found.append((f"7 Points {word} CL", _spread(_last(here, 7), 7)))
    for sign, word in ((1, "Above"), (-1, "Below")):
        here = side == sign
        found.append((f"2 in 3 {word} CL", near & here & _two_in_three(near, here)))
    falling, rising = _trends(points.steps)
    found += [("7 Point Trend (Decreasing)", falling), ("7 Point Trend (Increasing)", rising)]
    for sign, word in ((1, "Above UCL"), (-1, "Below LCL")):
        found.append((word, outside & ((side == 1) if sign == 1 else (side != 1))))
    return found


def _two_in_three(near: Flags, here: Flags) -> Flags:
    parts = np.zeros(len(near), dtype=bool)
    if len(near) < 3:
        return parts
    windows = np.lib.stride_tricks.sliding_window_view
    full = windows(here, 3).all(axis=-1) & (windows(near, 3).sum(axis=-1) >= 2)
    for back in range(3):
        parts[back : len(full) + back] |= full
    return parts


def _trends(steps: Signs) -> tuple[Flags, Flags]:
    """The points of seven that go one way (six steps), by how they go on: down, or level; and up."""
    part = np.zeros(len(steps) + 1, dtype=bool)
    for sign in (1, -1):
        part |= _spread(np.append([False], _last(steps == sign, 6)), 7)
    goes_on = part & np.append(part[1:], [False])
    is_up = np.where(goes_on, np.append(steps, [0]), np.append([0], steps)) == 1
    return part & ~is_up, part & is_up


def western_electric_patterns(points: Points) -> dict[str, Flags]:
    """WE1 to WE4 of the *Statistical Quality Control Handbook* (1956): the last point of each pattern."""
    there = points.is_there
    return {
        "WE1": points.outside,
        "WE2": _either(points.beyond(2), lambda flags: _enough(flags, there, 2, 3)),
        "WE3": _either(points.beyond(1), lambda flags: _enough(flags, there, 4, 5)),
        "WE4": _either(points.side, lambda flags: _last(flags, 8)),
    }


def nelson_patterns(points: Points) -> dict[str, Flags]:
    """N1 to N8 of Nelson (1984): the last point of each pattern."""
    there, steps, far = points.is_there, points.steps, points.beyond(1)
    first = np.zeros(1, dtype=bool)
    turns = np.append(first, steps[1:] * steps[:-1] < 0) if len(steps) else first[:0]
    return {
        "N1": points.outside,
        "N2": _either(points.side, lambda flags: _last(flags, 9)),
        "N3": np.append(first, _either(steps, lambda flags: _last(flags, 5))),
        "N4": np.append(first, _last(turns, 12)),
        "N5": _either(points.beyond(2), lambda flags: _enough(flags, there, 2, 3)),
        "N6": _either(far, lambda flags: _enough(flags, there, 4, 5)),
        "N7": _last((far == 0) & there & (points.upper > points.lower), 15),
        "N8": _last(far != 0, 8) & ~_last(far == 1, 8) & ~_last(far == -1, 8),
    }


def _either(signs: Signs, rule: Callable[[Flags], Flags]) -> Flags:
    return rule(signs == 1) | rule(signs == -1)


def _lowest(patterns: dict[str, Flags], size: int) -> list[str]:
    names = [COMMON] * size
    for name, flags in reversed(patterns.items()):
        for place in np.flatnonzero(flags):
            names[place] = name
    return names


def western_electric(points: Points) -> list[str]:
    """The lowest of WE1 to WE4 that a point ends."""
    return _lowest(western_electric_patterns(points), len(points.y))


def nelson(points: Points) -> list[str]:
    """The lowest of N1 to N8 that a point ends."""
    return _lowest(nelson_patterns(points), len(points.y))


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of a phase around its centre line; the bounds are for so many points off the line."""

    useful: int
    longest: int
    longest_max: int
    crossings: int
    crossings_min: int

    @property
    def is_signal(self) -> bool:
        """An unusually long run, or unusually few crossings."""
        return self.useful > 0 and (self.longest > self.longest_max or self.crossings < self.crossings_min)


def runs_of(side: Signs) -> Runs:
    """Longest run and crossings; points on the line do not count. Bounds: Schilling (2012), Chen (2010)."""
    useful = side[side != 0]
    count = len(useful)
    if not count:
        return Runs(0, 0, 0, 0, 0)
    turns = np.flatnonzero(useful[1:] != useful[:-1])
    lengths = np.diff(np.concatenate([[-1], turns, [count - 1]]))
    longest_max = round(math.log2(count)) + 3
    return Runs(count, int(lengths.max()), longest_max, len(turns), fewest_crossings(count))


@lru_cache(maxsize=1024)
def fewest_crossings(count: int) -> int:
    """The 5 % point of a binomial with count − 1 fair trials, exactly."""
    trials, below, place, ways = max(count - 1, 0), 0, 0, 1
    limit = 2**trials
    while True:
        below += ways
        if below * 20 >= limit:
            return place
        ways = ways * (trials - place) // (place + 1)
        place += 1


def anhoej(points: Points) -> list[str]:
    """Outside the limits, or a phase whose runs are not those of chance."""
    rest = "runs_signal" if runs_of(points.side).is_signal else COMMON
    return ["sigma_signal" if out else rest for out in points.outside]


RULES: dict[str, Callable[[Points], list[str]]] = {
    "nhs": nhs,
    "western-electric": western_electric,
    "nelson": nelson,
    "anhoej": anhoej,
}
