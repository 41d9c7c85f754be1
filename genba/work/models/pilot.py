from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.work.models.version import Version


class PilotQuerySet(models.QuerySet["Pilot"]):
    """Trials of versions."""

    def running(self) -> "PilotQuerySet":
        """Those that wait for their decision."""
        return self.filter(decision="")


class Pilot(models.Model):
    """A version tried by a small named team until a day. It ends in a decision, with what was learned.

    The small team is `team`, the people of `people`, or both. `told_on` is when its end was last told.
    """

    class Decision(models.TextChoices):
        """What came of it."""

        GO_ON = "go_on", _("Go on: ask for approval")
        CHANGE = "change", _("Change it: back to the draft")
        STOP = "stop", _("Stop: it does not help")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="pilots")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    people = models.ManyToManyField(Person, through="PilotPerson", related_name="+")
    question = models.CharField(_("what it shall show"), max_length=300, blank=True)
    until = models.DateField(_("until"))
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    begun_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    told_on = models.DateField(null=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    learned = models.TextField(_("what was learned"), blank=True, max_length=2000)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = PilotQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["version"], name="one_pilot_running", condition=Q(decision=""))
        ]

    if TYPE_CHECKING:
        id: int
        version_id: int
        tried_by: list[Person]  # where a page has asked for them
        team_id: int | None

    def __str__(self) -> str:
        return str(self.version)

    @property
    def is_due(self) -> bool:
        """Whether its day has come and nothing is decided."""
        return not self.decision and self.until <= timezone.localdate()


class PilotPerson(models.Model):
    """Somebody who tries a version."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="chosen")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["pilot", "person"], name="pilot_person_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.pilot}"
