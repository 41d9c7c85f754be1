from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person


class HourCost(models.Model):
    """What an hour of work costs here, and where the figure comes from. The newest counts; all are kept."""

    amount = models.DecimalField(_("what an hour costs"), max_digits=10, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    source = models.CharField(_("where the figure comes from"), max_length=300)
    said_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    said_on = models.DateField(default=timezone.localdate, editable=False)

    class Meta:
        ordering = ["-id"]

    if TYPE_CHECKING:
        id: int
        said_by_id: int | None

    def __str__(self) -> str:
        return f"{self.currency} {number_format(self.amount, decimal_pos=2, force_grouping=True)}"

    @classmethod
    def current(cls) -> "HourCost | None":
        """The one that counts; None where nobody has said it."""
        return HourCost.objects.order_by("-id").first()

    @classmethod
    def as_number(cls, cost: "HourCost | None") -> float | None:
        """The amount for the sum."""
        return None if cost is None else float(cost.amount or Decimal(0))
