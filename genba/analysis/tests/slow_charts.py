"""Control charts once more: slowly, one number at a time, as the programs that we follow compute them.

NHSRplotthedots 0.2.2 (`ptd_spc_standard.R`, `ptd_calculate_point_type.R`), qicharts2 0.8.1
(`helper.functions.R`), qcc 3.0 (`rules.R`). Where `control_limits` and `chart_rules` say that we do not
follow them (sigma of I′ with frozen limits, zones that are not level, N7 without spread, shares of nothing),
neither does this. Sums are exact.
"""

import math
from fractions import Fraction
from itertools import groupby, pairwise
from typing import NamedTuple

NAN = math.nan
EXACT_D2 = 2 / math.sqrt(math.pi)


class Lines(NamedTuple):
    """One phase: what is drawn, the centre line, and for a number of sigmas the lines below and above."""

    y: list
    centre: list
    lower: list
    upper: list
    zone: object


def mean(numbers):
    numbers = [Fraction(one) for one in numbers if not math.isnan(one)]
    return float(sum(numbers) / len(numbers)) if numbers else NAN


def median(numbers):
    numbers = sorted(one for one in numbers if not math.isnan(one))
    return mean(numbers[(len(numbers) - 1) // 2 : len(numbers) // 2 + 1])


def screened(ranges, is_screened, most=3.267):
    ranges = [one for one in ranges if not math.isnan(one)]
    return mean(one for one in ranges if one < most * mean(ranges)) if is_screened else mean(ranges)


def mean_range(y, is_screened):
    return screened([abs(b - a) for a, b in pairwise(y)], is_screened)


def root(number):
    return math.sqrt(number) if number >= 0 else NAN


def power(number, exponent):
    return number**exponent if number >= 0 else NAN


def over(a, b):
    return a / b if b else NAN


def lines_of(kind, rules, y, n, base, *, is_screened):
    """The lines of a phase. `base` tells which readings make them; `n` is None where there is none."""
    counted = [y[i] for i in base]
    if n is not None:
        return _shares(kind, y, n, base, is_screened)
    return {
        "xmr": lambda: _xmr(counted, y, rules, is_screened),
        "run": lambda: _level(y, median(counted), NAN),
        "c": lambda: _cut(_level(y, mean(counted), root(mean(counted)))),
        "g": lambda: _between(counted, y),
        "t": lambda: _times(y, base, is_screened),
        "ewma": lambda: _moving(counted, y, is_screened),
    }[kind]()


def _between(counted, y):
    middle = mean(counted)
    found = _cut(_level(y, middle, root(middle * (middle + 1))))
    return found._replace(centre=[median(counted)] * len(y))


def _level(y, middle, sigma, three=None):
    size = len(y)
    sigmas = sigma if isinstance(sigma, list) else [sigma] * size
    reach = [3 * one for one in sigmas] if three is None else [three] * size

    def zone(k):
        return [middle - k * one for one in sigmas], [middle + k * one for one in sigmas]

    return Lines(y, [middle] * size, [middle - one for one in reach], [middle + one for one in reach], zone)


def _cut(found, most=math.inf):
    lower = [0.0 if one < 0 else one for one in found.lower]
    return found._replace(lower=lower, upper=[most if one > most else one for one in found.upper])


def _xmr(counted, y, rules, is_screened):
    average = mean_range(counted, is_screened)
    if rules == "nhs":
        return _level(y, mean(counted), 2.66 / 3 * average, 2.66 * average)
    return _level(y, mean(counted), average / (1.128 if rules == "anhoej" else EXACT_D2))


def _times(y, base, is_screened):
    rooted = [power(one, 1 / 3.6) for one in y]
    counted = [rooted[i] for i in base]
    found = _level(rooted, mean(counted), mean_range(counted, is_screened) / 1.128)

    def back(line):
        return [power(one, 3.6) for one in line]

    lower = [0.0 if math.isnan(one) else one for one in back(found.lower)]
    return Lines(
        back(rooted), back(found.centre), lower, back(found.upper), lambda k: map(back, found.zone(k))
    )


def _moving(counted, y, is_screened):
    moved, last = [], mean(counted)
    for one in y:
        last = last if math.isnan(one) else 0.3 * one + 0.7 * last
        moved.append(NAN if math.isnan(one) else last)
    return _level(moved, mean(counted), mean_range(counted, is_screened) / EXACT_D2 * math.sqrt(0.3 / 1.7))


def _shares(kind, y, n, base, is_screened):
    n = [NAN if math.isnan(a) or b == 0 else b for a, b in zip(y, n, strict=True)]
    share = [a / b for a, b in zip(y, n, strict=True)]
    pairs = [(y[i], n[i]) for i in base if not math.isnan(share[i])]
    centre = over(math.fsum(a for a, _ in pairs), math.fsum(b for _, b in pairs))
    if kind == "ip":
        ranges = [
            math.sqrt(math.pi / 2) * abs(share[j] - share[i]) / root(1 / n[i] + 1 / n[j])
            for i, j in pairwise(base)
        ]
        sigma = screened(ranges, is_screened, 3.2665)
        return _level(share, centre, [sigma * root(1 / one) for one in n])
    sigmas = [root((centre * (1 - centre) if kind in ("p", "pp") else centre) / one) for one in n]
    if kind in ("pp", "up"):
        z = mean_range([over(share[i] - centre, sigmas[i]) for i in base], is_screened) / 1.128
        sigmas = [one * z for one in sigmas]
    return _cut(_level(share, centre, sigmas), 1.0 if kind in ("p", "pp") else math.inf)


def sign(number):
    return (number > 0) - (number < 0)


def nhs(lines):
    """`ptd_special_cause_type`; R's NA, as any comparison with it, holds nowhere."""
    y, centre, lower, upper = lines[:4]
    low, high = lines.zone(2)
    every = range(len(y))
    outside = [y[i] > upper[i] or y[i] < lower[i] for i in every]
    side = [sign(y[i] - centre[i]) for i in every]
    near = [not outside[i] and (y[i] < low[i] or y[i] > high[i]) for i in every]
    steps = [sign(b - a) for a, b in pairwise(y)]
    same_side = _all_of(lambda i: len(set(side[i - 6 : i + 1])) == 1 and side[i], 7, len(y))
    trend = _all_of(lambda i: len(set(steps[i - 6 : i])) == 1 and steps[i - 1], 7, len(y))
    two = _all_of(lambda i: sum(near[i - 2 : i + 1]) >= 2 and abs(sum(side[i - 2 : i + 1])) == 3, 3, len(y))
    names = []
    for i in every:
        word = "Above" if side[i] > 0 else "Below"
        leads_on = i + 1 in trend
        if outside[i]:
            names.append("Above UCL" if side[i] == 1 else "Below LCL")
        elif i in trend:
            step = steps[i] if leads_on else steps[i - 1]
            names.append(f"7 Point Trend ({'In' if step == 1 else 'De'}creasing)")
        elif i in two and near[i]:
            names.append(f"2 in 3 {word} CL")
        else:
            names.append(f"7 Points {word} CL" if i in same_side else "common_cause")
    return names


def _all_of(ends_here, window, size):
    """The points of all windows at whose last point something holds."""
    ends = [i for i in range(window - 1, size) if ends_here(i)]
    return {i - back for i in ends for back in range(window)}


def qcc(lines, names):
    """`qccRules`: the lowest rule of which a point is the last."""
    found = _patterns(lines)
    return [next((name for name in names if i in found[name]), "common_cause") for i in range(len(lines.y))]


def _patterns(lines):
    y, centre, lower, upper = lines[:4]
    every, (low1, high1), (low2, high2) = range(len(y)), lines.zone(1), lines.zone(2)
    side, steps = [sign(y[i] - centre[i]) for i in every], [sign(b - a) for a, b in pairwise(y)]
    far = [(y[i] > high1[i]) - (y[i] < low1[i]) for i in every]
    very_far = [(y[i] > high2[i]) - (y[i] < low2[i]) for i in every]
    inside = [lower[i] < upper[i] and low1[i] <= y[i] <= high1[i] for i in every]
    turns = [a * b < 0 for a, b in pairwise(steps)]
    one = {i for i in every if y[i] > upper[i] or y[i] < lower[i]}
    two, four = _most(very_far, y, 2, 3), _most(far, y, 4, 5)
    eight = {i for i in range(7, len(y)) if all(far[i - 7 : i + 1]) and len(set(far[i - 7 : i + 1])) == 2}
    return {
        "WE1": one, "WE2": two, "WE3": four, "WE4": _rows(side, 8),
        "N1": one, "N2": _rows(side, 9), "N3": {i + 1 for i in _rows(steps, 5)},
        "N4": {i + 2 for i in _rows(turns, 12)}, "N5": two, "N6": four, "N7": _rows(inside, 15), "N8": eight,
    }  # fmt: skip


def _rows(flags, length):
    """Where a row of so many equal values that are not nothing ends."""
    return {
        i for i in range(length - 1, len(flags)) if flags[i] and len(set(flags[i - length + 1 : i + 1])) == 1
    }


def _most(flags, y, enough, window):
    return {
        i
        for i in range(window - 1, len(y))
        if flags[i]
        and flags[i - window + 1 : i + 1].count(flags[i]) >= enough
        and not any(map(math.isnan, y[i - window + 1 : i + 1]))
    }


def anhoej(lines):
    """`runs.analysis` and `crsignal`: of all useful readings of a phase; outside the limits comes first."""
    y, centre, lower, upper = lines[:4]
    useful = [sign(a - b) for a, b in zip(y, centre, strict=True) if sign(a - b)]
    runs = [len(list(row)) for _side, row in groupby(useful)]
    is_signal = bool(runs) and (
        max(runs) > round(math.log2(len(useful))) + 3 or len(runs) - 1 < _fewest(len(useful) - 1)
    )
    rest = "runs_signal" if is_signal else "common_cause"
    return ["sigma_signal" if y[i] > upper[i] or y[i] < lower[i] else rest for i in range(len(y))]


def _fewest(trials):
    """`qbinom(0.05, trials, 0.5)`."""
    below, place = 0, -1
    while below * 20 < 2**trials:
        place += 1
        below += math.comb(trials, place)
    return max(place, 0)


RULES = {
    "nhs": nhs,
    "western-electric": lambda lines: qcc(lines, ["WE1", "WE2", "WE3", "WE4"]),
    "nelson": lambda lines: qcc(lines, [f"N{number}" for number in range(1, 9)]),
    "anhoej": anhoej,
}


def slow_chart(kind, rules, y, n=None, *, is_screened=True, frozen=None, starts=(0,)):
    """For each reading: y, centre, lower, upper, name. `frozen` counts in every phase."""
    found = []
    for start, end in pairwise([*starts, len(y)]):
        base = range(min(end - start, frozen or end))
        part = None if n is None else n[start:end]
        lines = lines_of(kind, rules, y[start:end], part, base, is_screened=is_screened)
        names = ["missing" if math.isnan(a) else b for a, b in zip(lines.y, RULES[rules](lines), strict=True)]
        found += zip(*lines[:4], names, strict=True)
    return found
