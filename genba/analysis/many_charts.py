"""XmR charts with the NHS rules of very many short series at once, for nightly looks over a whole portfolio.

The same answer as `control_charts.chart` (a test compares them), but for readings that lie on a limit or the
edge of a zone to the last digit, where the order of sums decides. One series is a row of a matrix, its
patterns are the bits of one 64-bit word, and the rules are shifts of whole columns of words.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genba.analysis.chart_rules import COMMON
from genba.analysis.control_limits import MOST_RANGE, mean_of
from genba.analysis.series import Floats

Words = NDArray[np.uint64]
MOST_POINTS = 64
BLOCK = 1536  # rows that stay in the cache of a processor
LIMIT = 2.66
ROUNDING = 1e-12  # of the size of readings; far more than the sum of 64 of them can lose
NAMES = (
    "7 Points Above CL", "7 Points Below CL", "2 in 3 Above CL", "2 in 3 Below CL",
    "7 Point Trend (Decreasing)", "7 Point Trend (Increasing)", "Above UCL", "Below LCL",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ManyCharted:
    """One entry a series. `patterns` has a row for each of NAMES, weakest first; bit t is point t."""

    centre: Floats
    lower: Floats
    upper: Floats
    patterns: Words
    size: int

    def points(self, row: int) -> list[str]:
        """The rule that each point of one series breaks, as `Charted.points`."""
        names = [COMMON] * self.size
        for name, word in zip(NAMES, self.patterns[:, row].tolist(), strict=True):
            for place in range(self.size):
                if word >> place & 1:
                    names[place] = name
        return names


def many_xmr(values: Floats) -> ManyCharted:
    """Limits and labels of series that are rows of one length from 2 to 64, without gaps; ranges screened.

    Raises ValueError for other shapes and for what is not a number.
    """
    if values.ndim != 2 or not 2 <= values.shape[1] <= MOST_POINTS:
        message = f"Rows of 2 to {MOST_POINTS} readings are wanted, not {values.shape}."
        raise ValueError(message)
    rows, size = values.shape
    lines, words = np.empty((3, rows)), np.empty((6, rows), dtype=np.uint64)
    work = _Work(size)
    for start in range(0, rows, BLOCK):
        block = np.asarray(values[start : start + BLOCK], dtype=float)
        work.look(block, lines[:, start : start + BLOCK], words[:, start : start + BLOCK])
    if np.isnan(lines[0]).any():
        message = "There are readings that are not numbers."
        raise ValueError(message)
    centre, lower, upper = lines
    return ManyCharted(centre, lower, upper, _patterns(words), size)


class _Work:
    """Room for one block, used again and again, so that nothing is asked of the memory in between."""

    def __init__(self, size: int) -> None:
        self.away, self.ranges = np.empty((BLOCK, size)), np.empty((BLOCK, size - 1))
        # the columns after the last reading stay false
        self.of_points, self.of_steps = (np.zeros((BLOCK, MOST_POINTS), dtype=bool) for _each in range(2))
        self.every = _word(np.ones(size, dtype=bool))
        self.share, self.share_of_ranges = np.full(size, 1 / size), np.full(size - 1, 1 / (size - 1))

    def look(self, block: Floats, lines: Floats, words: Words) -> None:
        """Fill centre, lower, upper; and the bits above, below, near a limit, outside, rising, falling."""
        away, ranges = self.away[: len(block)], self.ranges[: len(block)]
        np.subtract(block[:, 1:], block[:, :-1], out=ranges)
        words[4], words[5] = self._where(np.greater, ranges, 0), self._where(np.less, ranges, 0)
        np.abs(ranges, out=ranges)
        half = LIMIT * self._mean_range(ranges)
        centre = block @ self.share
        np.subtract(block, centre[:, None], out=away)
        np.abs(away, out=away)
        slack = ROUNDING * (np.abs(centre) + away @ self.share)
        words[0] = self._where(np.greater, block, (centre + slack)[:, None])
        words[1] = self._where(np.less, block, (centre - slack)[:, None])
        self._look_closely(block, centre, away, words)
        words[2] = self._where(np.greater, away, (half * 2 / 3)[:, None])
        words[3] = self._where(np.greater, away, half[:, None])
        lines[:] = centre, centre - half, centre + half

    def _look_closely(self, block: Floats, centre: Floats, away: Floats, words: Words) -> None:
        """Where a reading lies on the centre line, or so near that rounding decides: take the exact mean."""
        for row in np.flatnonzero(((words[0] | words[1]) != self.every) & np.isfinite(centre)):
            centre[row] = mean_of(block[row])
            away[row] = np.abs(block[row] - centre[row])
            words[0, row] = _word(block[row] > centre[row])
            words[1, row] = _word(block[row] < centre[row])

    def _mean_range(self, ranges: Floats) -> Floats:
        """The screened mean of each row; most rows have nothing to screen."""
        mean: Floats = ranges @ self.share_of_ranges
        count = ranges.shape[1]
        flags = self._flags(np.greater_equal, ranges, (MOST_RANGE * mean)[:, None])
        rows, places = np.divmod(np.flatnonzero(flags), MOST_POINTS)
        if not len(rows):
            return mean
        ranges[rows, places] = 0  # taken away from the sum they would leave what rounding left of them
        left = count - np.bincount(rows, minlength=len(mean))
        kept: Floats = ranges @ self.share_of_ranges
        screened: Floats = np.where(left > 0, kept * count, np.nan) / np.maximum(left, 1)
        return screened

    def _where(self, compare: np.ufunc, values: Floats, bound: Floats | int) -> Words:
        """A bit for each reading, or step between two, that is more or less than a bound."""
        return np.packbits(self._flags(compare, values, bound), bitorder="little").view(np.uint64)

    def _flags(self, compare: np.ufunc, values: Floats, bound: Floats | int) -> NDArray[np.bool_]:
        room = self.of_points if values.shape[1] == self.away.shape[1] else self.of_steps
        compare(values, bound, out=room[: len(values), : values.shape[1]])
        return room[: len(values)].reshape(-1)


def _word(flags: NDArray[np.bool_]) -> np.uint64:
    """The bits of one series as a word."""
    room = np.zeros(MOST_POINTS, dtype=bool)
    room[: len(flags)] = flags
    return np.uint64(np.packbits(room, bitorder="little").view(np.uint64)[0])


def _patterns(words: Words) -> Words:
    above, below, near, outside, rising, falling = words
    near &= ~outside
    found = [_runs_of_seven(side) for side in (above, below)]
    found += [_two_in_three(near & side, side) for side in (above, below)]
    part = _trends(falling) | _trends(rising)
    goes_on = part & _back(part, 1)  # named by the next step there, by the last one elsewhere
    up = part & ((goes_on & rising) | (~goes_on & _on(rising, 1)))
    found += [part & ~up, up]
    found += [outside & above, outside & ~above]
    return np.array(found)


def _back(words: Words, points: int) -> Words:
    return words >> np.uint64(points)


def _on(words: Words, points: int) -> Words:
    return words << np.uint64(points)


def _runs_of_seven(words: Words) -> Words:
    two = words & _back(words, 1)
    four = two & _back(two, 2)
    return _seven_from(four & _back(four, 3))


def _trends(words: Words) -> Words:
    """Six steps one way are seven points."""
    two = words & _back(words, 1)
    return _seven_from(two & _back(two, 2) & _back(two, 4))


def _seven_from(begins: Words) -> Words:
    two = begins | _on(begins, 1)
    four = two | _on(two, 2)
    return four | _on(four, 3)


def _two_in_three(near: Words, side: Words) -> Words:
    three = side & _back(side, 1) & _back(side, 2)
    pairs = (near & _back(near, 1)) | (near & _back(near, 2)) | (_back(near, 1) & _back(near, 2))
    begins: Words = three & pairs
    return (begins | _on(begins, 1) | _on(begins, 2)) & near
