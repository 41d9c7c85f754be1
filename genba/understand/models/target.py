from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.understand.models.metric import Metric


class Target(models.Model):
    """A value to reach by a day, with the metric that shows what it may cost elsewhere.

    Each target has its counter-metric: what is pushed in one place often gives way in another. A metric has
    one target at a time; older ones stay, with the day when they ended.
    """

    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="targets")
    value = models.FloatField(_("value to reach"))
    by_day = models.DateField(_("by when"))
    why = models.CharField(_("why this value"), max_length=300, blank=True)
    counter = models.ForeignKey(
        Metric, on_delete=models.PROTECT, related_name="counters", verbose_name=_("counter-metric")
    )
    set_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    set_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-set_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["metric"], condition=Q(ended_on=None), name="one_target_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(metric=F("counter")), name="counter_is_another_metric"),
        ]

    if TYPE_CHECKING:
        id: int
        metric_id: int
        counter_id: int

    def __str__(self) -> str:
        return f"{self.metric}: {self.value:g}"
