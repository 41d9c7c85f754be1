"""Whether anything can be saved, and what to say when not: the disk, the database."""

import errno
import os
from collections.abc import Iterator
from enum import Enum

from django.conf import settings
from django.db.utils import DatabaseError, InterfaceError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
NO_ROOM = 4 * MEGABYTE
LITTLE_ROOM = 200 * MEGABYTE


class Trouble(Enum):
    """Why nothing can be saved."""

    FULL = "full"
    READ_ONLY = "read_only"
    AWAY = "away"
    BUSY = "busy"

    @property
    def sentence(self) -> str | Promise:
        """What is wrong, for anybody."""
        return SENTENCES[self]

    @property
    def seconds(self) -> int:
        """After how long it makes sense to try again."""
        return {Trouble.AWAY: 10, Trouble.BUSY: 5}.get(self, 60)


SENTENCES: dict[Trouble, str | Promise] = {
    Trouble.FULL: _("The disk of the server is full. Nothing can be saved until there is room again."),
    Trouble.READ_ONLY: _(
        "The disk of the server cannot be written. Nothing can be saved until it is mended."
    ),
    Trouble.AWAY: _("The database does not answer. Mostly it is back within a minute."),
    Trouble.BUSY: _("Very many people are saving something at this moment."),
}
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
READ_ONLY = {errno.EROFS}
FULL_WORDS = ("database or disk is full", "disk i/o error")
READ_ONLY_WORDS = ("readonly database", "unable to open database file")
BY_SQLSTATE = {
    "53100": Trouble.FULL,
    "25006": Trouble.READ_ONLY,
    "53300": Trouble.BUSY,
    "55P03": Trouble.BUSY,
}


def trouble_behind(fault: BaseException | None) -> Trouble | None:
    """What kept something from being saved. None where a fault has another reason: our own mistake."""
    for link in _chain(fault):
        if isinstance(link, OSError) and link.errno in FULL | READ_ONLY:
            return Trouble.FULL if link.errno in FULL else Trouble.READ_ONLY
        if isinstance(link, DatabaseError | InterfaceError) and (trouble := _of_database(link)):
            return trouble
    return None


def trouble_now() -> Trouble | None:
    """Whether our own disk can be written at this moment; asks the file system, writes nothing."""
    try:
        disk = os.statvfs(settings.GENBA_DATA)
    except OSError:
        return Trouble.READ_ONLY
    if disk.f_flag & os.ST_RDONLY:
        return Trouble.READ_ONLY
    return Trouble.FULL if disk.f_bavail * disk.f_frsize < NO_ROOM else None


def megabytes_left() -> int:
    """Room on our own disk."""
    disk = os.statvfs(settings.GENBA_DATA)
    return int(disk.f_bavail * disk.f_frsize // MEGABYTE)


def _of_database(fault: Exception) -> Trouble | None:
    words = str(fault).lower()
    if any(said in words for said in FULL_WORDS):
        return Trouble.READ_ONLY if trouble_now() is Trouble.READ_ONLY else Trouble.FULL
    if any(said in words for said in READ_ONLY_WORDS):
        return Trouble.READ_ONLY
    if "database is locked" in words:
        return Trouble.BUSY
    known = BY_SQLSTATE.get(str(getattr(fault.__cause__, "sqlstate", None)))
    if known is not None:
        return known
    return Trouble.AWAY if isinstance(fault, OperationalError | InterfaceError) else None


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__
