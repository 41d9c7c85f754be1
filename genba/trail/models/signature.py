from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from genba.trail.subjects import kind_of


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Signatures, the earliest first."""

    def under(self, subject: models.Model) -> "SignatureQuerySet":
        """The signatures under one record, with their words."""
        return self.of(kind_of(subject), str(subject.pk))

    def of(self, kind: str, key: str) -> "SignatureQuerySet":
        """The signatures under the record of this kind and number."""
        return self.filter(subject_kind=kind, subject_id=key).select_related("words")

    def of_each(self, kind: str, keys: Iterable[str]) -> "SignatureQuerySet":
        """The signatures under several records of one kind."""
        return self.filter(subject_kind=kind, subject_id__in=list(keys)).select_related("words")


class Signature(models.Model):
    """One person's electronic signature: who, when, with which meaning, under which exact version.

    The database refuses to change or delete it. Like a fact it holds numbers and codes only; the printed name
    and the reason lie in `SignatureWords`, and `words_hash` binds them to it.
    """

    signer_id = models.BigIntegerField(editable=False, db_index=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    meaning = models.CharField(max_length=40, editable=False)
    subject_kind = models.CharField(max_length=64, editable=False)
    subject_id = models.CharField(max_length=40, editable=False)
    version_hash = models.CharField(max_length=64, editable=False)
    words_hash = models.CharField(max_length=64, editable=False)
    proved_by = models.CharField(max_length=40, editable=False)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "signer_id", "meaning", "version_hash"],
                name="signed_once",
            )
        ]

    if TYPE_CHECKING:
        id: int

    def __str__(self) -> str:
        return f"{self.signer_id} {self.meaning} {self.subject_kind}:{self.subject_id}"
