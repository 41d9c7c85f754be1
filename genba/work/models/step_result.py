from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.work.models.known_step import KnownStep
from genba.work.models.run import Run


class StepResultQuerySet(models.QuerySet["StepResult"]):
    """Results, as one may see them."""

    def visible_to(self, person: Person | None) -> "StepResultQuerySet":
        """Whoever sees the run."""
        return self.filter(run__in=Run.objects.visible_to(person)) if person else self.none()


class StepResult(models.Model):
    """What came out at one step of a run. `position` counts the results of the run from 0."""

    class Result(models.TextChoices):
        """What came out."""

        PASS = "pass", _("Good")
        FAIL = "fail", _("Not good")
        NOT_APPLICABLE = "na", _("Does not apply")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="results")
    step = models.ForeignKey(KnownStep, on_delete=models.PROTECT, related_name="results")
    position = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=4, choices=Result.choices)
    value = models.FloatField(null=True)
    is_within = models.BooleanField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = StepResultQuerySet.as_manager()

    class Meta:
        ordering = ["run_id", "position"]
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="result_position_once")]

    if TYPE_CHECKING:
        id: int
        run_id: int
        step_id: int

    def __str__(self) -> str:
        return f"{self.step} · {self.get_result_display()}"

    @property
    def is_failed(self) -> bool:
        """Whether this step did not go."""
        return self.result == self.Result.FAIL
