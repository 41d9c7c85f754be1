from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.work.models.equipment import Equipment
from genba.work.models.step_result import StepResult


class Measurement(models.Model):
    """Something measured with a gauge: the result of a step of a run, or what somebody noted by hand."""

    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="measurements")
    on = models.DateField(_("when"), default=timezone.localdate)
    what = models.CharField(_("what was measured"), max_length=300)
    result = models.ForeignKey(
        StepResult, on_delete=models.CASCADE, null=True, related_name="measurements", editable=False
    )
    was_overdue = models.BooleanField(default=False)
    noted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["equipment", "on"], name="measured_with")]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "equipment"],
                name="measured_once_a_result",
                condition=models.Q(result__isnull=False),
            )
        ]

    if TYPE_CHECKING:
        id: int
        equipment_id: int

    def __str__(self) -> str:
        return f"{self.on} · {self.what}"
