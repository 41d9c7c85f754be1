from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.improve.models.card import Card
from genba.people.models import Person


class EffectivenessCheck(models.Model):
    """The dated look, after a card is done, at whether the trouble really went away."""

    class Result(models.TextChoices):
        """What the look showed."""

        PLANNED = "planned", _("Planned")
        DUE = "due", _("Time to look")
        HELPED = "helped", _("It helped")
        DID_NOT_HELP = "did_not_help", _("It did not help")

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="effectiveness_checks")
    what = models.TextField(_("what we will look at"), max_length=1000)
    due_on = models.DateField(_("when"))
    result = models.CharField(max_length=12, choices=Result.choices, default=Result.PLANNED)
    seen = models.TextField(_("what we saw"), blank=True, max_length=2000)
    looked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    looked_on = models.DateField(null=True)
    was_done_at = models.DateTimeField(
        null=True
    )  # so that waiting for this look does not lengthen cycle times

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["result", "due_on"], name="effectiveness_due")]

    def __str__(self) -> str:
        return self.what
