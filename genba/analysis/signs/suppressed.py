"""Reporting is being suppressed: fewer reports inside, but no fewer complaints from outside."""

from collections.abc import Sequence

from genba.analysis.signs.exact import share_rose, spread_of_counts, thinned
from genba.analysis.signs.measured import false_alarm, power
from genba.analysis.signs.sign import Sign, Verdict, not_enough, told
from genba.analysis.signs.sign import gettext_noop as _

BEFORE, FEWEST_BEFORE, RECENT = 12, 6, 6  # months
FEWEST_COMPLAINTS, FEWEST_INTERNAL = 5, 20
LEAST_RATIO = 1.5  # of the escape shares: less is not worth a question
STEADY = 0.9  # complaints a month, now to before: where they fall too, the work may have become better
ALPHA = 0.01

SIGN = Sign(
    name="suppressed",
    title=_("Reporting may be suppressed"),
    null_hypothesis=_("Fewer reports because there is less trouble: then complaints fall with them."),
    statistic=_(
        "Escape share (complaints of complaints and internal reports) of the last 6 months against up to 12 "
        "before: Fisher's exact test at 1 %, widened where months vary more than chance, and only where the "
        "share is at least 1.5 times as high, reports became fewer and complaints did not."
    ),
    minimum=_("12 whole months, with 5 complaints and 20 internal reports before."),
    false_alarm=false_alarm("suppressed"),
    power=power("suppressed"),
    question=_(
        "Internal reports fell to {internal_percent:.0f} % of before, complaints stand at "
        "{complaints_percent:.0f} %. Has it become harder, or less welcome, to report?"
    ),
    would_change_my_mind=_(
        "We found a way of work that prevents what we used to report and not what customers see, or "
        "customers were asked for complaints."
    ),
)


def look(complaints: Sequence[int], internal: Sequence[int]) -> Verdict:
    """Whether internal reports fall while complaints do not.

    Both have one entry a whole month, oldest first. Looks at the last 18. Numbers: `internal_percent` and
    `complaints_percent` (a month, now of before), `share` and `share_before`, `spread`. Needs: `months`,
    `complaints` or `internal` before.
    Raises ValueError where the two are not of one length.
    """
    months = list(zip(complaints, internal, strict=True))
    if len(months) < FEWEST_BEFORE + RECENT:
        return not_enough(SIGN.name, "months", FEWEST_BEFORE + RECENT)
    before, recent = months[-RECENT - BEFORE : -RECENT], months[-RECENT:]
    outside, inside = sum(c for c, _i in before), sum(i for _c, i in before)
    outside_now, inside_now = sum(c for c, _i in recent), sum(i for _c, i in recent)
    if outside < FEWEST_COMPLAINTS:
        return not_enough(SIGN.name, "complaints", FEWEST_COMPLAINTS)
    if inside < FEWEST_INTERNAL:
        return not_enough(SIGN.name, "internal", FEWEST_INTERNAL)
    spread = max(spread_of_counts([one[kind] for one in before], [1.0] * len(before)) for kind in (0, 1))
    c, i, c_then, i_then = thinned([outside_now, inside_now, outside, inside], spread)
    p = share_rose(c, c + i, c_then, c_then + i_then)
    scale = len(before) / len(recent)
    share, share_before = outside_now / max(1, outside_now + inside_now), outside / (outside + inside)
    fell, steady = inside_now * scale / inside, outside_now * scale / outside
    is_alarm = p <= ALPHA and share >= LEAST_RATIO * share_before and fell < 1 and steady >= STEADY
    numbers = {"internal_percent": 100 * fell, "complaints_percent": 100 * steady}
    return told(
        SIGN.name, p, is_alarm=is_alarm, **numbers, share=share, share_before=share_before, spread=spread
    )
