"""Recurring trouble ignored: what people confirmed to be the same comes again and is not taken up."""

from genba.analysis.signs.exact import beta_binomial_at_most
from genba.analysis.signs.measured import false_alarm, power
from genba.analysis.signs.sign import Sign, Verdict, not_enough, told
from genba.analysis.signs.sign import gettext_noop as _

FEWEST_REPORTS, FEWEST_OTHERS = 3, 20
LEAST_TAKEN = 5  # of the others; where hardly anything is taken up, this family is no exception
ALPHA = 0.005

SIGN = Sign(
    name="recurring_ignored",
    title=_("Recurring trouble is not taken up"),
    null_hypothesis=_("What comes again is taken up as often as everything else."),
    statistic=_(
        "Of the reports that people confirmed to be the same trouble, how many led to a card within 30 days, "
        "against the share of all others: beta-binomial; alarm at 0.5 %, divided by the families looked at."
    ),
    minimum=_("3 reports linked by people, each 30 days old, and 20 others of which 5 were taken up."),
    false_alarm=false_alarm("recurring_ignored"),
    power=power("recurring_ignored"),
    question=_(
        "{reports:.0f} reports are the same trouble, as people confirmed, and {taken:.0f} of them led to "
        "work; of all others it is {usual_percent:.0f} %. What in how we choose our work lets it come back?"
    ),
    would_change_my_mind=_("Work on it runs somewhere that Genba does not see, or the links are wrong."),
)


def look(*, reports: int, taken: int, others: int, others_taken: int, families: int = 1) -> Verdict:
    """Whether a trouble that people confirmed to recur is taken up less often than others.

    `reports` of one family, linked by people (never by a suggestion alone), each at least 30 days old, of
    which `taken` had a card of their own or of the family within 30 days. `others` are the reports in no
    family of the same time. `families` are looked at together. Numbers: `reports`, `taken`,
    `usual_percent`. Needs: `reports`, `others` or `others_taken`.
    Raises ValueError where more were taken up than came.
    """
    if taken > reports or others_taken > others:
        message = "More were taken up than came."
        raise ValueError(message)
    if reports < FEWEST_REPORTS:
        return not_enough(SIGN.name, "reports", FEWEST_REPORTS)
    if others < FEWEST_OTHERS:
        return not_enough(SIGN.name, "others", FEWEST_OTHERS)
    if others_taken < LEAST_TAKEN:
        return not_enough(SIGN.name, "others_taken", LEAST_TAKEN)
    p = beta_binomial_at_most(taken, reports, others_taken + 0.5, others - others_taken + 0.5)
    numbers = {"reports": reports, "taken": taken, "usual_percent": 100 * others_taken / others}
    return told(SIGN.name, p, is_alarm=p * max(1, families) <= ALPHA, **numbers)
