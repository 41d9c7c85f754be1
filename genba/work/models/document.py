from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.work.models.process import Process

if TYPE_CHECKING:
    from genba.work.models.document_version import DocumentVersion


class DocumentQuerySet(models.QuerySet["Document"]):
    """Controlled documents, as one may see and change them."""

    def current(self) -> "DocumentQuerySet":
        """Without those whose import was undone."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, person: Person | None) -> "DocumentQuerySet":
        """Everybody who is signed in reads every document, the retired ones too."""
        return self.current() if person else self.none()

    def changeable_by(self, person: Person | None) -> "DocumentQuerySet":
        """Its owner, its process's owner, those who answer for a team that gets it, and quality."""
        seen = self.visible_to(person)
        if person is None or person.is_quality:
            return seen
        answers = Q(owner=person) | Q(process__owner=person)
        for team in person.teams_led:
            got = Document.teams.through.objects.filter(team__path__startswith=team.path)
            answers |= Q(pk__in=got.values("document_id"))
        return seen.filter(answers)

    def in_use(self) -> "DocumentQuerySet":
        """Those that are not retired."""
        return self.filter(retired_on=None)


class Document(models.Model):
    """A document that counts and is not a procedure: a drawing, a form, a policy, a standard from outside."""

    class Kind(models.TextChoices):
        """What sort of document it is."""

        DRAWING = "drawing", _("Drawing")
        FORM = "form", _("Form")
        POLICY = "policy", _("Policy")
        SPECIFICATION = "specification", _("Specification")
        EXTERNAL = "external", _("Standard from outside")
        OTHER = "other", _("Other document")

    code = models.CharField(_("number"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.OTHER)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    process = models.ForeignKey(
        Process,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("process"),
    )
    teams = models.ManyToManyField(
        Team, related_name="documents", blank=True, verbose_name=_("teams that get it")
    )
    publisher = models.CharField(_("who publishes it"), max_length=120, blank=True)
    kept_where = models.CharField(_("where we have it"), max_length=300, blank=True)
    newer_edition = models.CharField(_("a newer edition"), max_length=60, blank=True)
    review_months = models.PositiveSmallIntegerField(_("looked at again after, in months"), default=24)
    review_on = models.DateField(_("looked at again on"), null=True, blank=True)
    review_told_for = models.DateField(null=True, editable=False)
    words = models.TextField(blank=True)
    retired_on = models.DateField(null=True, blank=True)
    retired_why = models.CharField(max_length=500, blank=True)
    made_on = models.DateField(default=timezone.localdate, editable=False)
    external_id = models.CharField(max_length=200, blank=True)
    import_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [
            models.Index(fields=["kind", "code"], name="document_kind"),
            models.Index(
                fields=["review_on"], name="document_review", condition=Q(retired_on=None, withdrawn_at=None)
            ),
        ]

    if TYPE_CHECKING:
        id: int
        owner_id: int | None
        process_id: int | None

    def __str__(self) -> str:
        return f"{self.code} · {self.title}"

    @property
    def is_external(self) -> bool:
        """Whether somebody else writes it, so that we watch for editions."""
        return self.kind == self.Kind.EXTERNAL

    @property
    def in_force(self) -> "DocumentVersion | None":
        """The version that counts today."""
        return self.versions.filter(state="in_force").first()

    @property
    def under_way(self) -> "DocumentVersion | None":
        """The version that waits to count; there is at most one."""
        return self.versions.filter(state__in=("draft", "approval")).first()

    @property
    def is_due(self) -> bool:
        """Whether the day of looking at it again has come."""
        return (
            self.retired_on is None and self.review_on is not None and self.review_on <= timezone.localdate()
        )
