"""What stands in a database, table by table: the number of rows and a fingerprint of what they say.

Fingerprints do not depend on the order of rows: each row is hashed, and the hashes are added up.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pysqlite3.dbapi2
from django.db import connection

ROWS_AT_ONCE = 2000
HASH_BYTES = 16

# Each row as text, under settings that write the same text on each server.
PLAIN_WORDS = (
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres'; "
    "SET extra_float_digits = 1; SET bytea_output = 'hex'"
)
SQLITE_TABLES = """
SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
"""
TABLES = """
SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
ORDER BY relname
"""
ONE_TABLE = """
SELECT count(*), coalesce(sum(
    ('x' || left(encode(sha256(convert_to(genba_row::text, 'UTF8')), 'hex'), 15))::bit(60)::bigint::numeric
), 0) FROM public.{} AS genba_row
"""


@dataclass(frozen=True)
class Content:
    """What a database holds. `digests` names real tables only; indexes of words are built from them."""

    rows: dict[str, int] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    migrations: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)  # where each kept file lies → its sha256
    loose_ends: int = 0  # rows that point to rows which are not there

    def first_difference(self, other: "Content") -> str:
        """The first table that is not the same in both; empty when all are."""
        names = sorted({*self.rows, *other.rows, *self.digests, *other.digests})
        for name in names:
            same = self.rows.get(name) == other.rows.get(name)
            if not same or self.digests.get(name) != other.digests.get(name):
                return name
        return ""


def open_sqlite(path: Path | str) -> Any:
    """A connection of our own to an SQLite file, outside Django's transactions."""
    return pysqlite3.dbapi2.connect(str(path), isolation_level=None)  # type: ignore[attr-defined]  # made in C


def sqlite_content(database: Any) -> Content:
    """What stands in an SQLite database, as this connection sees it."""
    tables = dict(database.execute(SQLITE_TABLES).fetchall())
    real = [name for name, sql in tables.items() if not sql.upper().startswith("CREATE VIRTUAL")]
    return Content(
        rows={name: _one(database, f'SELECT count(*) FROM "{name}"') for name in tables},  # noqa: S608  (names from the catalogue)
        digests={name: _digest(database.execute(f'SELECT * FROM "{name}"')) for name in real},  # noqa: S608  (names from the catalogue)
        migrations=_migrations(database.execute, tables),
        files=_files(database.execute, tables),
        loose_ends=sum(1 for _row in database.execute("PRAGMA foreign_key_check")),
    )


def postgresql_content(cursor: Any) -> Content:
    """What stands in a PostgreSQL database, as this cursor's snapshot shows it."""
    cursor.execute(PLAIN_WORDS)
    cursor.execute(TABLES)
    tables = [str(name) for (name,) in cursor.fetchall()]
    rows, digests = {}, {}
    for name in tables:
        cursor.execute(ONE_TABLE.format('"' + name.replace('"', '""') + '"'))
        count, digest = cursor.fetchone()
        rows[name], digests[name] = int(count), f"{int(digest):x}"

    def ask(query: str) -> Any:
        cursor.execute(query)
        return cursor

    return Content(rows, digests, _migrations(ask, tables), _files(ask, tables))


@contextmanager
def postgresql_at(name: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection of our own to a database of the server that this instance uses."""
    given = connection.get_connection_params()
    kept = ("host", "port", "user", "password", "sslmode", "sslrootcert")
    parameters = {key: given[key] for key in kept if given.get(key)}
    with psycopg.connect(**parameters, dbname=name, autocommit=True) as opened:
        yield opened


def _digest(rows: Any) -> str:
    total = 0
    while some := rows.fetchmany(ROWS_AT_ONCE):
        for row in some:
            words = repr(row).encode("utf-8", "surrogatepass")
            total += int.from_bytes(hashlib.blake2b(words, digest_size=HASH_BYTES).digest(), "big")
    return f"{total % (1 << 8 * HASH_BYTES):x}"


def _migrations(ask: Any, tables: Any) -> list[str]:
    if "django_migrations" not in tables:
        return []
    return sorted(f"{app}.{name}" for app, name in ask("SELECT app, name FROM django_migrations").fetchall())


def _files(ask: Any, tables: Any) -> dict[str, str]:
    if "trail_file" not in tables:
        return {}
    return dict(ask("SELECT blob, sha256 FROM trail_file WHERE blob <> ''").fetchall())


def _one(database: Any, query: str) -> int:
    return int(database.execute(query).fetchone()[0])
