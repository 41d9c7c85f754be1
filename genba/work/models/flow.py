from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.work.models.process import Process


class Flow(models.Model):
    """An arrow of the map: what one process hands to the next, inside a value stream or between two."""

    source = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="flows_out")
    target = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="flows_in")
    label = models.CharField(_("what is handed over"), max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="flow_once"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="flow_leads_on"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
