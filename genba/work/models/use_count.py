from datetime import date
from typing import TYPE_CHECKING

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from genba.work.models.procedure import Procedure


class UseCount(models.Model):
    """How often a procedure was opened, run or printed in one week; never by whom."""

    class What(models.TextChoices):
        """What is counted."""

        OPENED = "opened", _("Opened")
        RUN = "run", _("Run")
        PRINTED = "printed", _("Printed")

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="uses")
    what = models.CharField(max_length=8, choices=What.choices)
    week = models.DateField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "what", "week"], name="use_counted_once_a_week")
        ]

    if TYPE_CHECKING:
        procedure_id: int

    def __str__(self) -> str:
        return f"{self.week} {self.what} {self.times}"

    @classmethod
    def add_one(cls, procedure: int, what: str, *, week: date) -> None:
        """One more, in one statement; two at the same moment are both counted."""
        table = connection.ops.quote_name(cls._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (procedure_id, what, week, times) VALUES (%s, %s, %s, 1) "  # noqa: S608  (our own table)
                f"ON CONFLICT (procedure_id, what, week) DO UPDATE SET times = {table}.times + 1",
                [procedure, what, connection.ops.adapt_datefield_value(week)],
            )
