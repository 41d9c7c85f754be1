from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.understand.models.metric import Metric


class Reading(models.Model):
    """One reading of a metric: the value at a moment, and of how many where it is a proportion or rate.

    A reading that is left out (a ghost) stays visible with its reason and counts for no limit. `by` is None
    where a source or Genba itself brought it. There is one for each moment; correcting changes it and the
    trail keeps what stood there before.
    """

    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="readings")
    at = models.DateTimeField(_("when"))
    value = models.FloatField(_("value"))
    denominator = models.FloatField(_("out of"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    left_out_why = models.CharField(_("left out because"), max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["metric", "at"], name="one_reading_a_moment")]

    if TYPE_CHECKING:
        id: int
        metric_id: int
        by_id: int | None

    def __str__(self) -> str:
        return f"{self.metric}: {self.value:g}"
