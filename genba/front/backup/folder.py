"""The folder of the backups: their names, the room in it, what a killed worker left there."""

import contextlib
import hashlib
import os
import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from genba.front.backup_trouble import BackupTrouble, of_the_disk

MEGABYTE = 1024 * 1024
ROOM_TO_LEAVE = 200 * MEGABYTE  # people go on working on the same disk, perhaps
ENDING = ".tar.gz"
SIGN = ".genba-backups"


def backup_folder() -> Path:
    """Where backups are written by the clock."""
    return Path(settings.GENBA_BACKUP_FOLDER)


def is_own_folder() -> bool:
    """Whether it is the one in the data folder, which we may make ourselves."""
    return backup_folder().is_relative_to(settings.GENBA_DATA)


def is_on_the_same_disk() -> bool:
    """Whether backups die with the disk on which the data lie. Unknown for a database elsewhere."""
    folder = backup_folder()
    there = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    with contextlib.suppress(OSError):
        return there.stat().st_dev == Path(settings.GENBA_DATA).stat().st_dev
    return False


def mark() -> str:
    """Six digits that tell one instance from another, so that several may share a folder.

    They are made from where the database is: a copy that was restored elsewhere has other ones, and never
    touches the backups of the original.
    """
    where = connection.settings_dict
    place = "\0".join(str(where.get(key) or "") for key in ("HOST", "PORT", "NAME"))
    return hashlib.sha256(place.encode()).hexdigest()[:6]


def new_name(now: datetime) -> str:
    """The name of a backup that is taken now; another one where that is taken."""
    stem = f"genba-{mark()}-{now:%Y-%m-%d-%H%M%S}"
    names = (f"{stem}{f'-{number}' if number else ''}{ENDING}" for number in range(1000))
    return next(name for name in names if not (backup_folder() / name).exists())


def is_ours(name: str) -> bool:
    """Whether a name is one that this instance gives to its backups."""
    return name.startswith(f"genba-{mark()}-") and name.endswith(ENDING) and "/" not in name


def leftover_prefix() -> str:
    """How the names of unfinished things begin."""
    return f".genba-{mark()}-"


def open_folder(*, known: bool) -> Path:
    """The folder, ready to be written. `known` says that earlier backups lie there. Raises BackupTrouble.

    A folder that somebody has chosen is not made here, and one without our sign is not taken for the one
    we know: a disk that is not mounted leaves an empty folder behind.
    """
    folder = backup_folder()
    try:
        if is_own_folder():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not folder.is_dir():
            raise BackupTrouble("no_folder", folder=str(folder))
        if known and not (folder / SIGN).exists():
            raise BackupTrouble("other_folder", folder=str(folder))
        (folder / SIGN).touch(mode=0o600)
    except OSError as trouble:
        raise of_the_disk(trouble, folder) from trouble
    return folder


def check_room(last_size: int) -> None:
    """Refuse before the disk is full, because people may be working on the same one. Raises BackupTrouble."""
    folder = backup_folder()
    database = _size_of_the_database()
    files = sum(path.stat().st_size for path in _files())
    archive = last_size + last_size // 4 if last_size else database // 3 + files
    needed = database + archive + ROOM_TO_LEAVE
    free = shutil.disk_usage(folder).free
    if free < needed:
        words = {"needed": needed // MEGABYTE + 1, "free": free // MEGABYTE}
        raise BackupTrouble("no_room", folder=str(folder), **words)


def sweep(folder: Path) -> None:
    """Remove what a worker left that was killed in the middle. Only for whoever holds the lease."""
    for path in folder.glob(f"{leftover_prefix()}*"):
        shutil.rmtree(path, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def _size_of_the_database() -> int:
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return path.stat().st_size if path.exists() else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
