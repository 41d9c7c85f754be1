from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.work.models.equipment import Equipment


class Measurement(models.Model):
    """Something that was measured with a gauge: a step of a run, or what somebody noted by hand.

    `subject_kind` and `subject_id` name the result of the run, where there is one.
    """

    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="measurements")
    on = models.DateField(_("when"), default=timezone.localdate)
    what = models.CharField(_("what was measured"), max_length=300)
    subject_kind = models.CharField(max_length=64, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    was_overdue = models.BooleanField(default=False)
    noted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["equipment", "on"], name="measured_with")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                name="measured_once_a_result",
                condition=~models.Q(subject_id=""),
            )
        ]

    if TYPE_CHECKING:
        id: int
        equipment_id: int

    def __str__(self) -> str:
        return f"{self.on} · {self.what}"
