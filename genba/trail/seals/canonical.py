"""The bytes of a fact that are sealed. `docs/trail.md` describes the form for people who check it elsewhere.

One line of JSON, ASCII only, keys sorted, no spaces, UTC with microseconds:

    {"at":"2026-11-22T07:00:00.000000Z","by":5,"data":{},"id":1,"name":"…","subject_id":"7","subject_kind":"…","v":1}
"""

import json
from functools import lru_cache
from json import encoder
from json.encoder import encode_basestring_ascii
from typing import Any

from django.db import connection

FORM = 1
Row = tuple[int, Any, int | None, Any, str, str, str]
"""id, at, by, data, name, subject_id, subject_kind, as `columns()` reads them."""

_COLUMNS = "{f}.id, {at}, {f}.by_id, {data}, {f}.name, {f}.subject_id, {f}.subject_kind"
_AT = {
    "sqlite": "{f}.at || ''",  # an expression, so that no converter makes a datetime of it
    "postgresql": """to_char({f}.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
}
_DATA = {"sqlite": "{f}.data || ''", "postgresql": "{f}.data::text"}

_compact = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # not in the stubs
# The same encoder without what `encode` does around it at each call, which takes three quarters of the time.
_chunks = encoder.c_make_encoder(  # type: ignore[attr-defined]  # made in C, not in the stubs
    None, str, encode_basestring_ascii, None, ":", ",", True, False, True
)


def columns(alias: str) -> str:
    """What to select of `trail_fact` so that `canonical_bytes` understands it."""
    vendor = connection.vendor
    return _COLUMNS.format(f=alias, at=_AT[vendor].format(f=alias), data=_DATA[vendor].format(f=alias))


def canonical_bytes(row: Row) -> bytes:
    """The bytes of one fact. Never fails: what is not as we write it gives other bytes than those sealed."""
    key, at, by, data, name, subject_id, subject_kind = row
    return (
        f'{{"at":{_time(at)},"by":{"null" if by is None else by},"data":{_sorted_json(data)},"id":{key},'
        f'"name":{_word(name)},"subject_id":{_quoted(subject_id)},"subject_kind":{_word(subject_kind)},"v":{FORM}}}'
    ).encode("ascii", "backslashreplace")


def _time(at: Any) -> str:
    """`2026-11-22 07:00:00[.123456]` as SQLite keeps it, or already in our form."""
    if isinstance(at, str) and at[10:11] == " ":
        at = at[:10] + "T" + at[11:] + ("Z" if len(at) > 19 else ".000000Z")
    return _quoted(at)


def _sorted_json(raw: Any) -> str:
    if raw == "{}":
        return "{}"
    try:
        value, end = _scan(raw, 0)
        if end == len(raw):
            return "".join(_chunks(value, 0))
        return _compact(json.loads(raw))
    except (StopIteration, ValueError, TypeError, RecursionError):
        return _quoted(raw)


def _quoted(text: Any) -> str:
    return encode_basestring_ascii(text if isinstance(text, str) else str(text))


_word = lru_cache(maxsize=4096)(_quoted)
