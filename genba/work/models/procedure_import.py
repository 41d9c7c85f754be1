from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.work.models.version import Version


class ProcedureImportQuerySet(models.QuerySet["ProcedureImport"]):
    """Documents that became procedures, or may."""

    def visible_to(self, person: Person | None) -> "ProcedureImportQuerySet":
        """One's own; once taken over, everybody who is signed in sees what a procedure was before."""
        if person is None:
            return self.none()
        return self.filter(Q(state=ProcedureImport.State.TAKEN) | Q(by=person)).exclude(
            state=ProcedureImport.State.FORGOTTEN
        )

    def open_to(self, person: Person | None) -> "ProcedureImportQuerySet":
        """One's own that are only looked at so far."""
        return self.filter(state=ProcedureImport.State.LOOKED_AT, by=person) if person else self.none()


class ProcedureImport(models.Model):
    """One document that somebody brings in: read, looked at, taken over as a draft or thrown away.

    `pieces` are its passages and what each becomes (see `formats/draft.py`); `notes` the places that were
    not understood. The file itself is kept beside it.
    """

    class State(models.TextChoices):
        """How far it has come."""

        LOOKED_AT = "looked_at", _("Looked at")
        TAKEN = "taken", _("Taken over")
        FORGOTTEN = "forgotten", _("Thrown away")

    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    on = models.DateField(default=timezone.localdate, editable=False)
    file_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOOKED_AT)
    title = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=500, blank=True)
    number = models.CharField(max_length=40, blank=True)
    pages = models.PositiveIntegerField(default=0)
    words_before = models.PositiveIntegerField(default=0)
    words_after = models.PositiveIntegerField(default=0)
    steps_after = models.PositiveIntegerField(default=0)
    pieces = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="imports")

    objects = ProcedureImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    if TYPE_CHECKING:
        id: int
        by_id: int | None
        version_id: int | None

    def __str__(self) -> str:
        return self.file_name

    @property
    def left_over(self) -> list[dict[str, Any]]:
        """The passages that became nothing."""
        return [piece for piece in self.pieces if piece["became"] == "left"]
