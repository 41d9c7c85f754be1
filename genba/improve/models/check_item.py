from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.improve.models.card import Card


class CheckItem(models.Model):
    """One line of a card's checklist."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="checklist")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("to do"), max_length=300)
    is_ticked = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text
