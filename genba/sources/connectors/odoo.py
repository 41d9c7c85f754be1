"""Odoo 19 and later: `POST /json/2/<model>/<method>` with an API key, reading methods only.

As described at odoo.com/documentation/19.0/developer/reference/external_api.html.
"""

import json
import re
from typing import Any

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
PAGED, GROUPED = "search_read", "formatted_read_group"
METHODS = [
    (PAGED, gettext_lazy("Records (search_read)")),
    (GROUPED, gettext_lazy("Groups (formatted_read_group)")),
]
_MODEL = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")


def fetch(settings: Settings, secret: str, outside: Outside) -> Fetched:
    """Ask for all pages of records, or once for groups."""
    model, method = checked_model(settings["model"]), settings.get("method") or PAGED
    if method not in dict(METHODS):
        raise SourceTrouble(State.SETTING, _("Genba asks for records or for groups, nothing else."))
    url = f"{settings['address'].strip().rstrip('/')}/json/2/{model}/{method}"
    headers = {"accept": "application/json", "authorization": f"bearer {secret}"}
    if database := settings.get("database", "").strip():
        headers["x-odoo-database"] = database
    body = arguments_of(settings.get("arguments", ""))
    if method == GROUPED:
        return readings_from(_rows(ask(outside, url, headers, body)), settings, outside)
    body.setdefault("fields", [settings[name] for name in ("when", "value", "out_of") if settings.get(name)])

    def page_from(start: int) -> list[Record]:
        page = {**body, "limit": PAGE, "offset": start, "order": "id"}
        return _rows(ask(outside, url, headers, page))

    return readings_from(all_pages(page_from, PAGE, outside), settings, outside)


def checked_model(name: str) -> str:
    """The name of a model. Raises SourceTrouble."""
    if not _MODEL.fullmatch(name.strip()):
        raise SourceTrouble(State.SETTING, _("This is not the name of a model, such as sale.order."))
    return name.strip()


def arguments_of(words: str) -> dict[str, Any]:
    """What to look for: a list of conditions, or all arguments by their names. Raises SourceTrouble."""
    try:
        read = json.loads(words.strip() or "{}")
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, list):
        read = {"domain": read}
    if not isinstance(read, dict):
        raise SourceTrouble(State.SETTING, _("What to look for has to be JSON: a list of conditions."))
    return read


def _rows(came: Any) -> list[Record]:
    return [{name: _cell(cell) for name, cell in row.items()} for row in rows_in(json_of(came))]


def _cell(cell: Any) -> Any:
    """Odoo writes what is empty as false, and a group of a period as its beginning and its label."""
    if cell is False:
        return None
    return cell[0] if isinstance(cell, list) and cell else cell


ODOO = Connector(
    "odoo",
    gettext_lazy("Odoo"),
    gettext_lazy("Records of an Odoo (19 or later), read with an API key."),
    (
        Asked(
            "address", gettext_lazy("Address"), gettext_lazy("Such as https://yours.odoo.com."), is_place=True
        ),
        Asked(
            "database",
            gettext_lazy("Database"),
            gettext_lazy("Only where one server keeps several."),
            required=False,
            is_place=True,
        ),
        Asked(
            "model",
            gettext_lazy("Model"),
            gettext_lazy("Such as sale.order or helpdesk.ticket."),
            check=checked_model,
        ),
        Asked("method", gettext_lazy("What is read?"), "", True, 1, METHODS, PAGED),
        Asked(
            "arguments",
            gettext_lazy("What to look for"),
            gettext_lazy('Conditions as JSON, such as [["state", "=", "sale"]]. Empty: everything.'),
            required=False,
            lines=3,
            check=arguments_of,
        ),
        *COLUMNS,
    ),
    fetch,
    secret=gettext_lazy("API key"),
)
