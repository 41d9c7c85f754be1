"""What the page of a procedure tells of the life of its versions."""

from typing import Any

from django.utils import timezone

from genba.people.models import Person
from genba.work.life.way import life_of
from genba.work.models import Version
from genba.work.parts import Part
from genba.work.who_read import by_team
from genba.work.whole import whole_of


def _notices(person: Person, version: Version) -> dict[str, Any] | None:
    """What somebody must know before they read: it came back, it was withdrawn, or its day has come."""
    del person
    procedure = version.procedure
    is_due = procedure.review_on is not None and procedure.review_on <= timezone.localdate()
    counts = version.state == Version.State.IN_FORCE and procedure.retired_on is None
    came_back = version.state == Version.State.DRAFT and version.sent_back_because
    withdrawn = version.state == Version.State.WITHDRAWN and version.ended_because
    if not (came_back or withdrawn or (counts and is_due)):
        return None
    return {"came_back": came_back, "withdrawn": withdrawn, "is_due": is_due and counts}


def _to_read(person: Person, version: Version) -> dict[str, Any] | None:
    """That this person is asked to read it, or has read it."""
    if version.state != Version.State.IN_FORCE:
        return None
    reading = whole_of(version, person).reading
    return {"reading": reading, "version": version} if reading else None


def _readers(person: Person, version: Version) -> dict[str, Any] | None:
    """Who has read it, in numbers, for those who answer for a team that works with it."""
    if version.in_force_at is None or not (person.is_lead or person.is_quality):
        return None
    teams = by_team(version, person)
    return {"teams": teams, "version": version} if teams else None


LIFE = Part("life", "procedure", "work/parts/life.html", life_of, order=10, place="aside")
NOTICES = Part("life_notices", "procedure", "work/parts/life_notices.html", _notices, order=10, place="top")
TO_READ = Part("to_read", "procedure", "work/parts/to_read.html", _to_read, order=5, place="top")
READERS = Part("readers", "procedure", "work/parts/readers.html", _readers, order=40, place="aside")
