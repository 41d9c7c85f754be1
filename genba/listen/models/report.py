from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Place, Team
from genba.trail.keys import random_key


def week_of(day: date) -> date:
    """The Monday of a day's ISO week: all that is kept of when an anonymous report came."""
    return day - timedelta(days=day.weekday())


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports, as one may see them."""

    def current(self) -> "ReportQuerySet":
        """Without those whose import was undone."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, person: Person | None) -> "ReportQuerySet":
        """Quality, top management and auditors see all; leads see their teams'; everybody their own."""
        if person is None:
            return self.none()
        if person.is_quality or person.is_executive or person.is_auditor:
            return self.current()
        seen = Q(reporter=person)
        for team in person.teams_led:
            seen |= Q(team__path__startswith=team.path)
        return self.current().filter(seen)

    def answerable_by(self, person: Person | None) -> "ReportQuerySet":
        """The reports this person may give an answer to."""
        if person is None:
            return self.none()
        if person.is_quality:
            return self.current()
        answered_for = Q(pk__in=[])
        for team in person.teams_led:
            answered_for |= Q(team__path__startswith=team.path)
        return self.current().filter(answered_for)

    def waiting(self) -> "ReportQuerySet":
        """Those without a first human answer, oldest first."""
        return self.filter(state=Report.State.NEW).order_by("received_on", "received_at", "id")


class Report(models.Model):
    """Anything anybody says about the work.

    An anonymous report keeps its week, never its day or hour; its key is random, so that neither the number
    nor the row's place in the file tells in which order reports came.
    """

    class Kind(models.TextChoices):
        """What sort of thing is said."""

        NEAR_MISS = "near_miss", _("Near miss")
        PROBLEM = "problem", _("Problem")
        IDEA = "idea", _("Idea")
        COMPLAINT = "complaint", _("Customer complaint")
        QUESTION = "question", _("Question")
        THANKS = "thanks", _("Thanks")

    class Severity(models.TextChoices):
        """How bad it is, in the reporter's eyes."""

        LOW = "low", _("Annoying")
        MEDIUM = "medium", _("Slows us down")
        HIGH = "high", _("Stop, danger")

    class State(models.TextChoices):
        """How far the first human answer has come."""

        NEW = "new", _("Waiting for an answer")
        ANSWERED = "answered", _("Answered")
        CARDED = "carded", _("Being worked on")
        JOINED = "joined", _("Joined to work under way")

    id = models.BigAutoField(primary_key=True, default=random_key)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, blank=True)
    text = models.TextField(_("what happened"), max_length=10_000)
    severity = models.CharField(_("how bad"), max_length=8, choices=Severity.choices, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    reporter = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="reports")
    reporter_name = models.CharField(_("your name"), max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    received_on = models.DateField(db_index=True)
    received_at = models.DateTimeField(null=True)
    client_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001  (named reports only)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    has_new_words = models.BooleanField(default=False)
    said = models.TextField(_("you said"), max_length=500, blank=True)
    outcome = models.TextField(_("what we did"), max_length=1000, blank=True)
    on_wall = models.BooleanField(_("show on the wall"), default=False)
    outcome_on = models.DateField(null=True)
    external_id = models.CharField(max_length=200, blank=True)
    import_id = models.BigIntegerField(null=True, db_index=True)
    imported = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["team", "received_on", "received_at", "id"],
                name="report_waiting",
                condition=Q(state="new", withdrawn_at=None),
            ),
            models.Index(
                fields=["received_on", "received_at", "id"],
                name="report_waiting_anywhere",
                condition=Q(state="new", withdrawn_at=None),
            ),
            models.Index(
                fields=["received_on", "received_at", "id"],
                name="report_danger",
                condition=Q(state="new", severity="high", withdrawn_at=None),
            ),
            models.Index(
                fields=["team", "received_on", "received_at", "id"],
                name="report_new_words",
                condition=Q(has_new_words=True, withdrawn_at=None),
            ),
            models.Index(fields=["answered_at"], name="report_answered"),
            models.Index(fields=["team", "received_on", "id"], name="report_of_team"),
            models.Index(fields=["reporter", "received_on"], name="report_own"),
            models.Index(fields=["outcome_on"], name="report_wall", condition=Q(on_wall=True)),
        ]

    if TYPE_CHECKING:
        reporter_id: int | None
        team_id: int | None

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The first line, short enough for a list."""
        first = self.text.strip().splitlines()[0] if self.text.strip() else ""
        return first if len(first) <= 120 else f"{first[:117].rstrip()}…"

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody who signs in is known as its reporter."""
        return self.reporter_id is None

    @property
    def is_admitted_copy(self) -> bool:
        """Whether it is the copy of what somebody said without a sign-in; an imported one is not."""
        return self.is_anonymous and self.import_id is None

    @property
    def wait(self) -> timedelta:
        """From being said to the first human answer, or to now.

        An anonymous report counts from the Monday of its week, so that the number is never flattering.
        """
        begun = self.received_at or timezone.make_aware(datetime.combine(self.received_on, time.min))
        return (self.answered_at or timezone.now()) - begun
