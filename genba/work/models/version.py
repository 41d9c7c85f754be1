from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.work.models.procedure import Procedure
from genba.work.steps import Steps, steps_from


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions, as one may see them."""

    def visible_to(self, person: Person | None) -> "VersionQuerySet":
        """Everybody who is signed in reads every version, drafts too: work is done in the open."""
        return self.all() if person else self.none()

    def changeable_by(self, person: Person | None) -> "VersionQuerySet":
        """Drafts and pilots, for those who may change the procedure."""
        return self.filter(
            state__in=(Version.State.DRAFT, Version.State.PILOT),
            procedure__in=Procedure.objects.changeable_by(person),
        )


class Version(models.Model):
    """One version of a procedure. Once it is in force, nothing of it changes."""

    class State(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", _("Draft")
        PILOT = "pilot", _("Pilot")
        APPROVAL = "approval", _("Waits for approval")
        IN_FORCE = "in_force", _("In force")
        REPLACED = "replaced", _("Replaced")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    UNDER_WAY = (State.DRAFT, State.PILOT, State.APPROVAL)

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    title = models.CharField(_("what is done"), max_length=200)
    why = models.CharField(_("why we do it this way"), max_length=500, blank=True)
    body = models.JSONField(default=list)
    reason = models.CharField(_("why it changes"), max_length=500, blank=True)
    question = models.CharField(_("a question for those who read the change"), max_length=300, blank=True)
    expected_answer = models.CharField(_("what a good answer says"), max_length=500, blank=True)
    answer_choices = models.JSONField(_("answers to choose from"), default=list, blank=True)
    not_read_because = models.CharField(_("why nobody needs to read it"), max_length=300, blank=True)
    sent_back_because = models.CharField(_("why it went back"), max_length=500, blank=True)
    ended_because = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    in_force_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["procedure"], name="one_version_in_force", condition=Q(state="in_force")
            ),
            models.UniqueConstraint(
                fields=["procedure"],
                name="one_version_under_way",
                condition=Q(state__in=("draft", "pilot", "approval")),
            ),
        ]

    if TYPE_CHECKING:
        id: int
        procedure_id: int
        made_by_id: int | None
        may_be_changed: bool  # where a page has asked for it
        asked_by_id: int | None

    def __str__(self) -> str:
        return f"{self.title} · {self.number}"

    @cached_property
    def steps(self) -> Steps:
        """Its steps."""
        return steps_from(self.body)

    @property
    def is_under_way(self) -> bool:
        """Whether it is written, tried or approved."""
        return self.state in self.UNDER_WAY

    @property
    def may_be_written(self) -> bool:
        """Whether its words may still change."""
        return self.state in (self.State.DRAFT, self.State.PILOT)
