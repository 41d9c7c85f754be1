from typing import TYPE_CHECKING

from django.db import models

from genba.trail.keys import random_key
from genba.work.models.procedure import Procedure


class HelpVote(models.Model):
    """One tap, "it helps" or "it is in my way", that waits for others: a random key, the week, nobody.

    It is deleted when its lot closes. What stays is the rounded count of the lot.
    """

    id = models.BigAutoField(primary_key=True, default=random_key)
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    week = models.DateField()
    helps = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["procedure", "number"], name="vote_of_version")]

    if TYPE_CHECKING:
        procedure_id: int

    def __str__(self) -> str:
        return f"{self.week} {self.helps}"
