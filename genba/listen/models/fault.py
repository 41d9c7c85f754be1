import hashlib
import linecache
from types import TracebackType

from django.db import models
from django.db.models import F
from django.db.utils import OperationalError
from django.utils import timezone

from genba.listen.models.report import week_of
from genba.trail.keys import random_key

MOST_FRAMES = 30


class FaultManager(models.Manager["Fault"]):
    """Notes faults."""

    def note(self, trouble: BaseException) -> None:
        """Count a fault in its week."""
        what = told(trouble)
        mark = hashlib.sha256(what.encode()).hexdigest()[:32]
        week = week_of(timezone.localdate())
        self.bulk_create([Fault(week=week, mark=mark, what=what, count=0)], ignore_conflicts=True)
        self.filter(week=week, mark=mark).update(count=F("count") + 1)


class Fault(models.Model):
    """A fault of ours at a door for people without a sign-in, counted in its week.

    A log would say when it happened and by which request. This says where in the program, and nothing that
    was sent: no address, no words, no time.
    """

    id = models.BigAutoField(primary_key=True, default=random_key)
    week = models.DateField()
    mark = models.CharField(max_length=32)
    what = models.TextField()
    count = models.PositiveIntegerField()

    objects = FaultManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "mark"], name="one_fault_once_a_week")]

    def __str__(self) -> str:
        return f"{self.week} {self.summary} ×{self.count}"

    @property
    def summary(self) -> str:
        """What it was, in one line."""
        return self.what.strip().rpartition("\n")[2]


def told(trouble: BaseException) -> str:
    """Where a fault happened, as Python tells it, but with nothing of what was sent.

    The message of an error may quote words; only of a database that does not work the first line is kept.
    """
    before = trouble.__cause__ or (None if trouble.__suppress_context__ else trouble.__context__)
    lines = [told(before), ""] if before is not None else []
    lines += _frames(trouble.__traceback__)[-MOST_FRAMES:]
    said = str(trouble).strip().partition("\n")[0] if isinstance(trouble, OperationalError) else ""
    lines.append(f"{type(trouble).__module__}.{type(trouble).__qualname__}{': ' + said if said else ''}")
    return "\n".join(lines)


def _frames(traceback: TracebackType | None) -> list[str]:
    found = []
    while traceback is not None:
        code, number = traceback.tb_frame.f_code, traceback.tb_lineno
        line = linecache.getline(code.co_filename, number).strip()
        found.append(f'  File "{code.co_filename}", line {number}, in {code.co_name}\n    {line}')
        traceback = traceback.tb_next
    return found
