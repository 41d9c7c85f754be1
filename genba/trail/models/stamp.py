from django.db import models
from django.utils import timezone


class Stamp(models.Model):
    """A time stamp (RFC 3161) over one checkpoint: the answer of the authority as it came."""

    size = models.BigIntegerField()
    place = models.CharField(max_length=200)
    answer = models.BinaryField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-size"]
        constraints = [models.UniqueConstraint(fields=["size", "place"], name="stamp_once")]

    def __str__(self) -> str:
        return f"{self.size} {self.place}"
