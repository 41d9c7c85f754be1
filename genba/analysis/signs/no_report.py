"""No report for N days: a place has become silent."""

from collections.abc import Sequence

import numpy as np

from genba.analysis.signs.exact import spread_of_counts
from genba.analysis.signs.measured import false_alarm, power
from genba.analysis.signs.sign import Sign, Verdict, not_enough, told
from genba.analysis.signs.sign import gettext_noop as _

LONGEST, FEWEST_DAYS, FEWEST_REPORTS = 260, 60, 10  # working days before the silence
WEEK, MONTH = 5, 21  # working days
ALPHA = 0.01  # a month

SIGN = Sign(
    name="no_report",
    title=_("No report for days"),
    null_hypothesis=_("Reports go on coming as before; the silence is chance."),
    statistic=_(
        "Working days since the last report, against the rate of up to 260 before: exact, given all that "
        "came, with every gap of a month counted and widened where reports come in clusters; alarm at 1 % "
        "a month."
    ),
    minimum=_("60 working days with 10 reports before the silence."),
    false_alarm=false_alarm("no_report"),
    power=power("no_report"),
    question=_(
        "Nothing was reported for {silent:.0f} working days; before, something came every {usual:.1f}. "
        "Did things become better, or did it become harder to say something?"
    ),
    would_change_my_mind=_("The place was closed, or its work is done elsewhere now."),
)


def look(reports: Sequence[int]) -> Verdict:
    """Whether a place has been silent for longer than chance explains.

    `reports` has one entry a working day of that place, oldest first, today or yesterday last; leave out
    days on which nobody worked. Numbers: `silent` and `usual` (days between reports), `spread`. Needs:
    `days` before the silence, or `reports` in them.
    """
    days = np.asarray(reports, dtype=float)
    heard = np.flatnonzero(days)
    last = int(heard[-1]) + 1 if len(heard) else 0
    silent, before = len(days) - last, days[max(0, last - LONGEST) : last]
    if len(before) < FEWEST_DAYS:
        return not_enough(SIGN.name, "days", FEWEST_DAYS, silent=silent)
    if before.sum() < FEWEST_REPORTS:
        return not_enough(SIGN.name, "reports", FEWEST_REPORTS, silent=silent)
    weeks = before[len(before) % WEEK :].reshape(-1, WEEK).sum(axis=1)
    spread = spread_of_counts(weeks.tolist(), [WEEK] * len(weeks))
    independent = before.sum() / spread
    one_gap = (len(before) / (len(before) + silent)) ** independent
    gaps = max(1.0, MONTH * independent / len(before))
    p = min(1.0, gaps * one_gap)
    usual = len(before) / before.sum()
    return told(SIGN.name, p, is_alarm=p <= ALPHA, silent=silent, usual=usual, spread=spread)
