from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.work.models.repository import Repository


class MergeRequestQuerySet(models.QuerySet["MergeRequest"]):
    """Changes to code, as one may see them."""

    def visible_to(self, person: Person | None) -> "MergeRequestQuerySet":
        """Whoever sees the repository."""
        return self.filter(repository__in=Repository.objects.visible_to(person))

    def merged(self) -> "MergeRequestQuerySet":
        """Those that came in."""
        return self.filter(state=MergeRequest.State.MERGED)

    def without_review(self) -> "MergeRequestQuerySet":
        """Those that came in although nobody else had looked: failed checks."""
        return self.merged().filter(reviewed=False)

    def of_teams(self, person: Person) -> "MergeRequestQuerySet":
        """Of the teams in which this person works."""
        return self.filter(repository__team__in=[team.pk for team in person.teams])


class MergeRequest(models.Model):
    """A change to code that shall be looked at by somebody else before it comes in.

    Of people it keeps the author's number and name at the server, for a while (`forget_authors`), and
    of those who looked only the number, in `MergeLook`.
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("Open")
        MERGED = "merged", _("Merged")
        CLOSED = "closed", _("Closed")

    repository = models.ForeignKey(Repository, on_delete=models.PROTECT, related_name="merge_requests")
    number = models.PositiveBigIntegerField()
    title = models.CharField(max_length=300, blank=True)
    page = models.CharField(max_length=500, blank=True)
    author_key = models.CharField(max_length=40, blank=True)
    author = models.CharField(max_length=100, blank=True)
    head = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    merged_at = models.DateTimeField(null=True)
    reviewed = models.BooleanField(default=False)

    objects = MergeRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-number"]
        constraints = [models.UniqueConstraint(fields=["repository", "number"], name="merge_request_once")]
        indexes = [models.Index(fields=["repository", "merged_at"], name="merge_request_merged")]

    if TYPE_CHECKING:
        id: int
        repository_id: int

    def __str__(self) -> str:
        return f"{self.repository} {self.number}"
