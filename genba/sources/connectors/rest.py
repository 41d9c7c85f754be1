"""An address of the web that answers with JSON or a table: Genba asks, follows a path, and reads the rows."""

import base64
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import jmespath
from django.utils.translation import gettext_lazy as _
from jmespath.exceptions import JMESPathError

from genba.sources.connectors.answers import ask
from genba.sources.connectors.apart import run_apart
from genba.sources.connectors.connector import (
    MEGABYTES_OF_AN_ANSWER,
    Asked,
    Connector,
    Fetched,
    Outside,
    Settings,
    SourceTrouble,
    State,
)
from genba.sources.connectors.gathering import COLUMNS, Record, readings_from
from genba.sources.reading import read_table
from genba.sources.table import Table, TableUnreadable

KEYS = [
    ("none", _("Without a key")),
    ("bearer", _("As “Authorization: Bearer …”")),
    ("basic", _("As name and password")),
    ("header", _("As a header with a name of its own")),
    ("address", _("In the address, under a name of its own")),
]
KEY_IN_ADDRESS = re.compile(r"key|token|secret|passw|pwd|auth|signature", re.I)


def fetch(settings: Settings, secret: str, outside: Outside) -> Fetched:
    """Ask the address once. A JSON answer is read by the path, any other one as a table."""
    headers = {"accept": "application/json, text/csv;q=0.9, */*;q=0.1", **_key(settings, secret)}
    came = ask(outside, _address(settings, secret), headers, bytes_=MEGABYTES_OF_AN_ANSWER * 1024 * 1024)
    kind = came.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.endswith("json") or came.body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in {b"{", b"["}:
        records = _records(came.body, settings.get("path", "").strip(), outside)
        return readings_from(records, _with_value(settings, records), outside)
    return readings_from(table_records(came.body, outside), settings, outside)


def table_records(body: bytes, outside: Outside) -> list[Record]:
    """The rows of a CSV or Excel file by their columns. Raises SourceTrouble."""
    try:
        return records_of(read_table(body), outside)
    except TableUnreadable as trouble:
        raise SourceTrouble(State.NOT_JSON, trouble.sentence) from trouble


def records_of(table: Table, outside: Outside) -> list[Record]:
    """Rows by their columns, up to the limit and one more. Rows that are no rows keep their place, empty."""
    records: list[Record] = []
    for row in table.rows():
        records.append({} if row.error else dict(zip(table.columns, row.cells, strict=False)))
        if len(records) > outside.rows:
            raise SourceTrouble(State.HUGE)
    return records


def _records(body: bytes, path: str, outside: Outside) -> list[Record]:
    text = body.decode("utf-8-sig", errors="replace")
    given = {"body": text, "path": path, "rows": outside.rows}
    return [_record(one) for one in run_apart("path_child", given, seconds=outside.left())]


def _record(one: Any) -> Record:
    """A list has its columns by number, from 1; a bare number is a column named `value`."""
    if isinstance(one, dict):
        return one
    if isinstance(one, list):
        return {str(place): cell for place, cell in enumerate(one, start=1)}
    return {"value": one}


def _with_value(settings: Settings, records: list[Record]) -> Settings:
    """The path may lead to the number itself; then there is no column to name."""
    is_bare = bool(records) and all(set(record) == {"value"} for record in records)
    return {**settings, "value": settings.get("value") or "value"} if is_bare else settings


def _key(settings: Settings, secret: str) -> dict[str, str]:
    way = settings.get("key_as") or "none"
    if way in {"none", "address"} or not secret:
        return {}
    if way == "bearer":
        return {"authorization": f"Bearer {secret}"}
    account = settings.get("account", "").strip()
    if way == "basic":
        return {"authorization": basic(account, secret)}
    return {account or "x-api-key": secret}


def _address(settings: Settings, secret: str) -> str:
    address = settings["address"].strip()
    if settings.get("key_as") != "address" or not secret:
        return address
    name = settings.get("account", "").strip() or "api_key"
    parts = urlsplit(address)
    query = "&".join(filter(None, [parts.query, urlencode({name: secret})]))
    return urlunsplit(parts._replace(query=query))


def without_keys(address: str) -> str:
    """An address that everybody may see. Raises SourceTrouble where a key seems to stand in it."""
    names = [name for name, value in parse_qsl(urlsplit(address).query) if value]
    if any(KEY_IN_ADDRESS.search(name) for name in names):
        words = _("Everybody who sees this page would see the key in this address. It has its own field.")
        raise SourceTrouble(State.SETTING, words)
    return address


def checked_path(path: str) -> None:
    """A path that can be read. Raises SourceTrouble."""
    try:
        jmespath.compile(path.strip() or "@")
    except (JMESPathError, RecursionError) as trouble:
        raise SourceTrouble(State.QUERY, next(iter(str(trouble).splitlines()), "")) from trouble


def basic(account: str, secret: str) -> str:
    """Name and password as a header holds them (RFC 7617)."""
    return "Basic " + base64.b64encode(f"{account}:{secret}".encode()).decode()


REST = Connector(
    "rest",
    _("Web address (JSON or CSV)"),
    _("Any program that answers with JSON or a table when its address is asked."),
    (
        Asked(
            "address",
            _("Address"),
            _("Begins with https://. Genba only asks, it sends nothing."),
            is_place=True,
            check=without_keys,
        ),
        Asked("key_as", _("How is the key sent?"), "", True, 1, KEYS, "none", is_place=True),
        Asked(
            "account",
            _("Name that goes with the key"),
            _("Of the account, of the header, or of the parameter."),
            required=False,
            is_place=True,
        ),
        Asked(
            "path",
            _("Path to the rows"),
            _("A JMESPath expression such as data.items. Empty: the answer itself is the list."),
            required=False,
            check=checked_path,
        ),
        *COLUMNS,
    ),
    fetch,
    secret=_("Key or password"),
)
