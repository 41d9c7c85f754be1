"""ERPNext, and everything made with Frappe: `/api/resource/<doctype>` in pages, or one `/api/method/…`.

As described at docs.frappe.io/framework/user/en/api/rest. Only GET is used, which Frappe never commits.
"""

import json
import re
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genba.sources.connectors.answers import all_pages, ask, json_of, rows_in
from genba.sources.connectors.connector import (
    Asked,
    Connector,
    Fetched,
    Outside,
    Settings,
    SourceTrouble,
    State,
)
from genba.sources.connectors.gathering import COLUMNS, Record, readings_from

PAGE = 500
_METHOD = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")


def fetch(settings: Settings, secret: str, outside: Outside) -> Fetched:
    """Ask for all pages of a doctype, or once for what a method answers."""
    headers = {"accept": "application/json", "authorization": f"token {secret}"}
    address = settings["address"].strip().rstrip("/")
    doctype, method = settings.get("doctype", "").strip(), settings.get("method", "").strip()
    if method:
        came = ask(outside, f"{address}/api/method/{checked_method(method)}", headers)
        return readings_from(_rows(came, "message"), settings, outside)
    if not doctype:
        raise SourceTrouble(State.SETTING, _("Name a doctype or a method."))
    wanted = {
        "fields": json.dumps([settings[name] for name in ("when", "value", "out_of") if settings.get(name)]),
        "filters": json.dumps(filters_of(settings.get("filters", ""))),
        "order_by": "creation asc, name asc",
        "limit_page_length": PAGE,
    }

    def page_from(start: int) -> list[Record]:
        query = urlencode({**wanted, "limit_start": start})
        url = f"{address}/api/resource/{quote(doctype, safe='')}?{query}"
        return _rows(ask(outside, url, headers), "data")

    return readings_from(all_pages(page_from, PAGE, outside), settings, outside)


def checked_method(name: str) -> str:
    """The name of a method; empty is fine. Raises SourceTrouble."""
    if name.strip() and not _METHOD.fullmatch(name.strip()):
        raise SourceTrouble(State.SETTING, _("This is not the name of a method."))
    return name.strip()


def filters_of(words: str) -> Any:
    """What to look for: a list or an object of conditions. Raises SourceTrouble."""
    try:
        read = json.loads(words.strip() or "[]")
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, list | dict):
        raise SourceTrouble(State.SETTING, _("What to look for has to be JSON: a list of conditions."))
    return read


def _rows(came: Any, under: str) -> list[Record]:
    value = json_of(came)
    rows = value.get(under) if isinstance(value, dict) else None
    if isinstance(rows, int | float) and not isinstance(rows, bool):
        rows = [{"value": rows}]
    return rows_in(rows)


ERPNEXT = Connector(
    "erpnext",
    gettext_lazy("ERPNext"),
    gettext_lazy("Records of an ERPNext or another Frappe program, read with an API key and secret."),
    (
        Asked(
            "address",
            gettext_lazy("Address"),
            gettext_lazy("Such as https://erp.example.org."),
            is_place=True,
        ),
        Asked(
            "doctype", gettext_lazy("Doctype"), gettext_lazy("Such as Quality Inspection."), required=False
        ),
        Asked(
            "method",
            gettext_lazy("Method"),
            gettext_lazy("Instead of a doctype: a method of your own that answers with rows or one number."),
            required=False,
            check=checked_method,
        ),
        Asked(
            "filters",
            gettext_lazy("What to look for"),
            gettext_lazy('Conditions as JSON, such as [["status", "=", "Rejected"]]. Empty: everything.'),
            required=False,
            lines=3,
            check=filters_of,
        ),
        *COLUMNS,
    ),
    fetch,
    secret=gettext_lazy("API key and API secret"),
    secret_help=gettext_lazy("Both, with a colon between them."),
)
