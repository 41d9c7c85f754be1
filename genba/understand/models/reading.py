from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.understand.models.metric import Metric


class ShownReadings(models.Manager["Reading"]):
    """The readings that there are: without those of an import that is under way or was undone."""

    def get_queryset(self) -> "models.QuerySet[Reading]":
        """Everything that everybody may see; `Reading.with_withdrawn` has the rest, for imports only."""
        return super().get_queryset().filter(withdrawn_at=None)


class Reading(models.Model):
    """One reading of a metric: the value at a moment, and of how many where it is a proportion or rate.

    A reading that is left out (a ghost) stays visible with its reason and counts for no limit. `by` is None
    where a source or Genba itself brought it. There is one for each moment; correcting changes it and the
    trail keeps what stood there before. `import_id` is the import that brought it, `hidden_by_import` one
    that brought another reading for the same moment, until that import is undone.
    """

    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="readings")
    at = models.DateTimeField(_("when"))
    value = models.FloatField(_("value"))
    denominator = models.FloatField(_("out of"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    left_out_why = models.CharField(_("left out because"), max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    import_id = models.BigIntegerField(null=True, blank=True)
    hidden_by_import = models.BigIntegerField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ShownReadings()
    with_withdrawn = models.Manager["Reading"]()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "at"], condition=models.Q(withdrawn_at=None), name="one_reading_a_moment"
            )
        ]

    if TYPE_CHECKING:
        id: int
        metric_id: int
        by_id: int | None

    def __str__(self) -> str:
        return f"{self.metric}: {self.value:g}"

    @property
    def told_at(self) -> datetime | date:
        """When, as people say it: a reading of midnight is of its day, and says no hour."""
        here = timezone.localtime(self.at)
        return self.at if here.time() != time.min else here.date()
