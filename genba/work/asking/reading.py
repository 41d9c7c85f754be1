"""Whether anybody reads what was answered: a page that shows it was opened by somebody else than its writer.

Reads are gathered in the memory of the process, without person and moment, and written in one statement: the
first one of a field in a week at once, the others when enough are together or a while has passed. A process
that is killed loses the ones it had gathered, so a count is never too high and a first read is never lost.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from threading import Lock

from django.db import DatabaseError
from django.utils import timezone

from genba.people.models import Person
from genba.work.models import FieldCount

TOGETHER = 50
LONGEST = 60.0  # seconds
log = logging.getLogger(__name__)


class Gathering:
    """The reads of one process that are not written yet."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._reads: Counter[tuple[str, date]] = Counter()
        self._written: set[tuple[str, date]] = set()
        self._since = time.monotonic()

    def add(self, codes: Iterable[str], *, week: date) -> None:
        """One more read of each of these fields."""
        with self._lock:
            self._reads.update((code, week) for code in codes)
            is_late = time.monotonic() - self._since > LONGEST
            is_new = not self._reads.keys() <= self._written
            if not (self._reads and (is_new or is_late or self._reads.total() >= TOGETHER)):
                return
            taken, self._reads, self._since = self._reads, Counter(), time.monotonic()
        self._write(taken)

    def write(self) -> None:
        """Write everything that is gathered."""
        with self._lock:
            taken, self._reads, self._since = self._reads, Counter(), time.monotonic()
        self._write(taken)

    def _write(self, taken: Counter[tuple[str, date]]) -> None:
        try:
            FieldCount.add_reads(taken)
        except DatabaseError:  # the page is worth more than the count
            log.warning("Reads of fields could not be written; they are kept for the next time.")
            with self._lock:
                self._reads.update(taken)
            return
        with self._lock:
            self._written |= taken.keys()


gathered = Gathering()


def was_read(codes: Iterable[str], *, by: Person, writer: int | None) -> None:
    """These fields have an answer on the page that `by` opened; `writer` is the number of who wrote them."""
    if writer is None or writer != by.pk:
        today = timezone.localdate()
        gathered.add(codes, week=today - timedelta(days=today.weekday()))


def answered(key: str, **values: object) -> list[str]:
    """The codes of the fields that have an answer."""
    return [f"{key}.{name}" for name, value in values.items() if value not in (None, "")]
