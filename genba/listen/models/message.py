from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.listen import envelope
from genba.listen.models.original import UNREADABLE, Original
from genba.listen.models.report import Report, week_of
from genba.people.models import Person
from genba.trail.keys import random_key

TURN = "turn"


class MessageManager(models.Manager["Message"]):
    """Adds turns to a conversation, and reads it."""

    def of(self, thread: Report | Original) -> models.QuerySet["Message"]:
        """The turns, in order. Of an anonymous report they lie with its original, as long as that is kept."""
        return thread_of(thread).messages.select_related("by").order_by("place_in_talk")

    def say(
        self, thread: Report | Original, text: str, *, by: Person | None = None, from_reporter: bool = False
    ) -> "Message":
        """Add the next turn, in the caller’s transaction.

        While an anonymous report's original is kept, both sides' words are closed under its key. An anonymous
        reporter’s words keep their week only.
        """
        about = thread_of(thread)
        type(about).objects.select_for_update().only("pk").get(pk=about.pk)
        last = self.of(about).aggregate(last=Max("place_in_talk"))["last"] or 0
        today = timezone.localdate()
        hidden = from_reporter and (isinstance(about, Original) or about.is_anonymous)
        turn = Message(
            by=by,
            from_reporter=from_reporter,
            place_in_talk=last + 1,
            written_on=week_of(today) if hidden else today,
            written_at=None if hidden else timezone.now(),
        )
        if isinstance(about, Original):
            turn.close_under(about, text)
            Original.objects.filter(pk=about.pk).update(last_week=week_of(today))
        else:
            turn.report, turn.text = about, text
        turn.save(force_insert=True)
        return turn


def thread_of(about: Report | Original) -> Report | Original:
    """Where the conversation about something lies."""
    if isinstance(about, Report):
        return Original.objects.filter(report=about).first() or about
    return about


class Message(models.Model):
    """One turn in the conversation about a report. Without a person it is the reporter's."""

    id = models.BigAutoField(primary_key=True, default=random_key)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="messages")
    original = models.ForeignKey(Original, on_delete=models.CASCADE, null=True, related_name="messages")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    from_reporter = models.BooleanField(default=False)
    text = models.TextField(_("message"), max_length=10_000, blank=True)
    sealed = models.BinaryField(null=True)
    place_in_talk = models.PositiveIntegerField()
    written_on = models.DateField()
    written_at = models.DateTimeField(null=True)

    objects = MessageManager()

    class Meta:
        ordering = ["place_in_talk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "place_in_talk"], name="one_turn_at_a_time"),
            models.UniqueConstraint(fields=["original", "place_in_talk"], name="one_closed_turn_at_a_time"),
            models.CheckConstraint(
                name="message_is_in_one_conversation",
                condition=Q(report=None, original__isnull=False) | Q(report__isnull=False, original=None),
            ),
        ]

    if TYPE_CHECKING:
        report_id: int | None

    def __str__(self) -> str:
        return f"{self.report_id or 'original'}/{self.place_in_talk}"

    def close_under(self, original: Original, text: str) -> None:
        """Put the words into the envelope of an original instead of leaving them open with the report."""
        self.report, self.original, self.text = None, original, ""
        self.sealed = envelope.close(text.encode(), original.content_key, TURN)

    @property
    def words(self) -> str:
        """What was said, opened where it lies closed."""
        if self.original is None or self.sealed is None:
            return self.text
        try:
            return envelope.open_envelope(self.sealed, self.original.content_key, TURN).decode()
        except envelope.CannotOpen:
            return str(UNREADABLE)
