"""Actions stall: after the certificate hangs on the wall, open actions are finished more slowly."""

from collections.abc import Sequence

from genba.analysis.signs.exact import fewer, spread_of_counts
from genba.analysis.signs.measured import false_alarm, power
from genba.analysis.signs.sign import Sign, Verdict, not_enough, told
from genba.analysis.signs.sign import gettext_noop as _

BEFORE, FEWEST_BEFORE = 12, 6  # months before the certificate
AFTER, FEWEST_AFTER = 6, 2  # months after it
LEAST_EXPECTED = 8.0  # actions finished after it, at the pace before
ALPHA = 0.005

SIGN = Sign(
    name="actions_stall",
    title=_("Actions stall after certification"),
    null_hypothesis=_("An open action is finished as soon after the certificate as before it."),
    statistic=_(
        "Actions finished for each day that an action stood open, up to 6 months after the certificate "
        "against up to 12 before: exact test of two Poisson rates, widened where months vary more than "
        "chance; alarm at 0.5 %."
    ),
    minimum=_(
        "6 whole months before the certificate and 2 after, and 8 actions that would be done by now at the "
        "pace before."
    ),
    false_alarm=false_alarm("actions_stall"),
    power=power("actions_stall"),
    question=_(
        "Since the certificate {recent:.0f} actions were finished; at the pace before it would have been "
        "about {expected:.0f}. What did we do for the audit that we do not do for ourselves?"
    ),
    would_change_my_mind=_(
        "The easy actions were closed before the audit and the open ones are larger, or the pace before the "
        "audit was one that nobody can keep up."
    ),
)


def look(finished: Sequence[int], open_days: Sequence[float], *, certified: int) -> Verdict:
    """Whether actions are finished more slowly since a certificate.

    Both have one entry a whole month, oldest first: actions finished, and the days that actions stood open
    in that month (three actions open all of June: 90). `certified` is the position of the first whole month
    after the certificate. Numbers: `recent`, `expected`, `before`, `spread`. Needs: `months_before`,
    `months_after`, or `actions` (expected since).
    Raises ValueError where the two are not of one length.
    """
    months = list(zip(finished, open_days, strict=True))
    before = [one for one in months[max(0, certified - BEFORE) : certified] if one[1] > 0]
    recent = [one for one in months[certified : certified + AFTER] if one[1] > 0]
    if len(before) < FEWEST_BEFORE:
        return not_enough(SIGN.name, "months_before", FEWEST_BEFORE)
    if len(recent) < FEWEST_AFTER:
        return not_enough(SIGN.name, "months_after", FEWEST_AFTER)
    then, then_for = sum(y for y, _e in before), sum(e for _y, e in before)
    now, now_for = sum(y for y, _e in recent), sum(e for _y, e in recent)
    expected = then / then_for * now_for
    spread = spread_of_counts([y for y, _e in before], [e for _y, e in before])
    if expected / spread < LEAST_EXPECTED:
        return not_enough(SIGN.name, "actions", LEAST_EXPECTED * spread, recent=now, expected=expected)
    p = fewer(now, then, now_for=now_for, then_for=then_for, spread=spread)
    return told(SIGN.name, p, is_alarm=p <= ALPHA, recent=now, expected=expected, before=then, spread=spread)
