"""Go over all rows of a table without changing anything: what would arrive, and what would not and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from genba.sources.export import Exported, csv_rows
from genba.sources.problems import RowError
from genba.sources.rows import FineRow, RefusedRow, RowReading
from genba.sources.table import Table, cell_text

BATCH = 500
ROWS_NAMED = 10

Fingerprints = Callable[[Sequence[FineRow]], Mapping[str, str]]
"""External id → fingerprint of the rows that arrived earlier and are still here."""

Progress = Callable[[int], None]
T = TypeVar("T")


@dataclass
class Reason:
    """One kind of error, how often it happened, and in which rows first."""

    error: RowError
    count: int = 0
    rows: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """What a page needs; the words are made when they are shown, in the reader's language."""
        return {
            "problem": self.error.problem,
            "column": self.error.column,
            "details": {key: str(value) for key, value in self.error.details.items()},
            "count": self.count,
            "rows": self.rows,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Reason":
        """Read back what `as_json` wrote."""
        error = RowError(kept["problem"], column=kept["column"], **kept["details"])
        return cls(error, kept["count"], list(kept["rows"]))


@dataclass
class DryRun:
    """What would happen. `fine` rows are new, changed or unchanged."""

    total: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    reasons: list[Reason] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def fine(self) -> int:
        """How many rows can be taken over."""
        return self.total - self.refused


def dry_run(
    reading: RowReading, fingerprints: Fingerprints, progress: Progress = lambda _done: None
) -> DryRun:
    """Count what would arrive; `fingerprints` tells which rows are known already."""
    found = DryRun(notes=list(reading.notes))
    reasons: dict[tuple[str, str], Reason] = {}
    for batch in batches(reading, BATCH):
        fine = [row for row in batch if isinstance(row, FineRow)]
        known = fingerprints(fine) if fine else {}
        for row in batch:
            found.total += 1
            if isinstance(row, RefusedRow):
                found.refused += 1
                _note(reasons, row)
            elif row.external_id not in known:
                found.new += 1
            elif known[row.external_id] == row.fingerprint:
                found.unchanged += 1
            else:
                found.changed += 1
        progress(found.total)
    found.reasons = sorted(reasons.values(), key=lambda reason: -reason.count)
    return found


def refused_rows_csv(table: Table, reading: RowReading) -> Iterator[str]:
    """Yield a CSV of the rows that cannot be taken over: row number, reason, and the row as it was."""
    heading = [_("Row"), _("Reason"), *table.columns]
    refused = (row for row in reading if isinstance(row, RefusedRow))
    rows: Iterator[list[Exported]] = (
        [row.number, row.error.sentence, *map(cell_text, row.cells)] for row in refused
    )
    return csv_rows(heading, rows, delimiter=table.delimiter or ",")


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of at most `size`."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _note(reasons: dict[tuple[str, str], Reason], row: RefusedRow) -> None:
    reason = reasons.setdefault(row.error.kind, Reason(row.error))
    reason.count += 1
    if len(reason.rows) < ROWS_NAMED:
        reason.rows.append(row.number)
