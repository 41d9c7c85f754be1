from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.work.models.known_step import KnownStep
from genba.work.models.procedure import Procedure

if TYPE_CHECKING:
    from genba.work.models.step_answer import StepAnswer


class StepQuestionQuerySet(models.QuerySet["StepQuestion"]):
    """Questions, as one may see them."""

    def visible_to(self, person: Person | None) -> "StepQuestionQuerySet":
        """Everybody who reads a procedure reads its questions."""
        return self.filter(step__procedure__in=Procedure.objects.visible_to(person))


class StepQuestion(models.Model):
    """A question about a step. It stays with the step through the versions, until a version answers it.

    `number` is the version it was asked on; `answered_in` the later version whose words answer it.
    """

    step = models.ForeignKey(KnownStep, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveIntegerField()
    text = models.CharField(_("question"), max_length=500)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_in = models.PositiveIntegerField(null=True)

    objects = StepQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    if TYPE_CHECKING:
        id: int
        step_id: int
        given: "list[StepAnswer]"  # where a page has asked for them
        by_id: int | None

    def __str__(self) -> str:
        return self.text
