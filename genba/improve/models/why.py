from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.improve.models.card import Card


class Why(models.Model):
    """One step of the five whys."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="whys")
    position = models.PositiveSmallIntegerField()
    answer = models.TextField(_("because"), max_length=1000)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["card", "position"], name="why_position_once")]

    def __str__(self) -> str:
        return self.answer
