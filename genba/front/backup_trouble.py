"""What may go wrong with a backup, as codes; the words are made when they are read."""

import errno
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, str | Promise]] = {
    "no_program": _("PostgreSQL’s program {program} is not installed on this machine."),
    "old_program": _(
        "The database is PostgreSQL {server}, but the programs on this machine are of version {client} "
        "and cannot read it."
    ),
    "program_failed": _("{program} did not succeed: {said}."),
    "no_folder": _("There is no folder {folder}. Is the disk with the backups there?"),
    "other_folder": _(
        "{folder} is not the folder in which the last backups were written. Is their disk there?"
    ),
    "cannot_write": _("Nothing can be written into {folder}: {said}."),
    "no_room": _("There is too little room in {folder}: {needed} MB are needed, {free} MB are free."),
    "disk_full": _("The disk became full while the backup was written."),
    "database": _("The database did not let itself be copied: {said}."),
    "killed": _("It was ended in the middle: the worker was killed or the machine went down."),
    "overtaken": _("Another worker took it over, because this one was silent for too long."),
    "unexpected": _("It stopped for a reason that we did not expect: {said}."),
    "vanishing": _("Files came and went while they were packed."),
    "not_whole": _("{name} is cut off, altered, or no backup of Genba."),
    "no_list": _("This is no backup of Genba: the list of contents is missing."),
    "bad_list": _("The list of contents in this backup cannot be read."),
    "unknown_form": _("The backup was written in a form that this version of Genba does not know."),
    "part_missing": _("{name} is not whole: {part} is missing."),
    "part_unknown": _("The backup holds something that its list of contents does not know: {part}."),
    "part_altered": _("The backup was altered: {part} is not what its list of contents says."),
    "gone": _("The file is no longer where it was written."),
    "engine_complains": _("The restored database is damaged: {said}."),
    "loose_ends": _("Rows of the restored database point to rows that are not there."),
    "other_migrations": _("The restored database is at another version than the one that was backed up."),
    "other_content": _("The table {table} came back with other content than it had."),
    "other_files": _("The files in the backup are not those that its database tells of."),
    "no_scratch": _(
        "The account of the database may not make a database to try the backup in. An administrator of "
        "PostgreSQL can allow it: ALTER ROLE {role} CREATEDB;"
    ),
}
REMEDIES: Final[dict[str, str | Promise]] = {
    "no_program": _("On Debian or Ubuntu: apt-get install postgresql-client"),
    "old_program": _("Install postgresql-client-{server}."),
    "no_room": _("Make room, or choose another folder with GENBA_BACKUP_FOLDER."),
    "disk_full": _("Make room, or choose another folder with GENBA_BACKUP_FOLDER."),
    "no_folder": _("Mount the disk, make the folder, or choose another with GENBA_BACKUP_FOLDER."),
    "other_folder": _("Mount the disk, or, if the new folder is meant, press “Back up now”."),
    "cannot_write": _("Give the account that runs Genba the right to write there."),
    "engine_complains": _("The database itself may be damaged. Run: genba doctor"),
}
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class BackupTrouble(Exception):  # noqa: N818  (a state of affairs, said to people)
    """A backup could not be made, read or tried. `code` and `details` are what is kept of it."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(code)

    def __str__(self) -> str:
        return sentence(self.code, self.details)

    @property
    def remedy(self) -> str:
        """What to do about it; empty where the sentence says it all."""
        return remedy(self.code, self.details)


class Damaged(BackupTrouble):
    """The archive is cut, altered, or no backup of Genba at all; the sentence says which."""


class CannotTry(BackupTrouble):
    """The backup is written, but nothing is at hand to restore it into."""


def sentence(code: str, details: dict[str, Any]) -> str:
    """The trouble in words."""
    return _filled(SENTENCES, code, details) or code


def remedy(code: str, details: dict[str, Any]) -> str:
    """What to do about it; empty where the sentence says it all."""
    return _filled(REMEDIES, code, details)


def of_the_disk(trouble: OSError, folder: object) -> BackupTrouble:
    """What a failed read or write means in words."""
    if trouble.errno in FULL:
        return BackupTrouble("disk_full")
    said = (trouble.strerror or str(trouble)).strip()
    return BackupTrouble("cannot_write", folder=str(folder), said=said)


def _filled(words: dict[str, str | Promise], code: str, details: dict[str, Any]) -> str:
    try:
        return str(words.get(code, "")).format_map(details)
    except (KeyError, ValueError, IndexError):
        return str(words.get(code, ""))
