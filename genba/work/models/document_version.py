from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.trail.models import File
from genba.work.models.document import Document


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    """Versions of documents, as one may see them."""

    def visible_to(self, person: Person | None) -> "DocumentVersionQuerySet":
        """Whoever sees the document sees all its versions, the old ones too."""
        return self.filter(document__in=Document.objects.visible_to(person))


class DocumentVersion(models.Model):
    """One file of a document, under one revision. Once it has counted, nothing of it changes."""

    class State(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", _("Draft")
        APPROVAL = "approval", _("Waits for approval")
        IN_FORCE = "in_force", _("In force")
        REPLACED = "replaced", _("Replaced")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    UNDER_WAY = (State.DRAFT, State.APPROVAL)

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    revision = models.CharField(_("revision"), max_length=40)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=200)
    changed = models.CharField(_("what changed"), max_length=1000, blank=True)
    reason = models.CharField(_("why it changes"), max_length=500, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_key = models.UUIDField(null=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    in_force_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_taken_over = models.BooleanField(default=False)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_number_once"),
            models.UniqueConstraint(fields=["document", "revision"], name="document_revision_once"),
            models.UniqueConstraint(
                fields=["document"], name="one_document_in_force", condition=Q(state="in_force")
            ),
            models.UniqueConstraint(
                fields=["document"],
                name="one_document_under_way",
                condition=Q(state__in=("draft", "approval")),
            ),
        ]

    if TYPE_CHECKING:
        id: int
        document_id: int
        made_by_id: int | None

    def __str__(self) -> str:
        return f"{self.title} · {self.revision}"

    @property
    def is_over(self) -> bool:
        """Whether it counts no more."""
        return self.state in (self.State.REPLACED, self.State.WITHDRAWN)

    @property
    def file(self) -> File | None:
        """The kept file; a standard that lies in a cupboard has none."""
        return File.objects.filter(pk=self.file_key).first() if self.file_key else None
