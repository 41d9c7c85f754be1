from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models.person import Person

GOOD_FOR = timedelta(days=14)


class Invitation(models.Model):
    """A letter that lets somebody choose how to sign in for the first time."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="invitation")
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    accepted_at = models.DateTimeField(_("accepted"), null=True)

    def __str__(self) -> str:
        return f"{self.person}"

    @property
    def is_open(self) -> bool:
        """Whether the letter can still be used."""
        return self.accepted_at is None and timezone.now() - self.sent_at < GOOD_FOR
