"""Ideas dry up: fewer a head than before."""

from collections.abc import Sequence

from genba.analysis.signs.exact import fewer, spread_of_counts
from genba.analysis.signs.measured import false_alarm, power
from genba.analysis.signs.sign import Sign, Verdict, not_enough, told
from genba.analysis.signs.sign import gettext_noop as _

RECENT, BEFORE, FEWEST_BEFORE = 3, 12, 6  # months
LEAST_EXPECTED = 8.0  # ideas in the recent months, at the rate before
ALPHA = 0.005

SIGN = Sign(
    name="ideas_dry_up",
    title=_("Ideas dry up"),
    null_hypothesis=_("People hand in as many ideas a head as in the year before."),
    statistic=_(
        "Ideas of the last 3 whole months against up to 12 before, by heads and months: exact test of two "
        "Poisson rates, widened where months vary more than chance; alarm at 0.5 %."
    ),
    minimum=_("9 whole months, and 8 ideas that 3 months would bring at the rate before."),
    false_alarm=false_alarm("ideas_dry_up"),
    power=power("ideas_dry_up"),
    question=_(
        "{recent:.0f} ideas came in 3 months; at the rate before it would have been about {expected:.0f}. "
        "What became of the last ideas, and did those who had them hear of it?"
    ),
    would_change_my_mind=_(
        "Ideas are now told somewhere else, or the months lie in a season that is quiet each year."
    ),
)


def look(ideas: Sequence[int], heads: Sequence[float]) -> Verdict:
    """Whether fewer ideas come a head than before.

    Both have one entry a whole month, oldest first: ideas handed in, and people who could have (a month
    with nobody counts for nothing). Looks at the last 15. Numbers: `recent`, `expected`, `before`, `spread`.
    Needs: `months`, or `ideas` (expected in three months).
    Raises ValueError where the two are not of one length.
    """
    months = [(y, e) for y, e in zip(ideas, heads, strict=True) if e > 0]
    if len(months) < FEWEST_BEFORE + RECENT:
        return not_enough(SIGN.name, "months", FEWEST_BEFORE + RECENT)
    before, recent = months[-RECENT - BEFORE : -RECENT], months[-RECENT:]
    then, then_for = sum(y for y, _e in before), sum(e for _y, e in before)
    now, now_for = sum(y for y, _e in recent), sum(e for _y, e in recent)
    expected = then / then_for * now_for
    spread = spread_of_counts([y for y, _e in before], [e for _y, e in before])
    if expected / spread < LEAST_EXPECTED:
        return not_enough(SIGN.name, "ideas", LEAST_EXPECTED * spread, recent=now, expected=expected)
    p = fewer(now, then, now_for=now_for, then_for=then_for, spread=spread)
    return told(SIGN.name, p, is_alarm=p <= ALPHA, recent=now, expected=expected, before=then, spread=spread)
