from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone


class FieldOff(models.Model):
    """An optional field that is not asked any more, because nobody used its answers. Stored answers stay."""

    field = models.CharField(max_length=80)
    off_on = models.DateField(default=timezone.localdate)
    back_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["field"], name="field_off_once", condition=Q(back_on=None))
        ]

    if TYPE_CHECKING:
        id: int

    def __str__(self) -> str:
        return self.field
