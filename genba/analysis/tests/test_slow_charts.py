"""Charts of many kinds of series, each beside the slow ones that were written from the programs' sources."""

import itertools
import math
import random

import numpy as np
import pytest

from genba.analysis.chart_rules import RULES
from genba.analysis.control_charts import chart
from genba.analysis.control_limits import LIMITS, NEED_DENOMINATOR
from genba.analysis.series import Series
from genba.analysis.tests.slow_charts import slow_chart

pytestmark = pytest.mark.once
COUNTS = {"c", "g", "u", "up", "p", "pp"}
SHAPES = ("normal", "one decimal", "ties", "level", "trend", "runs", "huge", "spikes", "saw", "stairs")


def readings(chance, size):
    """So many readings of one of the shapes that tell programs apart."""
    shape, places = chance.choice(SHAPES), range(size)
    step = chance.choice([0.1, 1, 2])
    around = {"normal": (50, 5), "one decimal": (5, 1), "runs": (10, 1), "huge": (1e15, 1e12)}
    y = [chance.gauss(*around.get(shape, (5, 0.2))) for _each in places]
    if shape == "one decimal":
        return [round(one, 1) for one in y]
    if shape == "ties":
        return [float(chance.choice([1, 2, 3])) for _each in places]
    if shape == "level":
        return [chance.choice([0.1, 0.3, 1.1, 7.0, 52.347])] * size
    added = {
        "trend": lambda: [round(place * step - 5, 1) for place in places],
        "runs": lambda: [3.0 * (place // 9 % 2) for place in places],
        "spikes": lambda: [20.0 * (chance.random() < 0.05) for _each in places],
        "saw": lambda: [float(place % 7) for place in places],
        "stairs": lambda: stairs(chance, size, step),
    }.get(shape, lambda: [0.0] * size)()
    if shape in {"saw", "stairs"}:
        return added
    return [a + b for a, b in zip(y, added, strict=True)]


def stairs(chance, size, step):
    """Up and down again and again, often in sevens: trends that meet."""
    up = [1] * chance.randint(5, 8)
    steps = [*up, chance.choice([-9, 0, -1]), *(up if chance.random() < 0.5 else [-one for one in up])]
    level = itertools.accumulate(itertools.cycle(steps))
    return [round(next(level) * step, 1) for _each in range(size)]


def drawn(chance, kind):
    """y and, for shares, n, with gaps in some and denominators of zero."""
    size = chance.choice([chance.randint(1, 14), chance.randint(12, 90)])
    y = readings(chance, size)
    if kind in COUNTS:
        y = [float(abs(round(value))) if value < 1e9 else float(i % 4) for i, value in enumerate(y)]
    if kind == "t":
        y = [abs(value) + 0.01 for value in y]
    n = [float(chance.randint(1, chance.choice([5, 900]))) for _each in y]
    if kind in {"p", "pp"}:
        n = [max(pair) for pair in zip(y, n, strict=True)]
    for gap in range(size if chance.random() < 0.25 else 0):
        if chance.random() < 0.1:
            y[gap] = math.nan
        n[gap] = 0.0 if chance.random() < 0.05 else n[gap]
    return y, n if kind in NEED_DENOMINATOR else None


def ours(kind, rules, y, n, *, is_screened, frozen, starts):
    series = Series(
        np.array(y), np.zeros(len(y), dtype=bool), None if n is None else np.array(n), starts, frozen, True
    )
    charted = chart(series, kind, rules, is_screened=is_screened)
    return charted, (charted.y, charted.centre, charted.lower, charted.upper)


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("kind", LIMITS)
def test_limits_and_labels_are_those_of_the_slow_charts(kind, rules):
    chance = random.Random(f"{kind} {rules}")
    for _round in range(40):
        y, n = drawn(chance, kind)
        asked = {
            "is_screened": chance.random() < 0.6,
            "frozen": chance.choice([None, None, 1, 2, 5, 12, 300]),
            "starts": (
                0,
                *sorted(chance.sample(range(1, len(y)), k=min(chance.choice([0, 0, 1, 4]), len(y) - 1))),
            ),
        }
        wanted = slow_chart(kind, rules, y, n, **asked)
        charted, lines = ours(kind, rules, y, n, **asked)
        assert list(charted.points) == [row[4] for row in wanted], (y, n, asked)
        for number, line in enumerate(lines):
            np.testing.assert_allclose(line, [row[number] for row in wanted], rtol=1e-9, atol=1e-300)
