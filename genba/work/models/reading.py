from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from genba.people.models import Person
from genba.work.models.version import Version


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Who was asked to read what."""

    def open(self) -> "ReadingQuerySet":
        """Those that are still asked for."""
        return self.filter(read_at=None, stopped_at=None)


class Reading(models.Model):
    """One person who works with a change, asked to read it. It goes with the person; nothing is scored.

    `reminders` counts how often they were reminded; it stops by itself. `stopped_at` is when it is not
    asked any more: the version was replaced, or they work elsewhere.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="asked_to_read_once")]
        indexes = [
            models.Index(fields=["person"], name="reading_open", condition=Q(read_at=None, stopped_at=None))
        ]

    if TYPE_CHECKING:
        id: int
        version_id: int
        person_id: int

    def __str__(self) -> str:
        return f"{self.person_id}: {self.version_id}"
