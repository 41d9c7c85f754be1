"""The warning signs that ask somebody."""

from typing import Any

from genba.people.models import Person
from genba.understand.models import Sign
from genba.understand.signs.listing import in_words

MOST = 5


def asking_signs(person: Person) -> dict[str, Any] | None:
    """Those that go on, wait for an answer, and this person may answer."""
    found = Sign.objects.answerable_by(person).unanswered().going_on()[:MOST]
    said = in_words(found, person)
    return {"said": said} if said else None
