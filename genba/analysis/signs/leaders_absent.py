"""Leaders absent: fewer of those who are invited come to the reviews."""

from collections.abc import Sequence

from genba.analysis.signs.exact import beta_binomial_at_most, spread_of_shares
from genba.analysis.signs.measured import false_alarm, power
from genba.analysis.signs.sign import Sign, Verdict, not_enough, told
from genba.analysis.signs.sign import gettext_noop as _

RECENT, BEFORE, FEWEST_BEFORE = 4, 24, 8  # reviews
FEWEST_INVITED = 12  # places in the last four reviews
ALPHA = 0.005

SIGN = Sign(
    name="leaders_absent",
    title=_("Leaders stay away from reviews"),
    null_hypothesis=_("Those who are invited come to the reviews as often as they did."),
    statistic=_(
        "Places taken in the last 4 reviews against what up to 24 before foretell: beta-binomial, with how "
        "much reviews differ from each other; alarm at 0.5 %."
    ),
    minimum=_("12 reviews with who was invited, and 12 places in the last 4."),
    false_alarm=false_alarm("leaders_absent"),
    power=power("leaders_absent"),
    question=_(
        "In the last 4 reviews {recent:.0f} of {invited:.0f} places were taken; before, it was "
        "{usual_percent:.0f} %. What would have to be decided there for it to be worth the hour?"
    ),
    would_change_my_mind=_("The reviews were moved, lay in the holidays, or now invite more people."),
)


def look(came: Sequence[int], invited: Sequence[int]) -> Verdict:
    """Whether fewer leaders come to reviews than before.

    Both have one entry a review, oldest first. Numbers: `recent`, `invited`, `usual_percent`, `spread`.
    Needs: `reviews`, or `places` (in the last four).
    Raises ValueError where the two are not of one length, or more came than were invited.
    """
    reviews = [(x, n) for x, n in zip(came, invited, strict=True) if n > 0]
    if any(not 0 <= x <= n for x, n in reviews):
        message = "More came than were invited."
        raise ValueError(message)
    if len(reviews) < FEWEST_BEFORE + RECENT:
        return not_enough(SIGN.name, "reviews", FEWEST_BEFORE + RECENT)
    before, recent = reviews[-RECENT - BEFORE : -RECENT], reviews[-RECENT:]
    then, of_then = sum(x for x, _n in before), sum(n for _x, n in before)
    now, of_now = sum(x for x, _n in recent), sum(n for _x, n in recent)
    if of_now < FEWEST_INVITED:
        return not_enough(SIGN.name, "places", FEWEST_INVITED)
    spread = spread_of_shares([x for x, _n in before], [n for _x, n in before])
    a, b = _foretold(then, of_then, of_now, spread)
    p = beta_binomial_at_most(now, of_now, a, b)
    usual = then / of_then
    numbers = {"recent": now, "invited": of_now, "usual_percent": 100 * usual, "spread": spread}
    return told(SIGN.name, p, is_alarm=p <= ALPHA, **numbers)


def _foretold(then: int, of_then: int, of_now: int, spread: float) -> tuple[float, float]:
    """The beta-binomial whose variance is that of the reviews themselves and of the share before."""
    share = (then + 0.5) / (of_then + 1)
    variance = min(spread * (1 + of_now / of_then), 0.9 * of_now)  # in binomial variances
    together = (of_now - 1) / (variance - 1) - 1
    return share * together, (1 - share) * together
