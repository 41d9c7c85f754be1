from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.listen.models.report import Report, week_of
from genba.people.models import Person
from genba.trail.keys import random_key


class MessageManager(models.Manager["Message"]):
    """Adds turns to a conversation."""

    def say(
        self, report: Report, text: str, *, by: Person | None = None, from_reporter: bool = False
    ) -> "Message":
        """Add the next turn, in the caller’s transaction. An anonymous reporter’s words keep their week."""
        Report.objects.select_for_update().only("pk").get(pk=report.pk)
        last = self.filter(report=report).aggregate(last=Max("place_in_talk"))["last"] or 0
        hidden = from_reporter and report.is_anonymous
        today = timezone.localdate()
        return self.create(
            report=report,
            by=by,
            from_reporter=from_reporter,
            text=text,
            place_in_talk=last + 1,
            written_on=week_of(today) if hidden else today,
            written_at=None if hidden else timezone.now(),
        )


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

    objects = MessageManager()

    class Meta:
        ordering = ["place_in_talk"]
        constraints = [models.UniqueConstraint(fields=["report", "place_in_talk"], name="one_turn_at_a_time")]

    if TYPE_CHECKING:
        report_id: int

    def __str__(self) -> str:
        return f"{self.report_id}/{self.place_in_talk}"
