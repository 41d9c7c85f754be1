from datetime import timedelta

from django.db import models
from django.utils import timezone

SILENT_AFTER = timedelta(minutes=2)


class Beat(models.Model):
    """When a worker was last seen alive."""

    worker = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.worker

    @property
    def is_alive(self) -> bool:
        """Whether it was seen within the last two minutes.

        A sign from the future is none: it was given before the clock was set back.
        """
        return abs(timezone.now() - self.seen_at) < SILENT_AFTER
