"""What the page of a procedure tells of the life of its versions."""

from typing import Any

from django.utils import timezone

from genba.people.models import Person
from genba.work.life.way import life_of
from genba.work.models import Version
from genba.work.parts import Part


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


LIFE = Part("life", "procedure", "work/parts/life.html", life_of, order=10, place="aside")
NOTICES = Part("life_notices", "procedure", "work/parts/life_notices.html", _notices, order=10, place="top")
