"""Portfolios for the signs that look for a shift: stable ones month by month, and some that moved."""

from collections.abc import Callable, Iterable

import numpy as np

from benchmarks.signs.simulating import Rate
from genba.analysis.signs import counter_moved, metric_moved
from genba.analysis.signs.sign import State, Verdict

PORTFOLIO = 1000
FREQUENCIES = {"months": (60, 1, 1.0), "weeks": (104, 4, 4.35), "days": (200, 30, 30.0)}  # history, looks
NULLS: dict[str, Callable[..., np.ndarray]] = {
    "independent": lambda g, shape: g.normal(100, 10, size=shape),
    "Poisson(4)": lambda g, shape: g.poisson(4, size=shape).astype(float),
    "lognormal": lambda g, shape: np.exp(g.normal(size=shape)),
    "AR(0.3)": lambda g, shape: lagged(g, shape, 0.3),
    "stress: half independent, half AR(0.5)": lambda g, shape: np.concatenate(
        [g.normal(size=(shape[0] - shape[0] // 2, shape[1])), lagged(g, (shape[0] // 2, shape[1]), 0.5)]
    ),
}
# How much of the whole number of metric-months each frequency gets: days cost thirty looks a month.
PART = {"months": 0.5, "weeks": 0.5, "days": 0.2}
TARGET, POWER = 0.001, 0.9

Look = Callable[[np.ndarray, float, np.random.Generator], list[Verdict]]


def lagged(generator: np.random.Generator, shape: tuple[int, int], coefficient: float) -> np.ndarray:
    """Stable AR(1) series of variance 1 in every row."""
    noise = generator.normal(size=shape)
    noise[:, 1:] *= np.sqrt(1 - coefficient**2)
    for place in range(1, shape[1]):
        noise[:, place] += coefficient * noise[:, place - 1]
    return noise


def months(look: Look, world: str, frequency: str, size: int, seed: int) -> tuple[int, int]:
    """Notifications (first alarm of a month) and metric-months of stable portfolios of 1,000."""
    history, looks, per_month = FREQUENCIES[frequency]
    generator = np.random.default_rng([seed, history])
    hits = 0
    portfolios = max(1, size // PORTFOLIO)
    for _month in range(portfolios):
        values = NULLS[world](generator, (PORTFOLIO, history + looks - 1))
        rang = np.zeros(PORTFOLIO, dtype=bool)
        for night in range(looks):
            verdicts = look(values[:, night : night + history], per_month, generator)
            rang |= [one.state is State.ALARM for one in verdicts]
        hits += int(rang.sum())
    return hits, portfolios * PORTFOLIO


def found(look: Look, frequency: str, moved: int, portfolio: int, size: int) -> tuple[int, int]:
    """Metrics found by the time of the fourth reading after a shift of 3 sigma, and metrics that moved."""
    history, _looks, per_month = FREQUENCIES[frequency]
    generator = np.random.default_rng([moved, portfolio, history])
    hits = 0
    runs = max(1, size // moved)
    for _run in range(runs):
        values = generator.normal(size=(portfolio, history + 3))
        values[:moved, -4:] += 3
        rang = np.zeros(moved, dtype=bool)
        for night in range(4):
            verdicts = look(values[:, night : night + history], per_month, generator)[:moved]
            rang |= [one.state is State.ALARM for one in verdicts]
        hits += int(rang.sum())
    return hits, runs * moved


def measure(name: str, size: int) -> Iterable[Rate]:
    """False alarms of `size` metric-months a world and frequency, and power."""
    look = LOOKS[name]
    for seed, world in enumerate(NULLS):
        for frequency, part in PART.items():
            hits, of = months(look, world, frequency, int(size * part), seed)
            target = None if world.startswith("stress") else TARGET
            yield Rate(name, "false alarm", f"{world}, read in {frequency}", hits, of, target)
    for frequency, (history, _looks, _often) in FREQUENCIES.items():
        for moved, portfolio in ((10, 200), (50, 1000)):
            world = f"3σ, read in {frequency}, {history} readings, {moved} of {portfolio} metrics moved"
            hits, of = found(look, frequency, moved, portfolio, max(moved, size // 100))
            yield Rate(name, "power", world, hits, of, POWER)


def _metric(values: np.ndarray, per_month: float, generator: np.random.Generator) -> list[Verdict]:
    return metric_moved.look(list(values), [per_month] * len(values), generator=generator)


def _counter(values: np.ndarray, per_month: float, generator: np.random.Generator) -> list[Verdict]:
    counters = [counter_moved.Counter(row, per_month, wrong_is_up=True) for row in values]
    return counter_moved.look(counters, generator=generator)


LOOKS: dict[str, Look] = {"metric_moved": _metric, "counter_moved": _counter}
