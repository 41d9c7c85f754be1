"""What the database says about itself: whether it answers, whether it is new, which version it is at."""

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError

from genba.config.restore_journal import journal_of
from genba.config.terminal import Refusal
from genba.front.doctor.database import pending_migrations, unknown_migrations


class Unreachable(Refusal):
    """The database does not answer; it may later."""


def is_new() -> bool:
    """Whether this database has never been used. Raises Unreachable."""
    try:
        return "django_migrations" not in connection.introspection.table_names()
    except DatabaseError as trouble:
        raise Unreachable(cannot_reach(trouble)) from trouble


def refuse_another_version() -> None:
    """Refuse, in words, to work with a database that is not at this version. Raises Refusal."""
    if journal_of(settings.GENBA_DATA) is not None:
        message = "A restore was interrupted and is not finished. Finish it: genba migrate"
        raise Refusal(message)
    if is_new():
        message = "This database is empty. Prepare it first: genba migrate"
        raise Refusal(message)
    refuse_a_newer_one()
    if pending := pending_migrations():
        count = f"{len(pending)} change{'s' if len(pending) > 1 else ''}"
        message = (
            f"The database waits for {count} of this version (first {pending[0]}), so nothing was started. "
            "Run: genba migrate"
        )
        raise Refusal(message)


def refuse_a_newer_one() -> None:
    """Refuse, in words, a database that a newer Genba has changed. Raises Refusal."""
    if unknown := unknown_migrations():
        message = (
            f"This database was last used by a newer Genba (it knows {unknown[0]}). "
            "Install that version again, or restore a backup from before."
        )
        raise Refusal(message)


def cannot_reach(trouble: Exception) -> str:
    """A sentence for a database that does not answer, without its password."""
    where = settings.DATABASES["default"]
    place = f"{where.get('HOST') or 'this machine'}, database {where['NAME']}"
    first_line = str(trouble).strip().splitlines()[0] if str(trouble).strip() else type(trouble).__name__
    return f"The database does not answer ({place}): {first_line}"


def holds_an_organisation() -> bool:
    """Whether somebody works with this database already. Refuses, in words, when it cannot be reached."""
    if is_new():
        return False
    with connection.cursor() as cursor:
        if "people_organisation" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT count(*) FROM people_organisation")
        return bool(cursor.fetchone()[0])
