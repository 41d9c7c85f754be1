from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.listen.models.report import Report
from genba.people.models import Person


class Note(models.Model):
    """A word among those who answer. It stands apart from the conversation, so it cannot slip into it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("note"), max_length=4000)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:80]
