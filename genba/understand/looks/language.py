"""Whether the share of texts that judge people rises."""

from collections.abc import Iterable
from datetime import date

from genba.analysis.signs import blame_language
from genba.understand.language.counting import whole_months_of_words
from genba.understand.signs.registry import Found, of_all_of_us, register_look

MONTHS = blame_language.RECENT + blame_language.BEFORE


def look_at_language(today: date) -> Iterable[Found]:
    """Whole months, of all authors together and in languages with rules; there is no share of one author."""
    months = whole_months_of_words(today, MONTHS)
    return of_all_of_us(blame_language.look([one.blaming for one in months], [one.known for one in months]))


register_look(blame_language.SIGN, look_at_language)
