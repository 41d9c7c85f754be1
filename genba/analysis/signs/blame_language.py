"""Blame in the language: the share of texts that judge people rises."""

from collections.abc import Sequence

from genba.analysis.signs.exact import share_rose, spread_of_shares, thinned
from genba.analysis.signs.measured import false_alarm, power
from genba.analysis.signs.sign import Sign, Verdict, not_enough, told
from genba.analysis.signs.sign import gettext_noop as _

RECENT, BEFORE, FEWEST_BEFORE = 3, 12, 6  # months
FEWEST_TEXTS, FEWEST_TEXTS_BEFORE = 30, 60
LEAST_RATIO = 1.5
ALPHA = 0.005

SIGN = Sign(
    name="blame_language",
    title=_("Blame in the language"),
    null_hypothesis=_("The share of texts in which people are judged is what it was."),
    statistic=_(
        "Flagged texts of all texts, last 3 whole months against up to 12 before: Fisher's exact test, "
        "widened where months vary more than chance; alarm at 0.5 % and 1.5 times the share."
    ),
    minimum=_("9 whole months, 30 texts in the last 3 and 60 before."),
    false_alarm=false_alarm("blame_language"),
    power=power("blame_language"),
    question=_(
        "{share_percent:.0f} % of the texts of 3 months judge people; before, it was "
        "{before_percent:.0f} %. What makes people look for who instead of what?"
    ),
    would_change_my_mind=_(
        "Reading the flagged texts: the rules are right in most but not in all, and other people write now."
    ),
)


def look(flagged: Sequence[int], texts: Sequence[int]) -> Verdict:
    """Whether the share of texts with blame has risen.

    Both have one entry a whole month, oldest first; of all authors together. Numbers: `share_percent`,
    `before_percent`, `flagged`, `texts`, `spread`. Needs: `months`, `texts` (recent) or `texts_before`.
    Raises ValueError where the two are not of one length, or more were flagged than written.
    """
    months = [(x, n) for x, n in zip(flagged, texts, strict=True) if n > 0]
    if any(not 0 <= x <= n for x, n in months):
        message = "More texts were flagged than written."
        raise ValueError(message)
    if len(months) < FEWEST_BEFORE + RECENT:
        return not_enough(SIGN.name, "months", FEWEST_BEFORE + RECENT)
    before, recent = months[-RECENT - BEFORE : -RECENT], months[-RECENT:]
    then, of_then = sum(x for x, _n in before), sum(n for _x, n in before)
    now, of_now = sum(x for x, _n in recent), sum(n for _x, n in recent)
    if of_now < FEWEST_TEXTS:
        return not_enough(SIGN.name, "texts", FEWEST_TEXTS)
    if of_then < FEWEST_TEXTS_BEFORE:
        return not_enough(SIGN.name, "texts_before", FEWEST_TEXTS_BEFORE)
    spread = spread_of_shares([x for x, _n in before], [n for _x, n in before])
    x, n, x_then, n_then = thinned([now, of_now, then, of_then], spread)
    p = share_rose(x, n, x_then, n_then)
    share, share_before = now / of_now, then / of_then
    is_alarm = p <= ALPHA and share >= LEAST_RATIO * share_before
    numbers = {"share_percent": 100 * share, "before_percent": 100 * share_before}
    return told(SIGN.name, p, is_alarm=is_alarm, **numbers, flagged=now, texts=of_now, spread=spread)
