from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.work.models.process import Process

if TYPE_CHECKING:
    from genba.work.models.version import Version


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    """Procedures, as one may see and change them."""

    def visible_to(self, person: Person | None) -> "ProcedureQuerySet":
        """Everybody who is signed in reads every procedure, the retired ones too."""
        return self.all() if person else self.none()

    def changeable_by(self, person: Person | None) -> "ProcedureQuerySet":
        """Its owner, its process's owner, those who answer for a team that works with it, and quality."""
        if person is None:
            return self.none()
        if person.is_quality:
            return self.all()
        answers = Q(owner=person) | Q(process__owner=person)
        for team in person.teams_led:
            answers |= Q(process__team__path__startswith=team.path)
            answers |= Q(
                pk__in=Procedure.teams.through.objects.filter(team__path__startswith=team.path).values(
                    "procedure_id"
                )
            )
        return self.filter(answers)

    def in_use(self) -> "ProcedureQuerySet":
        """Those that are not retired."""
        return self.filter(retired_on=None)


class Procedure(models.Model):
    """How one piece of work is done: one page, kept in versions.

    `words` repeats the words of the version in force (of the newest where none is yet), for the search.
    """

    code = models.CharField(_("number"), max_length=40, unique=True)
    title = models.CharField(_("what is done"), max_length=200)
    process = models.ForeignKey(
        Process, on_delete=models.PROTECT, related_name="procedures", verbose_name=_("process")
    )
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    teams = models.ManyToManyField(
        Team, related_name="procedures", blank=True, verbose_name=_("teams that work with it")
    )
    is_check = models.BooleanField(_("is run as a check"), default=False)
    review_months = models.PositiveSmallIntegerField(_("looked at again after, in months"), default=12)
    review_on = models.DateField(null=True, blank=True)
    review_told_on = models.DateField(null=True, editable=False)
    words = models.TextField(blank=True)
    retired_on = models.DateField(null=True, blank=True)
    made_on = models.DateField(default=timezone.localdate, editable=False)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        indexes = [
            models.Index(fields=["process", "title"], name="procedure_of_process"),
            models.Index(fields=["review_on"], name="procedure_review", condition=Q(retired_on=None)),
        ]

    if TYPE_CHECKING:
        id: int
        process_id: int
        owner_id: int | None

    def __str__(self) -> str:
        return self.title

    def may_be_changed_by(self, person: Person) -> bool:
        """Whether this person may change it; asked once, however many parts of a page want to know."""
        known: dict[int, bool] = self.__dict__.setdefault("_may_be_changed_by", {})
        if person.pk not in known:
            known[person.pk] = Procedure.objects.changeable_by(person).filter(pk=self.pk).exists()
        return known[person.pk]

    def was_asked_for(self, person: Person, *, may_change: bool) -> None:
        """Keep what a page has asked together with its record: whether this person may change it."""
        self.__dict__.setdefault("_may_be_changed_by", {})[person.pk] = may_change

    @property
    def in_force(self) -> "Version | None":
        """The version that counts today."""
        return self.versions.filter(state="in_force").first()

    @property
    def under_way(self) -> "Version | None":
        """The version that is being written, tried or approved; there is at most one."""
        return self.versions.filter(state__in=("draft", "pilot", "approval")).first()
