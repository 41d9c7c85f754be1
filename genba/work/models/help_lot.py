from typing import TYPE_CHECKING

from django.db import models

from genba.work.models.procedure import Procedure


class HelpLot(models.Model):
    """Five votes on a version, counted together once: "0 or 1", "2 or 3", "4 or 5" said that it helps.

    Which of the two it was is not kept, so that nobody can ever show that all five said the same.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    closed_week = models.DateField()
    at_least = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["procedure", "number"], name="lot_of_version")]

    if TYPE_CHECKING:
        procedure_id: int

    def __str__(self) -> str:
        return f"{self.at_least}–{self.at_least + 1}"
