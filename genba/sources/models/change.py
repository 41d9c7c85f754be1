from django.db import models

from genba.sources.models.arrival import Arrival
from genba.sources.models.import_batch import Import


class Change(models.Model):
    """What an import changed in a record that was there before, and how it was before."""

    by_import = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="changes")
    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="changes")
    before = models.JSONField(default=dict)
    fingerprint_before = models.CharField(max_length=32)
    fingerprint_after = models.CharField(max_length=32)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.by_import_id} → {self.arrival_id}"
