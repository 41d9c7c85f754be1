from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.trail.subjects import kind_of


class PeerReviewQuerySet(models.QuerySet["PeerReview"]):
    """Looks of colleagues, as one may see them."""

    def visible_to(self, person: Person | None) -> "PeerReviewQuerySet":
        """Cards and procedures are open to everybody who is signed in, and so is what colleagues said."""
        return self.all() if person else self.none()

    def of(self, record: models.Model) -> "PeerReviewQuerySet":
        """The looks at one record, newest first."""
        return self.filter(subject_kind=kind_of(record), subject_id=str(record.pk))

    def waiting_for(self, person: Person | None) -> "PeerReviewQuerySet":
        """Those that this person was asked for, alone or with a team, and that nobody has given yet."""
        if person is None:
            return self.none()
        asked = Q(asked_of=person) | Q(team__in=[team.pk for team in person.teams])
        return self.filter(asked, verdict="", withdrawn_at=None).exclude(asked_by=person)


class PeerReview(models.Model):
    """A colleague looks at a card or a version before it is done: asked for, then given in a sentence."""

    class Verdict(models.TextChoices):
        """What the colleague says."""

        GOOD = "good", _("Good")
        NEEDS_WORK = "needs_work", _("Needs work")

    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    words = models.CharField(_("what to look at"), max_length=300, blank=True)
    asked_of = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    sentence = models.CharField(_("in one sentence"), max_length=500, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    is_outdated = models.BooleanField(default=False)

    objects = PeerReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="review_of_record"),
            models.Index(
                fields=["asked_of"], name="review_waiting", condition=Q(verdict="", withdrawn_at=None)
            ),
        ]

    if TYPE_CHECKING:
        id: int
        asked_of_id: int | None
        asked_by_id: int | None
        by_id: int | None
        team_id: int | None

    def __str__(self) -> str:
        return str(self.get_verdict_display() or _("A colleague’s look"))

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has looked yet."""
        return not self.verdict and self.withdrawn_at is None

    def still_counts(self, changed_at: Any) -> bool:
        """Whether it is good, and the record is as it was when the colleague looked."""
        is_good = self.verdict == self.Verdict.GOOD and not self.is_outdated
        return is_good and (changed_at is None or (self.at is not None and changed_at <= self.at))
