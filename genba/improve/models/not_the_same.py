from django.db import models
from django.utils import timezone

from genba.people.models import Person


class NotTheSame(models.Model):
    """Two records of which somebody has said that they are not the same trouble: not suggested again.

    Each is named by its kind and its number (`improve.card:12`); the smaller name stands first.
    """

    one = models.CharField(max_length=80)
    other = models.CharField(max_length=80, db_index=True)
    said_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="not_the_same_once")]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"
