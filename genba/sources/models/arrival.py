from django.db import models

from genba.sources.models.import_batch import Import
from genba.sources.models.register import Register


class Arrival(models.Model):
    """A row of a register and the record it became; the same row again is recognised by it."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="arrivals")
    external_id = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    brought_by = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="arrivals")
    is_here = models.BooleanField(default=False)
    is_ours = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "external_id"], name="row_arrives_once")]

    def __str__(self) -> str:
        return f"{self.external_id} → {self.subject_id}"
