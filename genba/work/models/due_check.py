from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.work.models.check_round import CheckRound
from genba.work.models.run import Run


class DueCheckQuerySet(models.QuerySet["DueCheck"]):
    """Checks that have come round, as one may see them."""

    def visible_to(self, person: Person | None) -> "DueCheckQuerySet":
        """Everybody who is signed in."""
        return self.all() if person else self.none()

    def waiting(self) -> "DueCheckQuerySet":
        """Those that somebody should run now."""
        return self.filter(state=DueCheck.State.WAITING, round__stopped_at=None)

    def of_teams(self, person: Person) -> "DueCheckQuerySet":
        """Those of a person's own teams."""
        return self.filter(round__team__in=[team.pk for team in person.teams])


class DueCheck(models.Model):
    """One turn of a round: due at a moment, run or missed. What was missed stays missed."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Due")
        DONE = "done", _("Done")
        MISSED = "missed", _("Missed")

    round = models.ForeignKey(CheckRound, on_delete=models.CASCADE, related_name="turns")
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="turns")
    late_told_at = models.DateTimeField(null=True)

    objects = DueCheckQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        constraints = [models.UniqueConstraint(fields=["round", "due_at"], name="turn_once")]
        indexes = [
            models.Index(fields=["due_at"], name="turn_waiting", condition=models.Q(state="waiting")),
        ]

    if TYPE_CHECKING:
        id: int
        round_id: int
        run_id: int | None

    def __str__(self) -> str:
        return f"{self.round} · {timezone.localtime(self.due_at):%Y-%m-%d %H:%M}"

    @property
    def is_late(self) -> bool:
        """Whether its grace is over and nobody has run it."""
        grace = timedelta(minutes=self.round.grace_minutes)
        return self.state == self.State.WAITING and timezone.now() > self.due_at + grace
