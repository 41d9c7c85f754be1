from django.db import models
from django.utils import timezone


class AnswerGiven(models.Model):
    """What was answered to something that was sent, kept for a day or two in case it is sent again.

    The row says neither who sent it nor where to: `mark` can be computed only by this instance and only with
    the client's key, and the answer itself opens only with that key (see `trail/once.py`).
    """

    mark = models.CharField(max_length=64, primary_key=True)
    body = models.CharField(max_length=64)
    sealed = models.BinaryField(default=b"")
    given_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.mark[:8]
