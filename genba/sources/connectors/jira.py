"""Jira Cloud: a JQL question becomes counts or times for each week or month.

Speaks `POST /rest/api/3/search/jql` with `nextPageToken`, as described at
developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/ (the older `/search` is gone).
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from genba.sources.connectors.answers import ask, json_of, rows_in
from genba.sources.connectors.connector import (
    Asked,
    Connector,
    Fetched,
    Outside,
    Settings,
    SourceTrouble,
    State,
)
from genba.sources.connectors.gathering import COUNT, MEAN, MEDIAN, PERIOD, Record, cell_of, readings_from
from genba.sources.connectors.rest import basic

PAGE = 100
DAY = 86_400
MEASURES: dict[str, tuple[str, str]] = {  # what is asked → by which moment, gathered how
    "created": ("created", COUNT),
    "resolved": ("resolved", COUNT),
    "median_days": ("resolved", MEDIAN),
    "mean_days": ("resolved", MEAN),
}
MEASURE_WORDS = [
    ("created", _("How many were created")),
    ("resolved", _("How many were resolved")),
    ("median_days", _("Days from created to resolved, the median")),
    ("mean_days", _("Days from created to resolved, the mean")),
]


def fetch(settings: Settings, secret: str, outside: Outside) -> Fetched:
    """Ask for all pages, then count or time them by their period."""
    when, gather = MEASURES[settings.get("measure") or "created"]
    records = [record for record in map(_record, _issues(settings, secret, outside)) if record[when]]
    chosen = {"when": when, "value": "days", "gather": gather, "period": settings.get("period", "week")}
    return readings_from(records, chosen, outside)


def _issues(settings: Settings, secret: str, outside: Outside) -> list[dict[str, Any]]:
    account = settings.get("account", "").strip()
    key = basic(account, secret) if account else f"Bearer {secret}"
    url = settings["address"].strip().rstrip("/") + "/rest/api/3/search/jql"
    body: dict[str, Any] = {
        "jql": settings["jql"], "fields": ["created", "resolutiondate"], "maxResults": PAGE,
    }  # fmt: skip
    issues: list[dict[str, Any]] = []
    seen: set[str] = set()
    while True:
        headers = {"accept": "application/json", "authorization": key}
        page = json_of(ask(outside, url, headers, body))
        issues += rows_in(page.get("issues") if isinstance(page, dict) else None)
        if len(issues) > outside.rows:
            raise SourceTrouble(State.HUGE)
        token = page.get("nextPageToken")
        if page.get("isLast") or not token or token in seen:
            return issues
        seen.add(str(token))
        body["nextPageToken"] = token


def _record(issue: dict[str, Any]) -> Record:
    created = cell_of(issue, "fields.created")
    resolved = cell_of(issue, "fields.resolutiondate")
    return {"created": created, "resolved": resolved, "days": _days(created, resolved)}


def _days(created: object, resolved: object) -> float | None:
    try:
        return (_moment(resolved) - _moment(created)).total_seconds() / DAY
    except (ValueError, TypeError):
        return None


def _moment(text: object) -> datetime:
    return datetime.strptime(str(text), "%Y-%m-%dT%H:%M:%S.%f%z")


JIRA = Connector(
    "jira",
    _("Jira"),
    _("Counts and times of issues that a JQL question finds, for each week or month."),
    (
        Asked("address", _("Address"), _("Such as https://yours.atlassian.net."), is_place=True),
        Asked(
            "account",
            _("E-mail address of the account"),
            _("Empty: the token is sent as a bearer token."),
            required=False,
            is_place=True,
        ),
        Asked(
            "jql",
            _("JQL"),
            _("Such as: project = LINE AND type = Bug AND created >= startOfMonth(-24)."),
            lines=3,
        ),
        Asked("measure", _("What is measured?"), "", True, 1, MEASURE_WORDS, "created"),
        PERIOD,
    ),
    fetch,
    secret=_("API token"),
)
