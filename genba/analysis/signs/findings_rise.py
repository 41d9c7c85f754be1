"""Findings rise: audits find more a day than they used to."""

from collections.abc import Sequence

from genba.analysis.signs.exact import more, spread_of_counts
from genba.analysis.signs.measured import false_alarm, power
from genba.analysis.signs.sign import Sign, Verdict, not_enough, told
from genba.analysis.signs.sign import gettext_noop as _

RECENT, BEFORE, FEWEST_BEFORE = 2, 10, 4  # audits
LEAST_EXPECTED = 2.0  # findings of the last two audits, at the rate before
ALPHA = 0.005

SIGN = Sign(
    name="findings_rise",
    title=_("Findings rise"),
    null_hypothesis=_("A day of audit finds as much as it did in the audits before."),
    statistic=_(
        "Findings of the last 2 audits against up to 10 before, by days of audit: exact test of two Poisson "
        "rates, widened where audits vary more than chance; alarm at 0.5 %."
    ),
    minimum=_("6 audits with their days, and 2 findings that two audits would bring at the rate before."),
    false_alarm=false_alarm("findings_rise"),
    power=power("findings_rise"),
    question=_(
        "The last 2 audits found {recent:.0f}; at the rate before it would have been about {expected:.0f}. "
        "What changed in the work, or in what we look at?"
    ),
    would_change_my_mind=_("The audits looked at another scope, or we asked for more to be found."),
)


def look(findings: Sequence[int], days: Sequence[float]) -> Verdict:
    """Whether audits find more a day than before.

    Both have one entry an audit, oldest first: findings, and days of audit. Looks at the last 12. Numbers:
    `recent`, `expected`, `before`, `spread`. Needs: `audits`, or `findings` (expected of two audits).
    Raises ValueError where the two are not of one length.
    """
    audits = [(y, e) for y, e in zip(findings, days, strict=True) if e > 0]
    if len(audits) < FEWEST_BEFORE + RECENT:
        return not_enough(SIGN.name, "audits", FEWEST_BEFORE + RECENT)
    before, recent = audits[-RECENT - BEFORE : -RECENT], audits[-RECENT:]
    then, then_for = sum(y for y, _e in before), sum(e for _y, e in before)
    now, now_for = sum(y for y, _e in recent), sum(e for _y, e in recent)
    expected = then / then_for * now_for
    spread = spread_of_counts([y for y, _e in before], [e for _y, e in before])
    if expected / spread < LEAST_EXPECTED:
        return not_enough(SIGN.name, "findings", LEAST_EXPECTED * spread, recent=now, expected=expected)
    p = more(now, then, now_for=now_for, then_for=then_for, spread=spread)
    return told(SIGN.name, p, is_alarm=p <= ALPHA, recent=now, expected=expected, before=then, spread=spread)
