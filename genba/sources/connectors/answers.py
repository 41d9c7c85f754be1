"""What came back over the web, judged: rows of JSON, or a state in words."""

import json
import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from genba.sources.connectors.connector import Call, Came, Outside, SourceTrouble, State
from genba.sources.connectors.gathering import Record

SHORT_ANSWER = 4 * 1024 * 1024  # of a page of records, which is read here and not apart
LONGEST_REASON = 100_000
_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
_TAG = re.compile(r"<[^<>]*>")
_WEB_PAGES = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<!--")
_BY_STATUS = {401: State.PASSWORD, 403: State.PASSWORD, 404: State.NOT_THERE, 429: State.BUSY}
SAID_UNDER = ("errorMessages", "_server_messages", "message", "exception", "error", "detail", "title")


def ask(
    outside: Outside, url: str, headers: dict[str, str], body: Any = None, *, bytes_: int = SHORT_ANSWER
) -> Came:
    """Ask once, with POST where there is a body, within the time that is left.

    Raises SourceTrouble where it is not an answer to use.
    """
    sent = b"" if body is None else json.dumps(body).encode()
    if sent:
        headers = {"content-type": "application/json; charset=utf-8", **headers}
    if not all(_NAME.fullmatch(name) and _can_be_sent(words) for name, words in headers.items()):
        raise SourceTrouble(State.SETTING, _("A name or a key holds a character that cannot be sent."))
    method = "POST" if sent else "GET"
    came = outside.call(Call(method, url, headers, sent, seconds=outside.left(), bytes=bytes_))
    if 300 <= came.status < 400:
        raise SourceTrouble(State.SENT_ON)
    if came.status >= 500 and came.status != 503:
        words = said(came) or _("It answered {status}.").format(status=came.status)
        raise SourceTrouble(State.REFUSED, words)
    if came.status >= 400:
        state = State.BUSY if came.status == 503 else _BY_STATUS.get(came.status, State.REFUSED)
        raise SourceTrouble(state, said(came))
    if is_web_page(came.body):
        raise SourceTrouble(State.WEB_PAGE)
    return came


def json_of(came: Came) -> Any:
    """The JSON value of an answer. Raises SourceTrouble."""
    try:
        return json.loads(came.body)
    except (ValueError, RecursionError) as trouble:
        raise SourceTrouble(State.NOT_JSON) from trouble


def rows_in(value: Any) -> list[Any]:
    """The value, where it is a list of objects. Raises SourceTrouble."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise SourceTrouble(State.NOT_JSON)
    return value


def all_pages(page_from: Callable[[int], list[Record]], size: int, outside: Outside) -> list[Record]:
    """The records of all pages of a size; `page_from` gives the page that begins at a place, from 0.

    Raises SourceTrouble where there are more than Genba takes.
    """
    records: list[Record] = []
    while True:
        found = page_from(len(records))
        records += found
        if len(found) < size:
            return records
        if len(records) > outside.rows:
            raise SourceTrouble(State.HUGE)


def is_web_page(body: bytes) -> bool:
    """Whether these bytes are a page for people, whatever their header says."""
    return body.lstrip(b"\xef\xbb\xbf \r\n\t")[:16].lower().startswith(_WEB_PAGES)


def said(came: Came) -> str:
    """What the other side gives as its reason, as one line; empty where it gives none."""
    value = _value_of(came.body[:LONGEST_REASON])
    for name in SAID_UNDER:
        found = _words_of(value.get(name)) if isinstance(value, dict) else ""
        if found:
            return found
    return ""


def _words_of(found: Any) -> str:
    """Plain words; Frappe wraps them as JSON in a list within JSON, with tags of a web page."""
    if isinstance(found, str) and found.lstrip()[:1] in {"[", "{"}:
        found = _value_of(found.encode()) or found
    if isinstance(found, list):
        return " ".join(filter(None, map(_words_of, found[:5])))
    if isinstance(found, dict):
        return _words_of(found.get("message"))
    return " ".join(_TAG.sub(" ", found).split()) if isinstance(found, str) else ""


def _value_of(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _can_be_sent(words: str) -> bool:
    return words.isascii() and (words.isprintable() or not words)
