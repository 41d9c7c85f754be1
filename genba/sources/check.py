"""Check an import before it is taken over: its plan, its dry run, the rows that would be refused."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.utils import timezone

from genba.sources.dry_run import dry_run, refused_rows_csv
from genba.sources.mapping import valid_mapping
from genba.sources.models import Arrival, Import
from genba.sources.progress import forget_progress, note_progress
from genba.sources.reading import read_table
from genba.sources.rows import FineRow, Plan, RowReading
from genba.sources.table import Table, TableUnreadable
from genba.sources.targets import ImportContext, Target
from genba.sources.values import Habits, people_index


def map_columns(begun: Import, mapping: dict[str, str], target: Target) -> None:
    """Keep the corrected mapping; what does not fit the table is left out."""
    begun.mapping = valid_mapping(mapping, begun.columns, target.fields)
    begun.state = Import.State.UPLOADED
    begun.save(update_fields=["mapping", "state", "options", "register_name"])


def check_import(begun: Import, target: Target) -> None:
    """Run through all rows without changing anything, and keep the counts with the import."""
    try:
        found = dry_run(
            reading_of(begun, target),
            lambda rows: _fingerprints(begun, target, rows),
            lambda done: note_progress(begun, done),
        )
    except TableUnreadable as trouble:
        begun.state, begun.error = Import.State.FAILED, str(trouble.sentence)
        begun.save(update_fields=["state", "error"])
        return
    finally:
        forget_progress(begun)
    for name in ("total", "fine", "refused", "new", "changed", "unchanged"):
        setattr(begun, name, getattr(found, name))
    begun.reasons = [reason.as_json() for reason in found.reasons[:100]]
    begun.options = {**begun.options, "column_notes": found.notes}
    begun.state, begun.error = Import.State.CHECKED, ""
    begun.save()


def reading_of(begun: Import, target: Target, table: Table | None = None) -> RowReading:
    """Make the reading of an import's rows. Raises TableUnreadable."""
    table = table or read_table(begun.path, sheet=begun.sheet)
    habits = Habits(
        zone=timezone.get_default_timezone(),
        day_first=begun.options.get("day_first", True),
        decimal="," if table.delimiter == ";" else ".",
        people=people_index(target.people()),
    )
    context = context_of(begun)
    judge = partial(target.judge, context=context)
    return RowReading(Plan(table, begun.mapping, target.fields, habits, judge))


def refused_csv(begun: Import, target: Target) -> Iterator[str]:
    """Yield the refused rows as CSV, with the reason. Raises TableUnreadable."""
    table = read_table(begun.path, sheet=begun.sheet)
    return refused_rows_csv(table, reading_of(begun, target, table))


def context_of(begun: Import) -> ImportContext:
    """Return what the target needs to know about this import."""
    return ImportContext(
        import_id=begun.pk,
        place=begun.place,
        by_id=begun.started_by,
        zone=timezone.get_default_timezone(),
        mapping=begun.mapping,
        options={**begun.options, "register": begun.register_name, "file_name": begun.file_name},
    )


def _fingerprints(begun: Import, target: Target, rows: Sequence[FineRow]) -> dict[str, str]:
    ids = [row.external_id for row in rows]
    arrived = Arrival.objects.filter(
        register__target=begun.target,
        register__place=begun.place,
        register__name=begun.register_name,
        external_id__in=ids,
        is_here=True,
    ).values_list("external_id", "fingerprint")
    known = dict.fromkeys(target.known(rows, context_of(begun)), "")
    return {**known, **dict(arrived)}
