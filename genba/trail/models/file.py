import secrets
import uuid

from django.db import models
from django.utils import timezone

from genba.trail.subjects import kind_of


def random_name(file: "File", original: str) -> str:
    """Where the bytes lie: a random name, so that neither order nor origin can be read from it."""
    del file, original
    name = secrets.token_hex(20)
    return f"{name[:2]}/{name}"


class FileQuerySet(models.QuerySet["File"]):
    """Files kept with records."""

    def of(self, subject: models.Model) -> "FileQuerySet":
        """The files kept with one record."""
        return self.filter(subject_kind=kind_of(subject), subject_id=str(subject.pk))


class File(models.Model):
    """A file kept with a record of any room. Who may open the record may open its files."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    blob = models.FileField(upload_to=random_name, max_length=100, blank=True)
    added_by_id = models.BigIntegerField(null=True)
    added_on = models.DateField(default=timezone.localdate, null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="file_subject")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether a browser can show it in place."""
        return self.content_type in {"image/jpeg", "image/png", "image/webp"}
