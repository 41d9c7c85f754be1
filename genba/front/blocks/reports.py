"""Reports on the home page: one's own, and those that wait for an answer."""

from typing import Any

from genba.listen.inbox import MOST_COUNTED, unread_for, waiting_for
from genba.listen.models import Original, Report
from genba.people.models import Person

MOST = 5


def own_reports(person: Person) -> dict[str, Any]:
    """What I said, and what became of it."""
    own = Report.objects.current().filter(reporter=person).select_related("place")
    return {"reports": own.order_by("-received_on", "-id")[:MOST]}


def waiting_reports(person: Person) -> dict[str, Any]:
    """What waits for an answer from this person, oldest first."""
    waiting = Report.objects.answerable_by(person).waiting()
    oldest = waiting.select_related("place", "team")[:MOST]
    count = waiting_for(person)
    is_more = count >= MOST_COUNTED
    unread = Original.objects.answerable_by(person).waiting().order_by()
    originals = unread[:MOST_COUNTED].count() if is_more else unread_for(person)
    return {"reports": oldest, "originals": originals, "count": count, "is_more": is_more}


def wall(person: Person) -> dict[str, Any]:
    """The latest of "you said, we did"."""
    del person
    told = Report.objects.current().filter(on_wall=True).order_by("-outcome_on", "-id")
    return {"reports": told.select_related("team")[:3]}
