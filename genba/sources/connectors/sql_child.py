"""Asks a database one question in a process of its own, in a transaction that cannot write.

SQLite: opened read-only, `PRAGMA query_only`, stopped by its own progress handler. PostgreSQL: a read-only
transaction, `statement_timeout`, a server-side cursor. Whatever neither heeds, the parent ends.
"""

import sys
import time
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import sqlalchemy
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from genba.sources.connectors.child import Told, answer

SECONDS = 60
STEPS = 20_000
LONGEST_CELL = 300
WOULD_WRITE = {"25006", "25001", "0A000"}  # in a transaction that reads, or through a cursor


def find(given: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows, each as an object of its columns. Raises Told with a state."""
    is_sqlite = given["kind"] == "sqlite"
    engine = (_sqlite if is_sqlite else _postgresql)(given)
    try:
        with engine.connect() as connection:
            if is_sqlite:
                _bridle(connection, given["seconds"])
            else:
                connection.execution_options(postgresql_readonly=True)
                if connection.exec_driver_sql("SHOW is_superuser").scalar() == "on":
                    raise Told("mighty")
                connection.execution_options(stream_results=True)
            options = {"no_parameters": True, "max_row_buffer": 500}
            result = connection.execution_options(**options).exec_driver_sql(given["query"])
            columns, rows = list(result.keys()), result.fetchmany(given["rows"] + 1)
    except DBAPIError as trouble:
        raise _told(trouble) from None
    except SQLAlchemyError as trouble:
        raise Told("refused", type(trouble).__name__) from None
    if len(rows) > given["rows"]:
        raise Told("huge")
    return [dict(zip(columns, map(_cell, row), strict=True)) for row in rows]


def _sqlite(given: dict[str, Any]) -> sqlalchemy.Engine:
    url = f"sqlite+pysqlite:///file:{quote(given['path'])}?mode=ro&uri=true"
    return sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool, connect_args={"timeout": 5})


def _bridle(connection: sqlalchemy.Connection, seconds: float) -> None:
    raw: Any = connection.connection.dbapi_connection
    end = time.monotonic() + seconds
    raw.execute("PRAGMA query_only = ON")
    raw.set_progress_handler(lambda: int(time.monotonic() > end), STEPS)


def _postgresql(given: dict[str, Any]) -> sqlalchemy.Engine:
    url = sqlalchemy.URL.create("postgresql+psycopg", database=given["database"])
    milliseconds = int(given["seconds"] * 1000)
    arguments = {name: given[name] for name in ("host", "hostaddr", "port", "user", "password", "sslmode")}
    if given["sslmode"] == "verify-full":
        arguments["sslrootcert"] = "system"
    return sqlalchemy.create_engine(
        url,
        poolclass=sqlalchemy.NullPool,
        connect_args={
            **{name: value for name, value in arguments.items() if value},
            "connect_timeout": max(2, int(given["seconds"])),
            "passfile": "/dev/null",
            "options": f"-c default_transaction_read_only=on -c statement_timeout={milliseconds}",
        },
    )


def _told(trouble: DBAPIError) -> Told:
    """The state by the code of the database (PostgreSQL's SQLSTATE) and its first line."""
    code = str(getattr(trouble.orig, "sqlstate", None) or "")
    words = (str(trouble.orig).strip().splitlines() or [""])[0]
    if "connection failed" in words or "connection to server" in words:
        return Told(_why_no_connection(words), words.rpartition("failed: ")[2])
    if "interrupted" in words or code == "57014":
        return Told("slow")
    if code in WOULD_WRITE or "readonly" in words:
        return Told("query", words)
    if code == "42501":
        return Told("password", words)
    return Told("column" if code in {"42703", "42P01"} or "no such" in words else "refused", words)


def _why_no_connection(words: str) -> str:
    """A server that refuses whom it does not know gives no code, only a line."""
    if "timeout" in words:
        return "slow"
    if "database " in words and "does not exist" in words:
        return "not_there"
    if "SSL" in words or "certificate" in words:
        return "refused"
    known = ("authentication failed", "no password", "role ", "pg_hba")
    return "password" if any(part in words for part in known) else "away"


def _cell(cell: Any) -> Any:
    if cell is None or isinstance(cell, bool | int | float):
        return cell
    if isinstance(cell, datetime):
        return ["t", cell.isoformat()]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    if isinstance(cell, Decimal):
        return ["n", str(cell)]
    return str(cell)[:LONGEST_CELL]


if __name__ == "__main__":
    sys.exit(answer(find, seconds=SECONDS))
