import secrets
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from genba.people.models.api_token import fingerprint
from genba.people.models.person import Person

GOOD_FOR = timedelta(days=14)


def nobody_knows() -> str:
    """The fingerprint of a token that was thrown away: the letter is not written yet."""
    return fingerprint(secrets.token_urlsafe(32))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations and whether they can still be used."""

    def usable(self) -> "InvitationQuerySet":
        """Not accepted, not too old, and for somebody who may sign in."""
        youngest = timezone.now() - GOOD_FOR
        return self.filter(accepted_at=None, sent_at__gt=youngest, person__is_active=True)

    def opened_by(self, token: str) -> "Invitation | None":
        """The invitation to which this letter belongs, or None."""
        return self.usable().select_related("person").filter(token_hash=fingerprint(token)).first()


class Invitation(models.Model):
    """A letter that lets somebody choose how to sign in for the first time.

    Only a fingerprint of its link is kept, so a copy of the database opens no door.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="invitation")
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, default=nobody_knows)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    accepted_at = models.DateTimeField(_("accepted"), null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person}"

    @property
    def is_open(self) -> bool:
        """Whether the letter can still be used."""
        return self.accepted_at is None and timezone.now() - self.sent_at < GOOD_FOR

    def renew(self, seed: str = "") -> str:
        """Make a new link; an earlier one stops working. The link is given once and not kept.

        A letter that is written again, because nobody knows whether it went out, has the same `seed` and so
        the same link: both copies open the door.
        """
        token = salted_hmac(f"invitation {self.pk}", seed).hexdigest() if seed else secrets.token_urlsafe(32)
        self.token_hash, self.sent_at = fingerprint(token), timezone.now()
        self.save(update_fields=["token_hash", "sent_at"])
        return token
