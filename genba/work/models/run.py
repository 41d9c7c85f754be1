from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Place, Team
from genba.work.models.procedure import Procedure
from genba.work.models.version import Version

FORGOTTEN_AFTER = timedelta(days=7)  # so long an open run waits for whoever began it; then it is given up


class RunQuerySet(models.QuerySet["Run"]):
    """Runs of checks, as one may see and continue them."""

    def visible_to(self, person: Person | None) -> "RunQuerySet":
        """Everybody who is signed in sees what was checked; by whom, only few (`Run.runner_for`)."""
        return self.all() if person else self.none()

    def continued_by(self, person: Person | None) -> "RunQuerySet":
        """Open runs go on with whoever began them."""
        return self.filter(by=person, state=Run.State.OPEN) if person else self.none()

    def gone_on_with_by(self, person: Person | None) -> "RunQuerySet":
        """What they gave up and may take up again, while an open run of that day would still stand open."""
        given_up = self.filter(by=person, state=Run.State.GIVEN_UP) if person else self.none()
        return given_up.filter(begun_at__gte=timezone.now() - FORGOTTEN_AFTER)

    def ended(self) -> "RunQuerySet":
        """Those that came to an end and were not given up."""
        return self.filter(state__in=(Run.State.PASSED, Run.State.FAILED))


class Run(models.Model):
    """One run of a check: a procedure that was followed step by step, with a result at each step.

    `went_first_time` says whether it passed without a failed step on the way. `client_key` is a digest of the
    person and the key from their phone, so that a run sent twice is kept once.
    """

    class State(models.TextChoices):
        """Where a run stands."""

        OPEN = "open", _("Under way")
        PASSED = "passed", _("Passed")
        FAILED = "failed", _("Failed")
        GIVEN_UP = "given_up", _("Given up")

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="runs")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="runs")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="runs")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="runs")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    went_first_time = models.BooleanField(null=True)
    client_key = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  (most have none)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["procedure", "-ended_at"], name="run_of_procedure"),
            models.Index(fields=["team", "-ended_at"], name="run_of_team"),
            models.Index(fields=["-ended_at"], name="run_ended"),
            models.Index(fields=["begun_at"], name="run_open", condition=models.Q(state="open")),
        ]

    if TYPE_CHECKING:
        id: int
        procedure_id: int
        version_id: int
        team_id: int | None
        place_id: int | None
        by_id: int | None

    def __str__(self) -> str:
        return f"{self.procedure} · {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.state == self.State.OPEN

    @property
    def month(self) -> date | None:
        """The first day of the month in which it ended, here."""
        return timezone.localdate(self.ended_at).replace(day=1) if self.ended_at else None

    def runner_for(self, person: Person) -> Person | None:
        """Who ran it, for themselves, those who answer for the team, quality and auditors; else None."""
        may = person.pk == self.by_id or person.is_auditor or person.answers_for(self.team)
        return self.by if may else None
