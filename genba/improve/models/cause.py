from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.improve.models.card import Card


class Cause(models.Model):
    """What in the system allowed it. There is no field for a person, on purpose."""

    class Category(models.TextChoices):
        """Where in the system a cause may lie."""

        METHOD = "method", _("Method")
        MACHINE = "machine", _("Machine")
        MATERIAL = "material", _("Material")
        MEASUREMENT = "measurement", _("Measurement")
        ENVIRONMENT = "environment", _("Environment")
        INFORMATION = "information", _("Information")
        TRAINING = "training", _("Training given")
        WORKLOAD = "workload", _("Workload")
        DECISION = "decision", _("Management decision")

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="causes")
    category = models.CharField(_("where in our system"), max_length=12, choices=Category.choices)
    text = models.TextField(_("what in our system allowed this?"), max_length=1000)
    found_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["category"], name="cause_category")]

    def __str__(self) -> str:
        return self.text
