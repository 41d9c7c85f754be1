"""Whether the share of texts that judge people rises."""

from collections.abc import Iterable
from datetime import date

from genba.analysis.signs import blame_language
from genba.understand.looks.given import Month, given
from genba.understand.signs.registry import Found, of_all_of_us, register_look


def look_at_language(today: date) -> Iterable[Found]:
    """Whole months, of all authors together; there is no share of one author."""
    months: list[Month] = given(Month, today)
    return of_all_of_us(blame_language.look([one.flagged for one in months], [one.texts for one in months]))


register_look(blame_language.SIGN, look_at_language)
