"""Invitations: a letter with a link, and how it is accepted."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from genba.people import facts
from genba.people.models import Invitation, Organisation, Person
from genba.trail.letters import send
from genba.trail.record import record
from genba.trail.work import job, job_in_hand


@transaction.atomic
def invite(person: Person, *, by: Person | None) -> Invitation:
    """Send a letter, or a new one whose link replaces the old.

    Raises ValidationError for somebody who is here already: their account must not be opened from outside.
    """
    invitation = _invitation_of(person, by=by)
    record(facts.PERSON_INVITED, person, by=by)
    send_invitation.enqueue(invitation.pk)
    return invitation


@transaction.atomic
def hand_over(person: Person, *, by: Person) -> str:
    """Make a link to hand over in another way than by mail. It is shown once; earlier ones stop working."""
    invitation = _invitation_of(person, by=by)
    record(facts.PERSON_INVITED, person, by=by)
    return address_of(invitation.renew())


@transaction.atomic
def accept(invitation: Invitation, *, name: str, password: str = "") -> bool:
    """Take an invitation up, with a password or (without one) with mailed codes. False if it was used up."""
    now = timezone.now()
    same = Invitation.objects.usable().filter(pk=invitation.pk, token_hash=invitation.token_hash)
    if not same.update(accepted_at=now):
        return False
    person = invitation.person
    person.name = name
    if password:
        person.set_password(password)
    person.save(update_fields=["name", "password"])
    record(facts.INVITATION_ACCEPTED, person, by=person)
    return True


def address_of(token: str) -> str:
    """The full address of the page behind an invitation."""
    return str(settings.GENBA_ADDRESS) + reverse("people:invited", args=[token])


@job()
def send_invitation(invitation_id: int) -> None:
    """Mail the letter. Its link is made here, so that it stands in no queue and no table."""
    invitation = Invitation.objects.select_related("person", "invited_by").get(pk=invitation_id)
    person = invitation.person
    if invitation.accepted_at or not person.is_active:
        return
    words = {
        "organisation": Organisation.objects.first(),
        "person": person,
        "by": invitation.invited_by,
        "address": address_of(invitation.renew(job_in_hand())),
    }
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string("people/mail/invitation_subject.txt", words).split())
        letter = EmailMessage(
            subject, render_to_string("people/mail/invitation.txt", words), to=[person.email]
        )
    send(letter)


def _invitation_of(person: Person, *, by: Person | None) -> Invitation:
    if person.was_here or not person.is_active:
        raise ValidationError(_("%(name)s needs no invitation.") % {"name": person.name})
    invitation, _is_new = Invitation.objects.get_or_create(person=person)
    invitation.invited_by, invitation.accepted_at = by, None
    invitation.save(update_fields=["invited_by", "accepted_at"])
    return invitation
