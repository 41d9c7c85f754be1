from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.improve.models.card import Card


class Experiment(models.Model):
    """Something tried in order to learn: what we change, what we expect to see, by when."""

    class Result(models.TextChoices):
        """What we saw."""

        OPEN = "open", _("Running")
        AS_EXPECTED = "as_expected", _("As we expected")
        OTHERWISE = "otherwise", _("Otherwise")

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="experiments")
    change = models.TextField(_("what we change"), max_length=2000)
    expectation = models.TextField(_("what we expect to see"), max_length=2000)
    until = models.DateField(_("by when"))
    review_at = models.DateTimeField(_("review, 30 minutes"), null=True, blank=True)
    result = models.CharField(max_length=12, choices=Result.choices, default=Result.OPEN)
    learned = models.TextField(_("what we learned"), blank=True, max_length=2000)
    begun_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.change
