from typing import TYPE_CHECKING

from django.db import models

from genba.work.models.procedure import Procedure


class KnownStep(models.Model):
    """A step through all versions of its procedure: what questions, results and requirements hold on to.

    What it says stands in the versions; `what` repeats the newest words for lists. A heading is one too.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="known_steps")
    key = models.CharField(max_length=40)
    what = models.CharField(max_length=500)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["procedure", "key"], name="step_key_once")]

    if TYPE_CHECKING:
        id: int
        procedure_id: int

    def __str__(self) -> str:
        return self.what
