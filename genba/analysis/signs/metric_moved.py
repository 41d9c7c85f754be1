"""A metric moved: the last readings lie elsewhere than those before, and it is no chance.

The readings are prewhitened: what a reading only has from the one before (AR(1)) is taken out. The
coefficient comes from ranks, so that single wild readings do not set it, from all but the last eight, so
that the shift does not hide in it, and is drawn towards what is usual for such series, because thirty
readings tell little of it and one that is too low rings false alarms. Then the last 1, 2, 3, 4, 6 and 8
residuals are compared with the rest; the largest of the six distances is the statistic, and the same is
computed for residuals in random order. Those whose chance is not small are left after few orders (Besag and
Clifford 1991), so that the last stage can afford many.

The six do not count alike. The last k of n residuals are one choice among n over k, so their chance is never
below one by that: where a look may use less (the last reading always, the last two of daily ones), they
cannot ring and would only hide what longer ones see, because random orders bring two of four shifted
readings together often. They are left out. Three readings, and six and eight, count a little less than four
(`HANDICAPS`), by which the sign is promised to have seen a shift. Orders are compared in the same way, so all
this costs no false alarm.

An alarm needs both: the portfolio's false discovery rate (Benjamini and Hochberg 1995, q = 0.1), and a
chance of at most one false alarm a month in 1,000 metrics, shared among the looks of a month. Looks of a
month see mostly the same readings: each after the first counts for `NEW_IN_A_LOOK` of one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genba.analysis.series import Floats
from genba.analysis.signs.measured import false_alarm, power
from genba.analysis.signs.sign import Sign, State, Verdict, not_enough
from genba.analysis.signs.sign import gettext_noop as _

LAST = np.array([1, 2, 3, 4, 6, 8])
HANDICAPS = np.array([0, 0, 0.4, 0, 0.1, 0.2])  # of distances, in standard deviations
MOST = 8
FEWEST, LONGEST = 30, 200  # readings
USUAL, USUAL_SPREAD = 0.3, 0.15  # AR(1) coefficients, where a portfolio is too small to tell its own
LEAST_SPREAD, HIGHEST = 0.05, 0.9
ENOUGH_TO_TELL = 50  # metrics
STAGES = (400, 4_000, 40_000, 400_000)  # random orders
LEAVE_AT = 20  # orders as far out as the data: so many are enough to stop
FALSE_A_MONTH = 0.001
# 4 looks, each with one new reading, err as often as 3.3 at separate series, and 30 as often as 17 (simulated
# with independent normal readings, at one false alarm in 1,000 months).
NEW_IN_A_LOOK = 0.75
Q = 0.1
SAME = 1e-9  # distances, in standard deviations, that only rounding tells apart
AT_ONCE = 2_000_000  # numbers in memory

Indexes = NDArray[np.int64]
Far = np.ufunc

SIGN = Sign(
    name="metric_moved",
    title=_("A metric moved"),
    null_hypothesis=_("The last readings come from where the readings before came from."),
    statistic=_(
        "The largest distance of the last 1, 2, 3, 4, 6 or 8 readings from the rest, after what a reading "
        "has from the one before is taken out; compared with random orders. Readings that are too few for so "
        "small a chance do not count. Alarm where the portfolio's false discovery rate is 10 % and one "
        "metric's false alarms 1 in 1,000 months."
    ),
    minimum=_("30 readings since the last step change."),
    false_alarm=false_alarm("metric_moved"),
    power=power("metric_moved"),
    question=_(
        "The last {points:.0f} readings are {recent} in the middle; before, it was {before}. "
        "What changed in the work, or in how it is measured?"
    ),
    would_change_my_mind=_(
        "The next readings go back, the definition or the source of the metric changed, or its readings hang "
        "together over longer than from one to the next (a season)."
    ),
)


@dataclass(frozen=True, slots=True)
class Move:
    """How far the last readings of one series lie from the rest.

    `p` is two-sided unless one side was asked for; `points` the number of last readings that lie farthest;
    `recent` and `before` their mean and that of the rest, in the unit of the readings.
    """

    p: float
    points: int
    recent: float
    before: float


def look(
    portfolio: Sequence[Sequence[float]], per_month: Sequence[float], *, generator: np.random.Generator
) -> list[Verdict]:
    """Which of many metrics moved; one verdict a metric, in their order.

    Each series has its readings since the last step change, oldest first, without what is left out (what is
    not a number is dropped). `per_month` says how often a month each is read, so looked at: 30 for days, 4.35
    for weeks, 1 for months. Give all metrics of a night together, and the same seed every night: readings
    that did not change then have the same p. Numbers: `points`, `recent`, `before`. Needs: `readings`.
    Raises ValueError where the two are not of one length.
    """
    shares = [share_of_a_look(often) for often in per_month]
    return told(SIGN.name, moves(portfolio, shares, generator=generator), shares)


def share_of_a_look(per_month: float) -> float:
    """How much of a month's false alarms one look may use where there are so many of them."""
    return 1.0 / (1.0 + NEW_IN_A_LOOK * max(0.0, per_month - 1.0))


def moves(
    portfolio: Sequence[Sequence[float]],
    shares: Sequence[float],
    *,
    sides: Sequence[int] | None = None,
    generator: np.random.Generator,
) -> list[Move | None]:
    """How far each series moved; None where there are too few readings.

    `shares` says how much of a month's false alarms each may use in a look; no more than that is looked for.
    `sides` looks to one side only, 1 for up and -1 for down; the p are one-sided then.
    """
    kept = [_kept(series) for series in portfolio]
    found: list[Move | None] = [None] * len(kept)
    by_length: dict[int, list[int]] = {}
    for place, values in enumerate(kept):
        if len(values) >= FEWEST:
            by_length.setdefault(len(values), []).append(place)
    groups = {size: np.stack([kept[one] for one in places]) for size, places in by_length.items()}
    raw = {size: _correlation(values) for size, values in groups.items()}
    usual, spread = _usual(raw)
    for size, places in by_length.items():
        residuals = _prewhitened(groups[size], _coefficient(raw[size], size, usual, spread))
        far: Far = np.abs
        if sides is not None:
            residuals *= np.array([[sides[one]] for one in places])
            far = np.positive
        behind = _behind(size - 1, np.array([shares[one] for one in places]))
        for alike in np.unique(behind, axis=0):
            rows = np.flatnonzero((behind == alike).all(axis=1))
            moved = _moves(groups[size][rows], residuals[rows], alike, far, generator)
            for row, move in zip(rows, moved, strict=True):
                found[places[row]] = move
    return found


def told(sign: str, found: Sequence[Move | None], shares: Sequence[float]) -> list[Verdict]:
    """Verdicts on moves; `shares` says how much of a month's false alarms each one may use in a look."""
    chances = np.array([1.0 if move is None else move.p for move in found])
    tested = np.array([move is not None for move in found], dtype=bool)
    moved = np.zeros(len(found), dtype=bool)
    moved[tested] = discoveries(chances[tested])
    verdicts = []
    for move, share, is_discovery in zip(found, shares, moved, strict=True):
        if move is None:
            verdicts.append(not_enough(sign, "readings", FEWEST))
            continue
        is_alarm = bool(is_discovery) and move.p <= FALSE_A_MONTH * share
        numbers = {"points": float(move.points), "recent": move.recent, "before": move.before}
        verdicts.append(Verdict(sign, State.ALARM if is_alarm else State.CALM, move.p, numbers))
    return verdicts


def discoveries(p: Floats, q: float = Q) -> NDArray[np.bool_]:
    """Which of the chances, shape (n,), are discoveries at a false discovery rate q (Benjamini-Hochberg)."""
    if not len(p):
        return np.zeros(0, dtype=bool)
    in_order = np.sort(p)
    below = np.flatnonzero(in_order <= q * np.arange(1, len(p) + 1) / len(p))
    last = in_order[below[-1]] if len(below) else -1.0
    return np.asarray(p <= last, dtype=bool)


def _kept(series: Sequence[float]) -> Floats:
    values = np.asarray(series, dtype=float)
    return np.asarray(values[np.isfinite(values)][-LONGEST:], dtype=float)


def _correlation(values: Floats) -> Floats:
    """The rank correlation of each reading with the one before, without the last eight: (m, n) to (m,)."""
    before = values[:, :-MOST]
    ranks = np.stack([_ranks(row) for row in before])
    ranks -= ranks.mean(axis=1, keepdims=True)
    size = np.maximum((ranks * ranks).sum(axis=1), 1e-9)  # all readings the same: no correlation
    raw = (ranks[:, 1:] * ranks[:, :-1]).sum(axis=1) / size
    return np.asarray(raw + (1 + 3 * raw) / before.shape[1], dtype=float)  # bias: Kendall (1954)


def _ranks(values: Floats) -> Floats:
    """Ranks, the same ones their mean: otherwise counts, which are often the same, would seem to climb."""
    in_order = np.sort(values)
    lower, upper = in_order.searchsorted(values, "left"), in_order.searchsorted(values, "right")
    return np.asarray((lower + upper) / 2, dtype=float)


def _usual(raw: dict[int, Floats]) -> tuple[float, float]:
    """The usual correlation of a portfolio and how much its metrics differ in it (empirical Bayes)."""
    if sum(map(len, raw.values())) < ENOUGH_TO_TELL:
        return USUAL, USUAL_SPREAD
    everything = np.concatenate(list(raw.values()))
    of_chance = np.concatenate([np.full(len(some), 1 / (size - MOST)) for size, some in raw.items()])
    spread = float(everything.var(ddof=1) - of_chance.mean())
    return float(everything.mean()), max(LEAST_SPREAD, float(np.sqrt(max(0.0, spread))))


def _coefficient(raw: Floats, size: int, usual: float, spread: float) -> Floats:
    """Drawn towards the usual, and its uncertainty above: too little whitening rings false alarms."""
    weight = spread**2 / (spread**2 + 1 / (size - MOST))
    unsure = spread * np.sqrt(1 - weight)
    drawn = weight * raw + (1 - weight) * usual + unsure
    return np.asarray(np.clip(drawn, 0, HIGHEST), dtype=float)


def _prewhitened(values: Floats, coefficient: Floats) -> Floats:
    """Residuals of an AR(1) about their mean: shape (metrics, n) to (metrics, n - 1)."""
    distance = values - np.median(values, axis=1, keepdims=True)
    residuals = distance[:, 1:] - coefficient[:, None] * distance[:, :-1]
    return np.asarray(residuals - residuals.mean(axis=1, keepdims=True), dtype=float)


def _behind(size: int, shares: Floats) -> Floats:
    """By how much each of LAST counts less among `size` residuals, for such shares: (m,) to (m, 6).

    Infinite where its least chance is beyond what the look may use.
    """
    least = np.array([1 / math.comb(size, int(last)) for last in LAST])
    return np.where(least <= FALSE_A_MONTH * shares[:, None], HANDICAPS, np.inf)


def _moves(
    values: Floats, residuals: Floats, behind: Floats, far: Far, generator: np.random.Generator
) -> list[Move]:
    p, which = _chances(residuals, behind, far, generator)
    found = []
    for series, chance, at in zip(values, p, which, strict=True):
        points = int(LAST[at])
        recent, before = float(series[-points:].mean()), float(series[:-points].mean())
        found.append(Move(float(chance), points, recent, before))
    return found


def _chances(
    residuals: Floats, behind: Floats, far: Far, generator: np.random.Generator
) -> tuple[Floats, Indexes]:
    """The chance of each row, and which of LAST lies farthest."""
    count, size = residuals.shape
    deviation = residuals.std(axis=1, keepdims=True)
    residuals = residuals / np.where(deviation > 0, deviation, 1)
    reach = 1 / np.sqrt(LAST * (size - LAST) / size)
    distances = _distances(residuals[:, ::-1][:, :MOST], reach, behind, far)
    farthest, which = distances.max(axis=1), distances.argmax(axis=1)
    p = np.ones(count)
    left = np.flatnonzero(residuals.any(axis=1))
    for draws in STAGES:
        orders = _orders(draws, size, generator)
        as_far = np.zeros(len(left))
        for chunk in np.array_split(orders, 1 + draws // 40_000):
            step = max(1, AT_ONCE // chunk.size)
            for start in range(0, len(left), step):
                rows = left[start : start + step]
                drawn = _distances(residuals[rows][:, chunk], reach, behind, far).max(axis=2)
                as_far[start : start + step] += (drawn >= farthest[rows][:, None] - SAME).sum(axis=1)
        p[left] = (1 + as_far) / (1 + draws)
        left = left[as_far < LEAVE_AT]
        if not len(left):
            break
    return p, which


def _distances(last: Floats, reach: Floats, behind: Floats, far: Far) -> Floats:
    """How far the sums of the last residuals lie, for each of LAST: shape (..., 8) to (..., 6)."""
    return np.asarray(far(last.cumsum(axis=-1)[..., LAST - 1]) * reach - behind, dtype=float)


def _orders(draws: int, size: int, generator: np.random.Generator) -> Indexes:
    """The first eight places of random orders, shape (draws, 8): drawn, and drawn again where two are one."""
    orders = generator.integers(size, size=(draws, MOST))
    while len(twice := np.flatnonzero((np.diff(np.sort(orders, axis=1), axis=1) == 0).any(axis=1))):
        orders[twice] = generator.integers(size, size=(len(twice), MOST))
    return orders
