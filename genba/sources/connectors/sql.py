"""A database: one SELECT, read in a transaction that cannot write, with limits on time and rows.

The statement runs in `sql_child.py`, a process of its own that is ended when its time is over, whatever the
database does. A name is judged as every address that Genba calls; the connection goes to the judged address.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genba.sources.connectors.apart import run_apart
from genba.sources.connectors.connector import (
    Asked,
    Connector,
    Fetched,
    Outside,
    Settings,
    SourceTrouble,
    State,
)
from genba.sources.connectors.folder import below
from genba.sources.connectors.gathering import COLUMNS, Record, readings_from

SQLITE, POSTGRESQL = "sqlite", "postgresql"
KINDS = {"sqlite": SQLITE, "postgresql": POSTGRESQL, "postgres": POSTGRESQL}
SSL_MODES = [
    ("prefer", gettext_lazy("When the server can")),
    ("require", gettext_lazy("Always")),
    ("verify-full", gettext_lazy("Always, and check its certificate")),
    ("disable", gettext_lazy("Never")),
]
_BEGINS = re.compile(r"\s*(?:--[^\n]*\n\s*|/\*.*?\*/\s*)*(select|with)\b", re.I | re.S)


def fetch(settings: Settings, secret: str, outside: Outside) -> Fetched:
    """Ask the database once."""
    given = {
        "query": checked_query(settings["query"]),
        "rows": outside.rows,
        **_way_to(database_of(settings["address"]), settings, secret, outside),
    }
    given["seconds"] = max(1.0, outside.left() - 1)
    return readings_from(
        [_record(row) for row in run_apart("sql_child", given, seconds=outside.left())], settings, outside
    )


def checked_query(query: str) -> str:
    """One statement that reads. Raises SourceTrouble with the reason.

    No semicolon may stand in it, not even within quotation marks: so nobody has to find out, as the database
    would, where a text ends and a second statement begins.
    """
    plain = query.strip().rstrip(";").strip()
    if ";" in plain or "\0" in plain:
        raise SourceTrouble(State.QUERY, _("One statement only: take the semicolon out."))
    if not _BEGINS.match(plain):
        raise SourceTrouble(State.QUERY, _("It has to begin with SELECT or WITH: Genba only reads."))
    return plain


@dataclass(frozen=True, slots=True)
class Database:
    """Which database is meant; of SQLite, `name` is the path as it was given."""

    kind: str
    host: str
    port: int
    name: str


def database_of(address: str) -> Database:
    """What an address says. It holds no options: some of them read files. Raises SourceTrouble."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port or 5432
    except ValueError as trouble:
        raise SourceTrouble(State.SETTING, _("This is not the address of a database.")) from trouble
    kind = KINDS.get(parts.scheme.lower())
    if kind is None:
        raise SourceTrouble(
            State.SETTING,
            _("Genba has drivers for PostgreSQL and SQLite. Use a folder of CSV files otherwise."),
        )
    if parts.username or parts.password or "?" in address or "#" in address or "=" in parts.path:
        words = _("Name and password have their own fields; nothing else belongs into the address.")
        raise SourceTrouble(State.SETTING, words)
    if kind == SQLITE:
        return Database(SQLITE, "", 0, parts.netloc + parts.path)
    if not host or not parts.path.strip("/"):
        raise SourceTrouble(State.SETTING, _("Such as postgresql://server.example.org:5432/database."))
    return Database(POSTGRESQL, host, port, parts.path.strip("/"))


def _way_to(asked: Database, settings: Settings, secret: str, outside: Outside) -> dict[str, Any]:
    if asked.kind == SQLITE:
        path = below(outside.root, asked.name)
        if not path.is_file():
            raise SourceTrouble(State.NOT_THERE)
        return {"kind": SQLITE, "path": str(path)}
    return {
        "kind": POSTGRESQL, "host": asked.host, "hostaddr": outside.judged(asked.host, asked.port)[0],
        "port": asked.port, "database": asked.name, "user": settings.get("account", ""), "password": secret,
        "sslmode": settings.get("sslmode") or "prefer",
    }  # fmt: skip


def _record(row: dict[str, Any]) -> Record:
    return {name: _cell(cell) for name, cell in row.items()}


def _cell(cell: Any) -> Any:
    """Moments and exact numbers travel as a list of their kind and their form."""
    if not isinstance(cell, list):
        return cell
    kind, text = cell
    if kind == "n":
        return float(Decimal(text))
    return datetime.fromisoformat(text) if kind == "t" else date.fromisoformat(text)


SQL = Connector(
    "sql",
    gettext_lazy("Database (SQL)"),
    gettext_lazy("One SELECT to a PostgreSQL or SQLite database."),
    (
        Asked(
            "address",
            gettext_lazy("Database"),
            gettext_lazy(
                "postgresql://server:5432/database, or sqlite:///file below the folder for sources."
            ),
            is_place=True,
            check=database_of,
        ),
        Asked(
            "account",
            gettext_lazy("Name of the database user"),
            gettext_lazy("One who may only read."),
            required=False,
            is_place=True,
        ),
        Asked(
            "sslmode", gettext_lazy("Encryption on the way"), "", True, 1, SSL_MODES, "prefer", is_place=True
        ),
        Asked(
            "query",
            gettext_lazy("Query"),
            gettext_lazy("One SELECT, without a semicolon."),
            lines=6,
            check=checked_query,
        ),
        *COLUMNS,
    ),
    fetch,
    secret=gettext_lazy("Password"),
)
