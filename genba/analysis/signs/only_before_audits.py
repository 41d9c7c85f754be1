"""Activity only before audits: the audit-theatre index."""

from collections.abc import Sequence
from itertools import product

import numpy as np

from genba.analysis.series import Floats
from genba.analysis.signs.measured import false_alarm, power
from genba.analysis.signs.sign import Sign, Verdict, not_enough, told
from genba.analysis.signs.sign import gettext_noop as _

WINDOW = 4  # weeks before an audit
SHORTEST_CYCLE = 12  # weeks; a shorter one is joined to the next
FEWEST_AUDITS, FEWEST_EVENTS = 2, 40
DRAWS = 4999
LEAST_INDEX = 1.3
ALPHA = 0.01

SIGN = Sign(
    name="only_before_audits",
    title=_("Activity only before audits"),
    null_hypothesis=_("As much is done in the weeks before an audit as in any other weeks."),
    statistic=_(
        "Audit-theatre index: the rate in the 4 weeks before audits by the rate in the rest, after the trend "
        "and working days are taken out; compared with 4 weeks at chance places of the same cycles; alarm at "
        "1 % and an index of 1.3."
    ),
    minimum=_(
        "2 audits with at least 12 weeks before each, and 40 events. With one audit it only describes."
    ),
    false_alarm=false_alarm("only_before_audits"),
    power=power("only_before_audits"),
    question=_(
        "In the 4 weeks before each of {audits:.0f} audits there was {index:.1f} times as much activity as "
        "in the other weeks. Which of it would we do if no auditor came?"
    ),
    would_change_my_mind=_(
        "Something else comes at the same time each year (a season, a closing of books), or the audit is "
        "placed at the end of a project."
    ),
)


def look(
    events: Sequence[float],
    working_days: Sequence[float],
    audits: Sequence[int],
    *,
    generator: np.random.Generator,
) -> Verdict:
    """Whether work piles up before audits.

    `events` and `working_days` have one entry a week, oldest first. `audits` are the positions of the weeks
    in which audits began; the weeks after the last audit count for the trend. Numbers: `audits`, `index`,
    `events`, with one audit too. Needs: `audits` or `events`.
    Raises ValueError where the two are not of one length, or there is no such week.
    """
    y, offset = np.asarray(events, dtype=float), np.asarray(working_days, dtype=float)
    if y.shape != offset.shape or any(not 0 <= week < len(y) for week in audits):
        message = "Weeks, working days and audits do not fit together."
        raise ValueError(message)
    cycles = _cycles(audits)
    numbers = {"audits": float(len(cycles)), "events": float(y.sum())}
    if not cycles or y.sum() == 0:
        return not_enough(SIGN.name, "audits", FEWEST_AUDITS, **numbers)
    expected = _without_audits(y, offset)
    found = [_windows(y, expected, start, end) for start, end in cycles]
    whole = np.array([y[: cycles[-1][1]].sum(), expected[: cycles[-1][1]].sum()])
    index = float(_index(np.sum([one[-1] for one in found], axis=0), whole))
    numbers["index"] = index
    if len(cycles) < FEWEST_AUDITS:
        return not_enough(SIGN.name, "audits", FEWEST_AUDITS, **numbers)
    if y.sum() < FEWEST_EVENTS:
        return not_enough(SIGN.name, "events", FEWEST_EVENTS, **numbers)
    p = _chance(found, whole, index, generator)
    return told(SIGN.name, p, is_alarm=p <= ALPHA and index >= LEAST_INDEX, **numbers)


def _cycles(audits: Sequence[int]) -> list[tuple[int, int]]:
    """First week and the week of the audit, of each cycle that is long enough."""
    cycles, start = [], 0
    for week in sorted(set(audits)):
        if week - start >= SHORTEST_CYCLE:
            cycles.append((start, week))
            start = week
    return cycles


def _without_audits(y: Floats, offset: Floats) -> Floats:
    """What each week would bring by working days and a log-linear trend: Poisson regression, by Newton."""
    t = np.linspace(-1, 1, len(y))
    base, slope = np.log(y.sum() / max(offset.sum(), 1e-9)), 0.0
    for _step in range(25):
        mean = offset * np.exp(base + slope * t)
        score = np.array([(y - mean).sum(), ((y - mean) * t).sum()])
        size = np.array([[mean.sum(), (mean * t).sum()], [(mean * t).sum(), (mean * t * t).sum()]])
        move = np.linalg.solve(size + 1e-9 * np.eye(2), score)
        base, slope = base + move[0], float(np.clip(slope + move[1], -5, 5))
        if np.abs(move).max() < 1e-9:
            break
    return np.asarray(offset * np.exp(base + slope * t), dtype=float)


def _windows(y: Floats, expected: Floats, start: int, end: int) -> Floats:
    """Events and expected ones in every window of a cycle, shape (places, 2); the audit's own is last."""
    both = np.stack([y[start:end], expected[start:end]])
    summed = np.concatenate([np.zeros((2, 1)), both.cumsum(axis=1)], axis=1)
    return np.asarray((summed[:, WINDOW:] - summed[:, :-WINDOW]).T, dtype=float)


def _index(inside: Floats, whole: Floats) -> Floats:
    """Rate inside windows by the rate outside; `inside` has shape (..., 2). Half an event keeps it finite."""
    outside = whole - inside
    rates = (inside[..., 0] + 0.5) / (inside[..., 1] + 0.5), (outside[..., 0] + 0.5) / (outside[..., 1] + 0.5)
    return np.asarray(rates[0] / rates[1], dtype=float)


def _chance(found: list[Floats], whole: Floats, index: float, generator: np.random.Generator) -> float:
    """How often windows at chance places, one in each cycle, have an index so high: all, or so many draws."""
    places = [len(one) for one in found]
    if np.prod(places, dtype=float) <= DRAWS:
        drawn = np.array([sum(rows) for rows in product(*found)])
        return float((_index(drawn, whole) >= index - 1e-12).mean())
    drawn = sum((one[generator.integers(len(one), size=DRAWS)] for one in found), np.zeros((DRAWS, 2)))
    return float((1 + (_index(drawn, whole) >= index - 1e-12).sum()) / (1 + DRAWS))
