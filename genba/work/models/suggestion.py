from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.work.models.known_step import KnownStep
from genba.work.models.procedure import Procedure
from genba.work.models.version import Version


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Suggested changes, as one may see them."""

    def visible_to(self, person: Person | None) -> "SuggestionQuerySet":
        """Everybody who is signed in: a suggestion is made in the open."""
        return self.all() if person else self.none()

    def changeable_by(self, person: Person | None) -> "SuggestionQuerySet":
        """Open ones, for those who may change the procedure."""
        return self.open().filter(procedure__in=Procedure.objects.changeable_by(person))

    def open(self) -> "SuggestionQuerySet":
        """Those that wait for an answer."""
        return self.filter(state=Suggestion.State.OPEN)


class Suggestion(models.Model):
    """What somebody who works with a procedure would change: at one step, or in the whole.

    `instead` is the step's sentence as they would write it. It ends in being taken up in a version, or in
    being declined with a sentence; whoever suggested it hears of both.
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("Waits for an answer")
        TAKEN = "taken", _("Taken up")
        DECLINED = "declined", _("Declined")

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="suggestions")
    step = models.ForeignKey(KnownStep, on_delete=models.PROTECT, null=True, related_name="suggestions")
    made_on_version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")
    said = models.CharField(_("what should be different, and why"), max_length=1000)
    instead = models.CharField(_("how the step should read"), max_length=500, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.CharField(_("why not"), max_length=500, blank=True)
    taken_in = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="taken_up")
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["procedure", "state"], name="suggestion_of")]

    if TYPE_CHECKING:
        id: int
        procedure_id: int
        step_id: int | None
        card: str | None  # the number of the card that works on it, where a page has asked for it
        by_id: int | None

    def __str__(self) -> str:
        return self.said
