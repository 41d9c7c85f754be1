from django.db import models


class Turn(models.Model):
    """When a scheduled job last had its turn. Workers claim a turn by row count."""

    name = models.CharField(max_length=100, primary_key=True)
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
