from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.work.models.document_version import DocumentVersion


class PrintedCopyQuerySet(models.QuerySet["PrintedCopy"]):
    """Copies on paper."""

    def out(self) -> "PrintedCopyQuerySet":
        """Those that nobody has taken in yet."""
        return self.filter(taken_in_on=None)


class PrintedCopy(models.Model):
    """A copy on paper: who has it or where it hangs. It is called back when its version counts no more."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="copies")
    where = models.CharField(_("where it hangs or lies"), max_length=200)
    keeper = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who looks after it"),
    )
    given_on = models.DateField(default=timezone.localdate)
    called_back_on = models.DateField(null=True)
    taken_in_on = models.DateField(null=True)

    objects = PrintedCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-id"]

    if TYPE_CHECKING:
        id: int
        version_id: int
        keeper_id: int | None

    def __str__(self) -> str:
        return f"{self.version} · {self.where}"
