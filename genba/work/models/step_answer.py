from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.work.models.step_question import StepQuestion


class StepAnswer(models.Model):
    """An answer to a question about a step. The owner's is marked, as of when it was given."""

    question = models.ForeignKey(StepQuestion, on_delete=models.CASCADE, related_name="answers")
    text = models.CharField(_("answer"), max_length=1000)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    is_owners = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]

    if TYPE_CHECKING:
        question_id: int
        by_id: int | None

    def __str__(self) -> str:
        return self.text
