"""Whether leaders stay away from reviews."""

from collections.abc import Iterable
from datetime import date

from genba.analysis.signs import leaders_absent
from genba.understand.looks.given import Review, given
from genba.understand.signs.registry import Found, of_all_of_us, register_look


def look_at_reviews(today: date) -> Iterable[Found]:
    """How many of those invited came, as the room of reviews gives it; counted, never named."""
    reviews: list[Review] = given(Review, today)
    return of_all_of_us(leaders_absent.look([one.came for one in reviews], [one.invited for one in reviews]))


register_look(leaders_absent.SIGN, look_at_reviews)
