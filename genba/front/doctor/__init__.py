"""What is wrong with this instance, in words, and how to mend it: for `genba doctor` and administrators."""

from collections.abc import Callable, Iterator

from genba.front.doctor import backups, database, mail, open_doors, seals, surroundings, work
from genba.front.doctor.finding import Finding, State

Check = Callable[[], Finding]

QUICK: list[Check] = [
    database.answers,
    database.is_up_to_date,
    work.worker_is_alive,
    work.nothing_has_failed,
    work.mails_go_out,
    open_doors.nothing_broke_for_reporters,
    open_doors.database_logs_no_statements,
    seals.trail_is_sealed,
    seals.checkpoints_go_outside,
    seals.seal_key_is_secret,
    surroundings.folder_is_writable,
    surroundings.disk_has_room,
    surroundings.clocks_agree,
    surroundings.time_zone_is_chosen,
    surroundings.secret_is_secret,
    surroundings.pages_have_their_styles,
    surroundings.address_is_known,
    backups.backup_is_recent,
    backups.backups_are_elsewhere,
]
THOROUGH: list[Check] = [*QUICK, database.is_whole, mail.server_answers]


def examine(checks: list[Check] = THOROUGH) -> Iterator[Finding]:
    """Run the checks one after the other; a check that breaks is a finding of its own."""
    for check in checks:
        try:
            yield check()
        except Exception as trouble:  # a doctor does not fall ill
            yield Finding.unknown(check.__name__, trouble)


__all__ = ["QUICK", "THOROUGH", "Finding", "State", "examine"]
