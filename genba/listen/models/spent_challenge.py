from django.db import models


class SpentChallenge(models.Model):
    """A challenge that was solved and used. It counts once, in every process and after every restart.

    The row is a digest of the challenge and the Monday on which it may be forgotten: nothing that tells
    on which day it was used, or for which report. It is written in a transaction of its own.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    forget_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return self.digest[:8]
