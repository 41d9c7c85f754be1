from django.db import models
from django.utils import timezone

from genba.people.models import Team


class LoopFigure(models.Model):
    """How the loop of one team (or, without a team, of all) went in the last 90 days.

    The worker writes it every few minutes, so that no page has to count through the whole history.
    """

    team = models.OneToOneField(Team, on_delete=models.CASCADE, null=True, related_name="loop_figure")
    steps = models.JSONField(default=dict)
    looked = models.PositiveIntegerField(default=0)
    helped = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["team__name"]

    def __str__(self) -> str:
        return f"{self.team or 'all'}"
