from django.db import models
from django.utils import timezone


class Checkpoint(models.Model):
    """The signed root of the tree at one size, in the form of C2SP's tlog-checkpoint."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    signed_at = models.DateTimeField(default=timezone.now)
    note = models.TextField()

    class Meta:
        ordering = ["-size"]

    def __str__(self) -> str:
        return self.note
