"""Who is told what of invitations and sign-in."""

from genba.front.mailing import mail_now
from genba.front.reactions.telling import tell
from genba.people.facts import INVITATION_ACCEPTED, SIGNING_PAUSED
from genba.people.models import Invitation, Person
from genba.trail.models import Fact
from genba.trail.reactions import on


@on(INVITATION_ACCEPTED)
def tell_who_invited(fact: Fact) -> None:
    """Whoever sent the invitation hears that somebody came."""
    invitation = Invitation.objects.select_related("invited_by").filter(person=fact.by_id).first()
    if invitation is not None:
        tell(fact, invitation.invited_by, code="accepted", why="inviter")


@on(SIGNING_PAUSED)
def warn_of_wrong_tries(fact: Fact) -> None:
    """Somebody may be using another's sign-in: the person and the administrators hear of it at once."""
    warned = [(person, "administrator") for person in Person.objects.filter(is_administrator=True)]
    warned += [(person, "signer") for person in Person.objects.filter(pk=fact.subject_id)]
    for person, why in warned:
        if tell(fact, person, code="signing_paused", why=why):
            mail_now.enqueue(person.pk)
