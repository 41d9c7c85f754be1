from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from genba.people.models import Organisation, Person, Team
from genba.trail.subjects import kind_of
from genba.understand.models.metric import Metric


def _keys(records: "models.QuerySet[Any]") -> Any:
    """Their numbers in words, as signs name what they are about."""
    keyed = records.order_by().annotate(key=Cast("pk", models.CharField(max_length=40)))
    return keyed.values("key")


class SignQuerySet(models.QuerySet["Sign"]):
    """Episodes of warning signs, as one may see and answer them."""

    def visible_to(self, person: Person | None) -> "SignQuerySet":
        """Everybody who is signed in: a sign asks the house a question, and names nobody."""
        return self.all() if person else self.none()

    def answerable_by(self, person: Person | None) -> "SignQuerySet":
        """Quality answers all; who may change a metric, its signs; who leads a team, the team's."""
        if person is None or person.is_quality:
            return self.visible_to(person)
        teams = Team.objects.below(person.teams_led) if person.teams_led else Team.objects.none()
        metrics = Q(subject_kind=kind_of(Metric), subject_id__in=_keys(Metric.objects.changeable_by(person)))
        return self.filter(metrics | Q(subject_kind=kind_of(Team), subject_id__in=_keys(teams)))

    def going_on(self) -> "SignQuerySet":
        """Those whose data are still odd."""
        return self.filter(ended_at=None)

    def unanswered(self) -> "SignQuerySet":
        """Those that nobody has answered, gone or not."""
        return self.filter(state=Sign.State.OPEN)


class Sign(models.Model):
    """One episode of a warning sign: from the first look that found something odd to several calm ones.

    `sign` names which (`analysis.signs`), `subject_kind` and `subject_id` of what: a metric, a team, the
    organisation. `numbers` is the evidence of the look that raised it. `truth` is what people know later, and
    is the only thing that says whether the sign was right. There is one running episode of a sign for each
    subject; the database holds that.
    """

    class State(models.TextChoices):
        """Whether the question has an answer."""

        OPEN = "open", _("Waits for an answer")
        ANSWERED = "answered", _("Answered")

    class Truth(models.TextChoices):
        """What turned out."""

        SO = "so", _("It was so")
        NOTHING = "nothing", _("It was nothing")

    sign = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    calm_looks = models.PositiveSmallIntegerField(default=0)
    looked_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    numbers = models.JSONField(default=dict)
    p = models.FloatField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reason = models.CharField(_("what is behind it"), max_length=500, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    truth = models.CharField(_("what turned out"), max_length=8, choices=Truth, blank=True)
    truth_why = models.CharField(_("how we know"), max_length=500, blank=True)
    truth_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    truth_at = models.DateTimeField(null=True)

    objects = SignQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sign", "subject_kind", "subject_id"],
                condition=Q(ended_at=None),
                name="one_running_episode_of_a_sign",
            )
        ]
        indexes = [models.Index(fields=["state", "-opened_at"], name="sign_state")]

    if TYPE_CHECKING:
        id: int
        answered_by_id: int | None
        truth_by_id: int | None

    def __str__(self) -> str:
        return self.sign

    @property
    def is_of_organisation(self) -> bool:
        """Whether it is about all of us."""
        return self.subject_kind == kind_of(Organisation)
