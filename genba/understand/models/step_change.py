from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.understand.models.metric import Metric


class StepChange(models.Model):
    """From this moment on the process is another one: the chart begins new limits, and says why.

    One that was struck out stays to be read and changes nothing any more.
    """

    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="step_changes")
    at = models.DateTimeField(_("first reading of the new time"))
    why = models.CharField(_("what changed"), max_length=300)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "at"], condition=Q(struck_at=None), name="one_step_change_a_moment"
            )
        ]

    if TYPE_CHECKING:
        id: int
        metric_id: int
        by_id: int | None

    def __str__(self) -> str:
        return self.why
