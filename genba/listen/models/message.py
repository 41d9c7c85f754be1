from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.listen.models.report import Report
from genba.people.models import Person
from genba.trail.keys import random_key


class Message(models.Model):
    """One turn in the conversation about a report. Without a person it is the reporter's."""

    id = models.BigAutoField(primary_key=True, default=random_key)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    from_reporter = models.BooleanField(default=False)
    text = models.TextField(_("message"), max_length=10_000)
    place_in_talk = models.PositiveIntegerField()
    written_on = models.DateField()
    written_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place_in_talk"]
        constraints = [models.UniqueConstraint(fields=["report", "place_in_talk"], name="one_turn_at_a_time")]

    if TYPE_CHECKING:
        report_id: int

    def __str__(self) -> str:
        return f"{self.report_id}/{self.place_in_talk}"
