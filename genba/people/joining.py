"""Who belongs to which team, and as what."""

from django.db import transaction

from genba.people import facts
from genba.people.models import Membership, Person, Team
from genba.trail.record import record


@transaction.atomic
def join(person: Person, team: Team, *, role: str, by: Person | None) -> Membership:
    """Put a person into a team as something. The same again changes nothing."""
    membership, is_new = Membership.objects.get_or_create(person=person, team=team, role=role)
    if is_new:
        record(facts.MEMBER_JOINED, team, by=by, person=person.pk, role=role)
    return membership


@transaction.atomic
def leave(membership: Membership, *, by: Person) -> None:
    """Take a person out of a team; the trail remembers that they were in it."""
    person, role = membership.person_id, membership.role
    if Membership.objects.filter(pk=membership.pk).delete()[0]:
        record(facts.MEMBER_LEFT, membership.team, by=by, person=person, role=role)
