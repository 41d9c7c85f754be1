from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Place, Team
from genba.work.models.procedure import Procedure


class CheckRoundQuerySet(models.QuerySet["CheckRound"]):
    """Schedules, as one may see and change them."""

    def visible_to(self, person: Person | None) -> "CheckRoundQuerySet":
        """Everybody who is signed in sees what is checked when."""
        return self.all() if person else self.none()

    def changeable_by(self, person: Person | None) -> "CheckRoundQuerySet":
        """Whoever may change the procedure, and those who answer for the team that runs it."""
        if person is None:
            return self.none()
        answers = Q(procedure__in=Procedure.objects.changeable_by(person))
        for team in person.teams_led:
            answers |= Q(team__path__startswith=team.path)
        return self.filter(answers)

    def going(self) -> "CheckRoundQuerySet":
        """Those that still come round."""
        return self.filter(stopped_at=None, procedure__retired_on=None)


class CheckRound(models.Model):
    """When a check comes round for a team, perhaps at one place.

    Every so many hours or days, on some days of the week, or at the times at which shifts begin. `days` holds
    the days of the week (0 is Monday; none means all), `times` the times of day as `06:00`.
    """

    class Rhythm(models.TextChoices):
        """What the clock goes by."""

        HOURS = "hours", _("Every so many hours")
        DAYS = "days", _("Every so many days")
        WEEKDAYS = "weekdays", _("On days of the week")
        SHIFTS = "shifts", _("At the beginning of each shift")

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="rounds")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds", verbose_name=_("place")
    )
    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm.choices)
    every = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    days = models.JSONField(default=list, blank=True)
    times = models.JSONField(default=list, blank=True)
    grace_minutes = models.PositiveSmallIntegerField(
        _("late after, in minutes"), default=60, validators=[MaxValueValidator(10_080)]
    )
    begins_at = models.DateTimeField(default=timezone.now)
    counted_until = models.DateTimeField(null=True)
    set_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    stopped_at = models.DateTimeField(null=True)

    objects = CheckRoundQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    if TYPE_CHECKING:
        id: int
        procedure_id: int
        team_id: int
        place_id: int | None

    def __str__(self) -> str:
        return f"{self.procedure} · {self.place or self.team}"
