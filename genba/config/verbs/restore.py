"""The archive is checked before anything is touched. What was here before is kept in a folder beside.

With --into another instance is made, and the present one stays as it is.
"""

import argparse
from pathlib import Path

from django.conf import settings
from django.db import connection

from genba.config.backup.restore import restore
from genba.config.into import Aim, aimed
from genba.config.prepare import bring_database_up_to_date
from genba.config.running import only_one_here
from genba.config.terminal import Refusal, say, step
from genba.front.backup.archive import Manifest
from genba.front.backup.erased import take_in
from genba.front.backup.write import KEY_PARTS, key_mark, mark_of_key


def arguments(parser: argparse.ArgumentParser) -> None:
    """From where, and over what."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that `genba backup` has written")
    parser.add_argument("--force", action="store_true", help="put it in the place of what is here")
    parser.add_argument(
        "--into",
        action="append",
        metavar="NEW",
        help="a new data folder, or the address of an empty database, or both (--into DIR --into postgres://…)",
    )
    parser.add_argument(
        "--key", metavar="FILE", help="with --into: the secret_key that belongs to the backup"
    )


def run(options: argparse.Namespace) -> int:
    """Restore, then bring an older backup to this version."""
    aim, source = aimed(), options.file.expanduser().resolve()
    only_one_here(settings.GENBA_DATA)
    if aim is not None and connection.introspection.table_names():
        message = "The database named by --into is not empty. Make a new one (createdb) and name that."
        raise Refusal(message)
    with step("Restoring") as here:
        manifest, attic = restore(source, force=options.force)
        rows = sum(manifest.rows.values())
        here.done(f"Restored {len(manifest.rows)} tables with {rows:,} rows, and the files")
    if attic is not None:
        say(f"  · What was here before lies in {attic}. Delete it when you no longer need it.")
    take_in(source, aim.origin if aim else None)
    bring_database_up_to_date(backup_first=False)
    _say_about_keys(manifest, aim)
    if aim is not None:
        _say_how_to_start(aim)
    return 0


def _say_about_keys(manifest: Manifest, aim: Aim | None) -> None:
    if KEY_PARTS[0] in manifest.parts or manifest.key in {"", key_mark()}:
        return
    say("  ! The keys are not in this backup, and the one here is another. Until you put the secret_key that")
    say(f"    belongs to it into {settings.GENBA_DATA}, people sign in again, and the closed words of")
    say("    people who gave no name cannot be read.")
    if aim is not None and mark_of_key(aim.origin / KEY_PARTS[0]) == manifest.key:
        say(f"    The one of the present instance fits: cp -p {aim.origin / KEY_PARTS[0]} {aim.data}/")


def _say_how_to_start(aim: Aim) -> None:
    database = "DATABASE_URL=(the one you gave) " if aim.database_url else ""
    say("  · The present instance was not touched. Start the new one, for example only to look at it, with:")
    say(f"    {database}GENBA_EMAIL_URL=consolemail:// genba up --data {aim.data} --port 8001")
    say("    Without GENBA_EMAIL_URL=consolemail:// it sends the mails that waited when it was backed up.")
