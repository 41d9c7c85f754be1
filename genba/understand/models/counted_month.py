from django.db import models


class CountedMonth(models.Model):
    """The words of one month, counted once: of all authors together, so nothing here is about anybody."""

    month = models.DateField(unique=True)
    texts = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    blaming = models.PositiveIntegerField()
    ours = models.PositiveIntegerField()
    others = models.PositiveIntegerField()
    counted_on = models.DateField()

    class Meta:
        ordering = ["month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
