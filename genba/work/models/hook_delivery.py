from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.work.models.repository import Repository

REASONS = {
    "signature": _("The signature is not right: the secret there is another one."),
    "secret_lost": _("The secret key of this instance has changed; make a new secret."),
    "not_json": _("It is not JSON: choose application/json as its content type."),
    "form": _("It does not look like what was described."),
    "other_repository": _("It is about another repository."),
    "other_branch": _("It is about another branch than the main one."),
    "other_event": _("It is about something that is not counted."),
}


class HookDelivery(models.Model):
    """One message of a code server, and what became of it. Of its content only a digest is kept."""

    class Outcome(models.TextChoices):
        """What became of it."""

        RECEIVED = "received", _("Received")
        IGNORED = "ignored", _("Ignored")
        REFUSED = "refused", _("Refused")

    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="deliveries")
    message = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    event = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    why = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["repository", "digest"], name="hook_message_once", condition=~Q(digest="")
            )
        ]

    if TYPE_CHECKING:
        id: int

    @property
    def reason(self) -> str | Promise:
        """Why it was ignored or refused, in words."""
        return REASONS.get(self.why, "")

    def __str__(self) -> str:
        return f"{self.event} {self.outcome}"
