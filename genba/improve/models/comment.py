from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.improve.models.card import Card
from genba.people.models import Person


class Comment(models.Model):
    """Something said about a card."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("comment"), max_length=10_000)
    written_at = models.DateTimeField(default=timezone.now)
    client_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001  (unique where set)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:80]
