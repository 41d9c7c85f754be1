"""Letting freed bytes go from the database's files: what was deleted, and the order in which rows came."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

LARGEST_REWRITTEN = 1 << 30  # bytes; what is larger is compacted at a quiet hour, as the docs say


def rewrite_sqlite_file(*, largest: int = LARGEST_REWRITTEN) -> None:
    """Rewrite the file in the order of its keys and cut its log back. Not inside a transaction.

    A file of more than `largest` bytes is not rewritten, since writers wait meanwhile; its log is cut back.

    SQLite overwrites what is deleted (`secure_delete`); moved rows and the log still hold copies.
    Raises BlockingIOError while somebody reads in the log; a later try succeeds.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        if cursor.fetchone()[0] <= largest:
            cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if cursor.fetchone()[0]:
            message = "Somebody is reading; the log is cut back at the next try."
            raise BlockingIOError(message)


def sort_postgresql_tables(tables: Iterable[str]) -> None:
    """Rewrite tables in the order of their keys, without old versions of rows. Not inside a transaction.

    A table that is too large for that loses its old versions only.
    """
    with connection.cursor() as cursor, short_wait_for_locks():
        for table in tables:
            cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
            if cursor.fetchone()[0] <= LARGEST_REWRITTEN:
                cursor.execute(f'CLUSTER "{table}" USING "{_key_index(table)}"')
                cursor.execute(f'VACUUM (FREEZE, ANALYZE) "{table}"')
            else:
                cursor.execute(f'VACUUM "{table}"')


@contextmanager
def short_wait_for_locks() -> Iterator[None]:
    """Give up after five seconds, so that nobody waits long for a page; the next try comes."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
        try:
            yield
        finally:
            cursor.execute("RESET lock_timeout")


def _key_index(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
            "WHERE indrelid = %s::regclass AND indisprimary",
            [table],
        )
        return str(cursor.fetchone()[0])
