from datetime import date

from django.db import connection, models


class SpentChallengeManager(models.Manager["SpentChallenge"]):
    """Uses challenges up."""

    def spend(self, digest: str, *, forget_on: date) -> bool:
        """Whether it was not used before. A repeat is no error here, because PostgreSQL logs errors."""
        table = connection.ops.quote_name(self.model._meta.db_table)
        row = [digest, connection.ops.adapt_datefield_value(forget_on)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (digest, forget_on) VALUES (%s, %s) ON CONFLICT DO NOTHING",  # noqa: S608  (our own table)
                row,
            )
            return bool(cursor.rowcount == 1)


class SpentChallenge(models.Model):
    """A challenge that was solved and used. It counts once, in every process and after every restart.

    The row is a digest of the challenge and the Monday on which it may be forgotten: nothing that tells
    on which day it was used, or for which report. It is written in a transaction of its own.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    forget_on = models.DateField(db_index=True)

    objects = SpentChallengeManager()

    def __str__(self) -> str:
        return self.digest[:8]
