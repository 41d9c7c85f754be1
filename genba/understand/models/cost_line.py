from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.understand.models.metric import Metric


class CostLineQuerySet(models.QuerySet["CostLine"]):
    """Lines of the tree, as one may see and change them."""

    def visible_to(self, person: Person | None) -> "CostLineQuerySet":
        """Everybody who is signed in sees what poor quality costs; ended lines too, for their history."""
        return self.all() if person else self.none()

    def current(self) -> "CostLineQuerySet":
        """Those that still count."""
        return self.filter(ended_on=None)

    def changeable_by(self, person: Person | None) -> "CostLineQuerySet":
        """Quality all; others those that they said."""
        if person is None:
            return self.none()
        return self.all() if person.is_quality else self.filter(said_by=person)


class CostLine(models.Model):
    """One line of the cost of poor quality: what it costs in a month, and where the number is from.

    The number is the newest reading of `metric`, made into a month, where there is one; else `amount`. A line
    with lines below it costs what it says itself and what they cost together. Money is in the currency in
    which the organisation says what an hour costs.
    """

    class Category(models.TextChoices):
        """Which of the four kinds of cost it is."""

        PREVENTION = "prevention", _("Prevention: so that it is right at once")
        APPRAISAL = "appraisal", _("Appraisal: looking whether it is right")
        INTERNAL = "internal", _("Internal failure: wrong, and found by us")
        EXTERNAL = "external", _("External failure: wrong, and found by the customer")

    category = models.CharField(_("kind of cost"), max_length=10, choices=Category)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="below",
        verbose_name=_("is part of"),
    )
    name = models.CharField(_("what it is for"), max_length=120)
    amount = models.DecimalField(
        _("money in a month"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    metric = models.ForeignKey(
        Metric,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cost_lines",
        verbose_name=_("metric"),
    )
    note = models.CharField(_("where the number is from"), max_length=300, blank=True)
    said_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    said_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = CostLineQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    if TYPE_CHECKING:
        id: int
        parent_id: int | None
        metric_id: int | None
        said_by_id: int | None

    def __str__(self) -> str:
        return self.name
