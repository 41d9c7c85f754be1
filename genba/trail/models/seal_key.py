from django.db import models
from django.utils import timezone


class SealKey(models.Model):
    """The public half of a key that has signed checkpoints, as a verifier key of C2SP's signed notes."""

    words = models.CharField(max_length=200, unique=True)
    first_used_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.words
