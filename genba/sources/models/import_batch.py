from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.sources.models.register import Register


class Import(models.Model):
    """One table that somebody brings in: uploaded, looked at, taken over, perhaps undone again."""

    class State(models.TextChoices):
        """How far it has come."""

        UPLOADED = "uploaded", _("Uploaded")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        COMMITTING = "committing", _("Being taken over")
        COMMITTED = "committed", _("Taken over")
        UNDONE = "undone", _("Undone")
        FAILED = "failed", _("Stopped")

    target = models.CharField(max_length=40)
    place = models.CharField(max_length=80, blank=True)
    register_name = models.CharField(_("name of the list"), max_length=120)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, null=True, related_name="imports")
    options = models.JSONField(default=dict)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    stored_as = models.CharField(max_length=64)
    sheet = models.CharField(max_length=120, blank=True)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.UPLOADED)
    total = models.PositiveIntegerField(default=0)
    fine = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    error = models.TextField(blank=True)
    started_by = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField(default=timezone.now)
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def path(self) -> Path:
        """Where the uploaded file lies, under a random name."""
        return imports_folder() / self.stored_as

    @property
    def is_under_way(self) -> bool:
        """Whether the worker is busy with it."""
        return self.state in {self.State.CHECKING, self.State.COMMITTING}

    @property
    def counts(self) -> dict[str, Any]:
        """The numbers of the dry run."""
        names = ("total", "fine", "refused", "new", "changed", "unchanged")
        return {name: getattr(self, name) for name in names}


def imports_folder() -> Path:
    """The folder of uploaded tables; made when first needed, closed to other users of the machine."""
    folder = Path(settings.GENBA_DATA) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
