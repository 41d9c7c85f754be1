from datetime import timedelta

from django.db import models
from django.utils import timezone

from genba.improve.models.card import Card
from genba.improve.models.column import Column


class Stay(models.Model):
    """How long a card stood in one column: from these come ageing and cycle times."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="stays")
    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="stays")
    entered_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["entered_at", "id"]
        indexes = [models.Index(fields=["column", "entered_at"], name="stay_column")]
        constraints = [
            models.UniqueConstraint(
                fields=["card"], condition=models.Q(left_at=None), name="one_open_stay_a_card"
            )
        ]

    def __str__(self) -> str:
        return f"{self.card} in {self.column}"

    @property
    def length(self) -> timedelta:
        """Until it left, or until now."""
        return (self.left_at or timezone.now()) - self.entered_at
