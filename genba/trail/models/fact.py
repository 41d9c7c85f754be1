from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from genba.trail.kinds import FactKind, kind_named
from genba.trail.subjects import kind_of


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts in the order in which they were written, newest first."""

    def about(self, subject: models.Model) -> "FactQuerySet":
        """The facts about one record."""
        return self.filter(subject_kind=kind_of(subject), subject_id=str(subject.pk))

    def about_each(self, subjects: Iterable[models.Model]) -> "FactQuerySet":
        """The facts about several records."""
        keys: dict[str, set[str]] = {}
        for subject in subjects:
            keys.setdefault(kind_of(subject), set()).add(str(subject.pk))
        wanted = (models.Q(subject_kind=kind, subject_id__in=ids) for kind, ids in keys.items())
        return self.filter(reduce(or_, wanted)) if keys else self.none()


class Fact(models.Model):
    """One immutable line of the trail: what happened, to what, when, by whom (or nobody).

    The database refuses to change or delete a line. Names and words of people stay out of `data`:
    a person is only a number here, so that a person can be erased and the trail still stands.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    name = models.CharField(max_length=64, editable=False)
    subject_kind = models.CharField(max_length=64, editable=False)
    subject_id = models.CharField(max_length=40, editable=False)
    by_id = models.BigIntegerField(null=True, editable=False)
    data = models.JSONField(default=dict, editable=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="fact_subject"),
            models.Index(fields=["name", "at"], name="fact_name_at"),
        ]

    if TYPE_CHECKING:
        id: int

    def __str__(self) -> str:
        return f"{self.name} {self.subject_kind}:{self.subject_id}"

    @property
    def kind(self) -> FactKind:
        """The declared kind of this fact."""
        return kind_named(self.name)

    @property
    def sentence(self) -> str:
        """What happened, in plain words, filled in from the fact's own data."""
        words = self.kind.words
        data = {name: words[name](value) if name in words else value for name, value in self.data.items()}
        try:
            return str(self.kind.sentence).format_map(_Blanks(data))
        except (ValueError, IndexError):
            return str(self.kind.sentence)


class _Blanks(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
