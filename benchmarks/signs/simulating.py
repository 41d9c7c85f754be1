"""What the simulations share: a rate with its Monte-Carlo interval, and small generators of data."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

import numpy as np

from genba.analysis.signs.exact import clopper_pearson
from genba.analysis.signs.sign import State, Verdict


@dataclass(frozen=True)
class Rate:
    """`hits` alarms in `of` looks (or metric-months) that had enough data, of one made-up world.

    `target` is the promise of the issue: not more for a false alarm, not less for power; None where there is
    none and the sign only promises its own level.
    """

    sign: str
    kind: str  # "false alarm" or "power"
    world: str
    hits: int
    of: int
    target: float | None = None

    @property
    def share(self) -> float:
        """The rate."""
        return self.hits / self.of if self.of else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Its exact 95 % interval (Clopper and Pearson 1934)."""
        return clopper_pearson(self.hits, self.of)

    @property
    def misses(self) -> bool:
        """Whether the whole interval lies on the wrong side of the target."""
        low, high = self.interval
        if self.target is None:
            return False
        return low > self.target if self.kind == "false alarm" else high < self.target

    def stored(self) -> dict[str, object]:
        """As it is kept in `results.json`."""
        return asdict(self)


World = Callable[[np.random.Generator], Verdict]


def rates(
    sign: str,
    kind: str,
    worlds: dict[str, World],
    size: int,
    target: float | None = None,
) -> Iterable[Rate]:
    """Look `size` times at each world, each with a generator of its own: the order does not matter."""
    for place, (world, look) in enumerate(worlds.items()):
        generator = np.random.default_rng([len(sign), len(kind), place, *map(ord, sign[:6])])
        states = [look(generator).state for _time in range(size)]
        of = size - states.count(State.NOT_ENOUGH)  # it says so itself, and is silent: no alarm, no calm
        if of < size / 2:
            message = f"{sign}, {world}: the world mostly has too little data."
            raise ValueError(message)
        yield Rate(
            sign, kind, world, states.count(State.ALARM), of, None if world.startswith("stress") else target
        )


def counts(generator: np.random.Generator, mean: object, spread: float = 1.0) -> list[int]:
    """Counts of these means: Poisson, or negative binomial whose variance is `spread` times the mean."""
    means = np.asarray(mean, dtype=float)
    if spread > 1:
        means = generator.gamma(np.maximum(means, 1e-9) / (spread - 1), spread - 1)
    return generator.poisson(means).tolist()


def shares(generator: np.random.Generator, of: object, share: object, alike: float = 0.0) -> list[int]:
    """Hits out of so many: binomial, or beta-binomial with this correlation within a group."""
    size = np.asarray(of, dtype=int)
    p = np.broadcast_to(np.asarray(share, dtype=float), size.shape)
    if alike:
        p = generator.beta(p * (1 / alike - 1), (1 - p) * (1 / alike - 1))
    return generator.binomial(size, p).tolist()
