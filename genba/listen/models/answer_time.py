from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from genba.people.models import Team


class AnswerTime(models.Model):
    """How long people wait for the first human answer: one row for each team, one (no team) for everybody.

    The worker refreshes it, so that no page counts through history.
    """

    team = models.OneToOneField(Team, on_delete=models.CASCADE, null=True, related_name="answer_time")
    is_whole = models.BooleanField(null=True, unique=True)
    said = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    median = models.DurationField(null=True)
    waiting = models.PositiveIntegerField(default=0)
    waiting_since = models.DateField(null=True)
    refreshed_at = models.DateTimeField(default=timezone.now)

    WINDOW = timedelta(days=90)

    class Meta:
        ordering = ["id"]

    if TYPE_CHECKING:
        team_id: int | None

    def __str__(self) -> str:
        return f"{self.team or '*'}: {self.median} (n = {self.answered})"

    @classmethod
    def of_everybody(cls) -> "AnswerTime":
        """The figures of the whole organisation; all zero until the worker has counted once."""
        return cls.objects.filter(is_whole=True).first() or cls(is_whole=True)
