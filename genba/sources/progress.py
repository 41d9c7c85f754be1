"""How far an import has come. Kept in a small file, because the database waits for the import itself."""

import contextlib

from genba.sources.models import Import
from genba.sources.models.import_batch import imports_folder


def note_progress(under_way: Import, done: int) -> None:
    """Say that so many rows are done."""
    path = imports_folder() / f"{under_way.stored_as}.progress"
    fresh = path.with_suffix(".fresh")
    with contextlib.suppress(OSError):
        fresh.write_text(str(done))
        fresh.replace(path)


def rows_done(under_way: Import) -> int:
    """How many rows are done."""
    try:
        return int((imports_folder() / f"{under_way.stored_as}.progress").read_text())
    except (OSError, ValueError):
        return 0


def percent_done(under_way: Import) -> int:
    """Between 0 and 100; the last percent is for showing everything at once."""
    if not under_way.total:
        return 0
    return min(99, rows_done(under_way) * 99 // under_way.total)


def forget_progress(under_way: Import) -> None:
    """Remove the note."""
    (imports_folder() / f"{under_way.stored_as}.progress").unlink(missing_ok=True)
