"""Why a chart was chosen, and what each chart is, in plain words."""

import math

from django.utils.translation import gettext_lazy as _

from genba.understand.charts.choosing import FITTING, Shown
from genba.understand.models import Metric

REASONS = {
    "measured": _(
        "Each reading is one number that was measured: the readings themselves say how much is usual."
    ),
    "counts": _("The readings are counts, and they vary as chance makes counts vary."),
    "rare_counts": _("The readings are counts of something rare, and they vary as chance makes counts vary."),
    "counts_overdispersed": _(
        "The readings are counts, but they vary %(times)s times as much as chance makes counts vary. "
        "Limits for counts would cry wolf, so the readings themselves say how much is usual."
    ),
    "shares": _("The readings are shares of so many, and they vary as chance makes shares vary."),
    "shares_overdispersed": _(
        "The readings are shares, but they vary %(times)s times as much as chance makes shares vary. "
        "Laney’s limits take that into account."
    ),
    "rates": _("The readings are so many per so much, and they vary as chance makes such rates vary."),
    "rates_overdispersed": _(
        "The readings are rates, but they vary %(times)s times as much as chance makes rates vary. "
        "Laney’s limits take that into account."
    ),
    "weighed": _("Value and base are measured, not counted: the limits are wider where the base is smaller."),
    "between_counts": _("The readings count what lies between two rare events."),
    "between_times": _("The readings are times between two rare events."),
}
TOO_FEW = {
    "counts": _("The readings are counts. They are too few, or too much alike, to tell how they vary."),
    "shares": _("The readings are shares. They are too few, or too much alike, to tell how they vary."),
    "rates": _("The readings are rates. They are too few, or too much alike, to tell how they vary."),
}
WHAT = {
    "xmr": _("Single readings; the limits come from how much neighbours differ."),
    "run": _("The readings around their middle value, without limits."),
    "c": _("Counts, each from the same chance of happening."),
    "u": _("So many per so much, each with its own limits."),
    "p": _("Shares, each with its own limits by how many it is out of."),
    "pp": _("Shares that vary more than chance."),
    "up": _("Rates that vary more than chance."),
    "ip": _("Measured ratios, wider where the base is smaller."),
    "g": _("Things counted between rare events."),
    "t": _("Time between rare events."),
    "ewma": _("A smoothed line that shows small, lasting changes sooner."),
}


def reason(shown: Shown) -> str:
    """Why the data ask for this chart, in words."""
    code, spread = shown.choice.reason, shown.choice.spread
    kind = code.removeprefix("rare_")
    words = str(TOO_FEW[kind] if kind in TOO_FEW and math.isnan(spread) else REASONS[code])
    return (
        words % {"times": "—" if math.isnan(spread) else f"{spread:.1f}"} if "%(times)s" in words else words
    )


def kind_words(kind: str) -> str:
    """The name of a chart."""
    return str(Metric.Chart(kind).label)


def others(shown: Shown) -> list[tuple[str, str, str]]:
    """The charts that one could have instead: code, name, what it is."""
    return [
        (kind, kind_words(kind), str(WHAT[kind]))
        for kind in FITTING[shown.metric.shape]
        if kind != shown.kind
    ]
