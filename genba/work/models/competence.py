from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Membership, Person
from genba.work.models.procedure import Procedure
from genba.work.models.skill import Skill


class CompetenceQuerySet(models.QuerySet["Competence"]):
    """What people can do, as one may see it."""

    def visible_to(self, person: Person | None) -> "CompetenceQuerySet":
        """One's own, those of the people in one's teams, and of the teams one answers for."""
        if person is None:
            return self.none()
        if person.is_quality:
            return self.all()
        return self.filter(Q(person=person) | Q(person__in=_colleagues(person)))

    def changeable_by(self, person: Person | None) -> "CompetenceQuerySet":
        """Of the people in the teams one answers for, but nobody vouches for themselves; and quality."""
        if person is None:
            return self.none()
        led = Q()
        if not person.is_quality:
            led = Q(person__in=_led(person))
        return self.filter(led).exclude(person=person)

    def standing(self) -> "CompetenceQuerySet":
        """Those that were not taken back."""
        return self.filter(withdrawn_on=None)


class Competence(models.Model):
    """Somebody has shown that they can do something: what, how, seen by whom, until when."""

    class Way(models.TextChoices):
        """How it was shown."""

        WATCHED = "watched", _("Seen at work")
        TEST = "test", _("A test or a course")
        CERTIFICATE = "certificate", _("A certificate")
        RUN = "run", _("A run that went well")
        READ = "read", _("Read and understood")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="competences")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, null=True, related_name="competences")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, null=True, related_name="competences")
    way = models.CharField(_("how it was shown"), max_length=12, choices=Way.choices, default=Way.WATCHED)
    shown_by = models.CharField(_("what was seen"), max_length=500, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    on = models.DateField(_("when"), default=timezone.localdate)
    expires_on = models.DateField(_("good until"), null=True, blank=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)
    told_for = models.DateField(null=True, editable=False)

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="competence_in_one_thing",
                condition=Q(skill__isnull=False, procedure__isnull=True)
                | Q(skill__isnull=True, procedure__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                fields=["expires_on"], name="competence_expires", condition=Q(withdrawn_on__isnull=True)
            )
        ]

    if TYPE_CHECKING:
        id: int
        person_id: int
        skill_id: int | None
        procedure_id: int | None

    def __str__(self) -> str:
        return str(self.skill or self.procedure)


def _colleagues(person: Person) -> "models.QuerySet[Membership]":
    """The numbers of those in the same teams, and in or below the teams this person answers for."""
    near = Q(team__in=person.teams)
    for team in person.teams_led:
        near |= Q(team__path__startswith=team.path)
    return Membership.objects.filter(near).values("person_id")  # type: ignore[return-value]


def _led(person: Person) -> "models.QuerySet[Membership]":
    led = Q(pk__in=[])
    for team in person.teams_led:
        led |= Q(team__path__startswith=team.path)
    return Membership.objects.filter(led).values("person_id")  # type: ignore[return-value]
