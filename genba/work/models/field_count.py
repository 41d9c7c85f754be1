from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection, models


class FieldCount(models.Model):
    """How often a field was asked, answered and read in one week; never by whom, when or in which order.

    `is_counted` tells that the week is over and `asked` and `answered` are final; `read` grows during the
    week.
    """

    field = models.CharField(max_length=80)
    week = models.DateField()
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    is_counted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["field", "week"], name="field_counted_once_a_week")]

    if TYPE_CHECKING:
        id: int

    def __str__(self) -> str:
        return f"{self.week} {self.field}"

    @classmethod
    def add_reads(cls, reads: Mapping[tuple[str, date], int]) -> None:
        """More reads, in one statement; what several processes add at the same moment is all counted."""
        if not reads:
            return
        table = connection.ops.quote_name(cls._meta.db_table)
        rows = ", ".join(["(%s, %s, %s, 0, 0, %s)"] * len(reads))
        values = [
            value
            for (field, week), times in sorted(reads.items())
            for value in (field, connection.ops.adapt_datefield_value(week), times, False)
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (field, week, read, asked, answered, is_counted) "  # noqa: S608  (our own table)
                f"VALUES {rows} ON CONFLICT (field, week) "
                f"DO UPDATE SET read = {table}.read + excluded.read",
                values,
            )
