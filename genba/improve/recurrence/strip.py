"""When a trouble came and when something was done about it, as a line of time to be drawn."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, EDGE = 600, 8  # units of the drawing
FLOOR, STEP, HIGHEST = 52, 9, 5  # the lowest dot; how high one stands on another; at most so many
TOGETHER = 9  # dots nearer than this stand on each other


@dataclass(frozen=True)
class Strip:
    """Dots (x, y) for each time it came, and x for each action; time runs from `begin` to `end`."""

    begin: date
    end: date
    dots: list[tuple[float, float]]
    actions: list[float]


def strip_of(days: Sequence[date], done: Sequence[date], today: date) -> Strip | None:
    """The line of time of a trouble; None where it came less than twice, which is no line."""
    if len(days) < 2:
        return None
    begin, end = min(*days, *done), max(*days, *done, today)
    scale = (WIDTH - 2 * EDGE) / max((end - begin).days, 1)

    def place(day: date) -> float:
        return round(EDGE + (day - begin).days * scale, 1)

    heights: Counter[int] = Counter()
    dots = []
    for day in sorted(days):
        column = int(place(day) // TOGETHER)
        dots.append((place(day), float(FLOOR - STEP * min(heights[column], HIGHEST - 1))))
        heights[column] += 1
    return Strip(begin, end, dots, [place(day) for day in done])
