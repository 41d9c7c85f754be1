"""Exact probabilities for small counts, and how much more they vary than chance: what the signs share.

Counts in real life vary more than Poisson or binomial chance. All tests here therefore take counts that may
be divided by a `spread` (variance over the variance of chance, never below 1): so many independent events
carry as much information. With a spread of 1 they are the textbook's exact tests.

Sources: Przyborowski and Wilenski (1940) for two Poisson rates; Fisher (1935) for two shares; McCullagh and
Nelder, *Generalized Linear Models*, 4.5 for the spread; Skellam (1948) for the beta-binomial.
"""

import math
from collections.abc import Sequence

import numpy as np

TAIL = 0.025  # on each side of a 95 % interval


def spread_of_counts(counts: Sequence[float], exposure: Sequence[float]) -> float:
    """Pearson's variance over mean of counts with exposures, both of shape (n,); at least 1.

    1 where there are fewer than three or nothing was counted.
    """
    y, e = np.asarray(counts, dtype=float), np.asarray(exposure, dtype=float)
    y, e = y[e > 0], e[e > 0]
    if len(y) < 3 or y.sum() == 0:
        return 1.0
    expected = e * (y.sum() / e.sum())
    return max(1.0, float((((y - expected) ** 2) / expected).sum()) * _unsure(len(y)))


def spread_of_shares(hits: Sequence[float], of: Sequence[float]) -> float:
    """Pearson's variance over the binomial one of hits out of so many, both of shape (n,); at least 1."""
    y, n = np.asarray(hits, dtype=float), np.asarray(of, dtype=float)
    y, n = y[n > 0], n[n > 0]
    if len(y) < 3 or y.sum() in (0, n.sum()):
        return 1.0
    share = y.sum() / n.sum()
    return max(1.0, float((((y - n * share) ** 2) / (n * share * (1 - share))).sum()) * _unsure(len(y)))


def at_most(hits: float, of: float, share: float) -> float:
    """P(X <= hits) for X binomial(of, share); `hits` and `of` may be fractions (incomplete beta)."""
    if hits >= of:
        return 1.0
    return _incomplete_beta(of - hits, hits + 1, 1 - share)


def at_least(hits: float, of: float, share: float) -> float:
    """P(X >= hits) for X binomial(of, share); `hits` and `of` may be fractions."""
    if hits <= 0:
        return 1.0
    return _incomplete_beta(hits, of - hits + 1, share)


def fewer(now: float, then: float, *, now_for: float, then_for: float, spread: float = 1.0) -> float:
    """P(so few now, or fewer) where two Poisson rates are the same: exact, given what both counted together.

    `now` and `then` are counts, `now_for` and `then_for` their exposures (heads times months, days).
    """
    return at_most(now / spread, (now + then) / spread, now_for / (now_for + then_for))


def more(now: float, then: float, *, now_for: float, then_for: float, spread: float = 1.0) -> float:
    """P(so many now, or more) where two Poisson rates are the same: as `fewer`, the other way."""
    return at_least(now / spread, (now + then) / spread, now_for / (now_for + then_for))


def share_rose(hits: int, of: int, hits_then: int, of_then: int) -> float:
    """Fisher's exact probability, one-sided: so many hits now, or more, where both shares are the same."""
    all_hits, everything = hits + hits_then, of + of_then
    whole = _log_choose(everything, of)
    terms = [
        math.exp(_log_choose(all_hits, k) + _log_choose(everything - all_hits, of - k) - whole)
        for k in range(hits, min(all_hits, of) + 1)
    ]
    return min(1.0, math.fsum(terms))


def beta_binomial_at_most(hits: int, of: int, a: float, b: float) -> float:
    """P(X <= hits) for X beta-binomial(of, a, b)."""
    terms = [
        math.exp(_log_choose(of, k) + _log_beta(k + a, of - k + b) - _log_beta(a, b)) for k in range(hits + 1)
    ]
    return min(1.0, math.fsum(terms))


def clopper_pearson(hits: int, of: int) -> tuple[float, float]:
    """The exact 95 % interval of a chance that hit so often (Clopper and Pearson 1934)."""
    from scipy.special import betaincinv  # noqa: PLC0415 - heavy; scipy is imported in this module only

    if not of:
        return 0.0, 1.0
    low = 0.0 if hits == 0 else float(betaincinv(hits, of - hits + 1, TAIL))
    high = 1.0 if hits == of else float(betaincinv(hits + 1, of - hits, 1 - TAIL))
    return low, high


def thinned(counts: Sequence[float], spread: float) -> list[int]:
    """Counts divided by a spread, rounded to whole ones, for tests that need whole ones."""
    return [math.floor(one / spread + 0.5) for one in counts]


def _incomplete_beta(a: float, b: float, x: float) -> float:
    from scipy.special import betainc  # noqa: PLC0415 - heavy; scipy is imported in this module only

    return float(betainc(a, b, x))


def _unsure(size: int) -> float:
    """One by the degrees of freedom, and a bit more: a spread of few months is more often too small."""
    return (size + 1) / (size - 1) ** 2


def _log_choose(n: float, k: float) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
