"""The list of who was erased, kept with the backups too: whoever restores one elsewhere erases them again."""

import contextlib
import os
from pathlib import Path

from genba.front.backup.folder import backup_folder, mark
from genba.people.erased_list import list_path, take_over

ENDING = "-erased"


def keep_with_the_backups() -> None:
    """Copy the list of this instance beside its backups, when there is one and it has grown."""
    folder = backup_folder()
    with contextlib.suppress(OSError):
        words = list_path().read_text()
        copy = folder / f"genba-{mark()}{ENDING}"
        if folder.is_dir() and (not copy.exists() or copy.read_text() != words):
            whole = copy.with_name(f".{copy.name}")
            descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as out:
                out.write(words)
                out.flush()
                os.fsync(out.fileno())
            whole.replace(copy)


def take_in(archive: Path, origin: Path | None) -> None:
    """Take over the lists that lie beside an archive, and that of the instance which was present."""
    lists = sorted(archive.parent.glob(f"genba-*{ENDING}"))
    for other in [*lists, *([origin / list_path().name] if origin else [])]:
        take_over(other)
