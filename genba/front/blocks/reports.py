"""Reports on the home page: one's own, and those that wait for an answer."""

from typing import Any

from genba.listen.inbox import MOST_COUNTED, unread_for, waiting_for
from genba.listen.models import Report
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
    look = {"reports": oldest, "originals": unread_for(person), "count": count}
    return look | {"is_more": count >= MOST_COUNTED}


def wall(person: Person) -> dict[str, Any]:
    """The latest of "you said, we did"."""
    del person
    told = Report.objects.current().filter(on_wall=True).order_by("-outcome_on", "-id")
    return {"reports": told.select_related("team")[:3]}
