from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from genba.people.models import Person
from genba.trail.keys import random_key

MOST_COUNTED = 100


class NotificationQuerySet(models.QuerySet["Notification"]):
    """What people are told."""

    def unread(self) -> "NotificationQuerySet":
        """What has not been looked at yet."""
        return self.filter(read_at=None)

    def count_for_bell(self) -> int:
        """How many are unread, counted up to a hundred at most."""
        return self.unread()[:MOST_COUNTED].count()

    def mark_read(self) -> int:
        """Look at them all; the number that was unread."""
        return self.unread().update(read_at=timezone.now())

    def tell(self, person: Person, subject: tuple[str, str], *, code: str, **more: Any) -> bool:
        """Put one notice before a person; True where it is a new one.

        `more` is why, data, fact_id and created_at. As long as a notice about the same record is unread, it
        is renewed instead of doubled.
        """
        kind, key = subject
        words = {"code": code, **more}
        found = self.filter(person=person, subject_kind=kind, subject_id=key, read_at=None)
        if more.get("fact_id") and found.filter(fact_id=more["fact_id"]).exists():
            return False
        renewed = {"created_at": timezone.now(), "mailed_at": None, "times": F("times") + 1, **words}
        if found.update(**renewed):
            return False
        _notice, is_new = self.get_or_create(
            person=person, subject_kind=kind, subject_id=key, read_at=None, defaults=words
        )
        return is_new


class Notification(models.Model):
    """One notice to one person about one record. It holds codes and numbers, never anybody's words."""

    id = models.BigAutoField(primary_key=True, default=random_key)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    fact_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    why = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)
    times = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "subject_kind", "subject_id"],
                condition=Q(read_at=None),
                name="one_unread_notice_a_record",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notice_of_person"),
            models.Index(
                fields=["created_at"], name="notice_to_mail", condition=Q(read_at=None, mailed_at=None)
            ),
        ]

    if TYPE_CHECKING:
        person_id: int

    def __str__(self) -> str:
        return f"{self.person_id}: {self.code} {self.subject_kind}:{self.subject_id}"
