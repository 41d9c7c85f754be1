"""Whether trouble that people confirmed to recur is not taken up."""

from collections.abc import Iterable
from datetime import date

from genba.analysis.signs import recurring_ignored
from genba.understand.looks.given import Families, given
from genba.understand.signs.registry import Found, of, of_all_of_us, register_look

NONE = Families((), 0, 0)


def look_at_families(today: date) -> Iterable[Found]:
    """Each family that people confirmed, beside all reports that are in none."""
    seen: Families = next(iter(given(Families, today)), NONE)
    others = {"others": seen.others, "others_taken": seen.others_taken, "families": len(seen.families)}
    if not seen.families:
        return of_all_of_us(recurring_ignored.look(reports=0, taken=0, **others))
    return [
        of(one.subject, recurring_ignored.look(reports=one.reports, taken=one.taken, **others))
        for one in seen.families
    ]


register_look(recurring_ignored.SIGN, look_at_families)
