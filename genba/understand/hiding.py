"""Targets that teach people to hide: zero of something that people themselves report."""

import re

from genba.understand.library.ready import ready_named
from genba.understand.models import Metric

TOLD_WORDS = re.compile(
    r"near.?miss|complain|incident|accident|injur|hazard|unsafe|errors?\b|mistake|nonconform|report"
    r"|shadow tool|finding"
    r"|beinahe|beschwerde|reklamation|vorf[aä]ll|unf[aä]ll|verletz|fehler|meldung|gemeldet"
    r"|cuasi|queja|reclamaci|accidente|lesi[oó]n|errore?s|notificaci"
    r"|presqu|plainte|r[ée]clamation|blessure|erreur|signalement",
    re.IGNORECASE,
)


def is_told(metric: Metric) -> bool:
    """Whether people bring the number about by reporting, so that a smaller one may only mean silence.

    The library says so of its own; of others their name and definition do, in four languages. A word too many
    costs one more sentence, for nothing is forbidden by it.
    """
    ready = ready_named(metric.library)
    if ready and ready.is_told:
        return True
    return bool(TOLD_WORDS.search(f"{metric.name} {metric.definition}"))


def teaches_hiding(metric: Metric, value: float) -> bool:
    """Whether this target is most easily reached by saying nothing."""
    return value == 0 and is_told(metric)
