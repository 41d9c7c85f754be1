from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from genba.trail.keys import random_key
from genba.work.models.procedure import Procedure


class HelpSentence(models.Model):
    """A sentence that came with a tap, without whose. Nothing ties it to the tap.

    It is shown when ten are shown at once, and stands in the order of its random key, which is no order.
    """

    class State(models.TextChoices):
        """Whether it is read already."""

        WAITING = "waiting"
        SHOWN = "shown"
        TAKEN_OFF = "taken_off"

    id = models.BigAutoField(primary_key=True, default=random_key)
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    text = models.CharField(max_length=300)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["procedure", "id"], name="sentence_shown", condition=Q(state="shown")),
            models.Index(fields=["procedure"], name="sentence_waiting", condition=Q(state="waiting")),
        ]

    if TYPE_CHECKING:
        procedure_id: int

    def __str__(self) -> str:
        return self.text
