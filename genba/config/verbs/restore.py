"""The archive is checked before anything is touched. What was here before is kept in a folder beside."""

import argparse
from pathlib import Path

from django.conf import settings

from genba.config.backup.restore import restore
from genba.config.prepare import bring_database_up_to_date
from genba.config.running import only_one_here
from genba.config.terminal import say, step
from genba.people.erasure import erase_again


def arguments(parser: argparse.ArgumentParser) -> None:
    """From where, and over what."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that `genba backup` has written")
    parser.add_argument("--force", action="store_true", help="put it in the place of what is here")


def run(options: argparse.Namespace) -> int:
    """Restore, then bring an older backup to this version."""
    only_one_here(settings.GENBA_DATA)
    with step("Restoring") as here:
        manifest, attic = restore(options.file.expanduser().resolve(), force=options.force)
        rows = sum(manifest.rows.values())
        here.done(f"Restored {len(manifest.rows)} tables with {rows:,} rows, and the files")
    if attic is not None:
        say(f"  · What was here before lies in {attic}. Delete it when you no longer need it.")
    bring_database_up_to_date(backup_first=False)
    if again := erase_again():
        say(f"  · {again} erased since this backup was written: erased again.")
    return 0
