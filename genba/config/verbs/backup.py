"""Works while people go on working. Keep the file somewhere else than on this machine."""

import argparse
from pathlib import Path

from django.conf import settings

from genba.config.backup.write import write_backup
from genba.config.terminal import Refusal, step


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write, for example genba.tar.gz")
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")


def run(options: argparse.Namespace) -> int:
    """Write the backup and say what is in it."""
    target: Path = options.file.expanduser().resolve()
    if target.exists() and not options.force:
        message = f"{target} is there already. Choose another name, or replace it with --force."
        raise Refusal(message)
    with step("Backing up") as here:
        manifest = write_backup(target)
        (settings.GENBA_DATA / "last-backup").touch()  # the doctor looks at its age
        rows = sum(manifest.rows.values())
        here.done(f"{target}: {len(manifest.rows)} tables with {rows:,} rows, and the files")
    return 0
