"""What somebody is asked of procedures: to read a change, to sign, to end a pilot, to look again."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from genba.people.models import Person
from genba.work.life.approval import may_approve
from genba.work.models import Pilot, Procedure, Reading, Version

MOST = 5
AT_ONCE = 60
State = Version.State


def procedures(person: Person) -> dict[str, Any] | None:
    """The changes to read, the versions to sign, the pilots that are over, the procedures to look at again.

    One question to the database; another for each version that waits for a signature, which are few.
    """
    found = list(_asked_of(person)[:AT_ONCE])
    look = {
        "to_read": [one for one in found if one.is_to_read],
        "approvals": [one for one in found if one.state == State.APPROVAL and may_approve(person, one)],
        "pilots": [one for one in found if one.is_over],
        "reviews": [one for one in found if one.state == State.IN_FORCE and one.is_mine and _is_due(one)],
    }
    return {name: rows[:MOST] for name, rows in look.items()} if any(look.values()) else None


def _asked_of(person: Person) -> Any:
    mine = Q(procedure__owner=person) | Q(procedure__owner=None, procedure__process__owner=person)
    today = timezone.localdate()
    open_reading = Reading.objects.open().filter(person=person, version=OuterRef("pk"))
    over = Pilot.objects.running().filter(until__lte=today, version=OuterRef("pk"))
    versions = Version.objects.filter(procedure__retired_on=None).annotate(
        is_to_read=Q(state=State.IN_FORCE) & Exists(open_reading),
        is_over=Exists(over) & mine,
        is_mine=mine,
    )
    asked = Q(is_to_read=True) | Q(is_over=True) | Q(is_mine=True, procedure__review_on__lte=today)
    if person.is_quality or person.is_lead:
        asked |= Q(state=State.APPROVAL, procedure__in=Procedure.objects.changeable_by(person))
    return (
        versions.filter(asked)
        .filter(state__in=(State.IN_FORCE, State.PILOT, State.APPROVAL))
        .select_related("procedure__process__team", "procedure__owner")
        .order_by("procedure__review_on", "pk")
    )


def _is_due(version: Version) -> bool:
    return version.procedure.review_on is not None and version.procedure.review_on <= timezone.localdate()
