from django.db import models
from django.db.models import Q
from django.utils import timezone

from genba.trail.subjects import kind_of


class LinkQuerySet(models.QuerySet["Link"]):
    """Links between records of any rooms."""

    def touching(self, subject: models.Model) -> "LinkQuerySet":
        """The links from or to one record."""
        kind, key = kind_of(subject), str(subject.pk)
        return self.filter(Q(from_kind=kind, from_id=key) | Q(to_kind=kind, to_id=key))

    def tie(self, source: models.Model, target: models.Model, *, meaning: str) -> "Link":
        """Link two records; the same link twice is one link."""
        link, _ = self.get_or_create(
            from_kind=kind_of(source),
            from_id=str(source.pk),
            to_kind=kind_of(target),
            to_id=str(target.pk),
            meaning=meaning,
        )
        return link


class Link(models.Model):
    """A record of one room tied to a record of any other: report → card → procedure → evidence."""

    from_kind = models.CharField(max_length=64)
    from_id = models.CharField(max_length=40)
    to_kind = models.CharField(max_length=64)
    to_id = models.CharField(max_length=40)
    meaning = models.CharField(max_length=40)
    made_on = models.DateField(default=timezone.localdate)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_kind", "from_id", "to_kind", "to_id", "meaning"], name="link_once"
            )
        ]
        indexes = [models.Index(fields=["to_kind", "to_id"], name="link_target")]

    def __str__(self) -> str:
        return f"{self.from_kind}:{self.from_id} {self.meaning} {self.to_kind}:{self.to_id}"
