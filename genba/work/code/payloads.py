"""Reads what GitHub and GitLab tell of a change. Pure: bytes in, a `Heard` out; nothing of it is executed.

Forms: https://docs.github.com/webhooks/webhook-events-and-payloads (pull_request, pull_request_review) and
https://docs.gitlab.com/user/project/integrations/webhook_events (merge request events).
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

BIGGEST_NUMBER = 2**63 - 1
LONGEST_TITLE, LONGEST_PAGE, LONGEST_NAME, LONGEST_KEY, LONGEST_HEAD = 300, 500, 100, 40, 64
GITHUB_CHANGES = {"opened", "reopened", "synchronize", "edited", "closed", "ready_for_review"}
GITLAB_CHANGES = {"open", "reopen", "update", "close", "merge"}
GITLAB_LOOKS = {"approved": True, "approval": True, "unapproved": False, "unapproval": False}


class Unreadable(Exception):  # noqa: N818  (an answer to the sender, not a fault)
    """The message is not of the form that was described. `why` is a code."""

    def __init__(self, why: str = "form") -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Look:
    """An approval that was given, or taken back where `stands` is False. Without a looker: everybody's."""

    looker: str
    stands: bool
    at: datetime | None


@dataclass(frozen=True)
class Heard:
    """What a message says of one change. `state` is open, merged or closed."""

    repository: str
    number: int
    title: str
    page: str
    head: str
    author_key: str
    author: str
    state: str
    merged_at: datetime | None
    is_to_main: bool
    look: Look | None = None


def read(provider: str, event: str, body: bytes) -> Heard | None:
    """What a message says; None where it is about something else. Raises Unreadable."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as trouble:
        raise Unreadable("not_json") from trouble
    if not isinstance(given, dict):
        raise Unreadable
    return _github(event, given) if provider == "github" else _gitlab(given)


def _github(event: str, given: dict[str, Any]) -> Heard | None:
    action = given.get("action")
    if not isinstance(action, str):
        return None
    if event == "pull_request" and action in GITHUB_CHANGES:
        return _github_change(given)
    if event == "pull_request_review" and action in {"submitted", "dismissed"}:
        return _github_change(given, look=_github_look(given))
    return None


def _github_change(given: dict[str, Any], look: Look | None = None) -> Heard:
    change = _part(given, "pull_request")
    merged_at = _moment(change.get("merged_at"))
    is_open = change.get("state") == "open"
    return Heard(
        repository=_text(_part(given, "repository").get("full_name"), LONGEST_PAGE),
        number=_number(change.get("number")),
        title=_text(change.get("title"), LONGEST_TITLE),
        page=_page(change.get("html_url")),
        head=_text(_part(change, "head").get("sha"), LONGEST_HEAD),
        author_key=_key(_part(change, "user").get("id")),
        author=_text(_part(change, "user").get("login"), LONGEST_NAME),
        state="merged" if merged_at else "open" if is_open else "closed",
        merged_at=merged_at,
        is_to_main=_part(change, "base").get("ref") == _part(given, "repository").get("default_branch"),
        look=look,
    )


def _github_look(given: dict[str, Any]) -> Look | None:
    """An approval by a human being; what a program approves is nobody's look."""
    review = _part(given, "review")
    looker = _part(review, "user")
    stands = review.get("state") == "approved"
    takes_back = given.get("action") == "dismissed" or review.get("state") == "changes_requested"
    if looker.get("type") == "Bot" or not (stands or takes_back):
        return None
    return Look(_key(looker.get("id")), stands, _moment(review.get("submitted_at")))


def _gitlab(given: dict[str, Any]) -> Heard | None:
    change = given.get("object_attributes")
    if given.get("object_kind") != "merge_request" or not isinstance(change, dict):
        return None
    action = change.get("action")
    if not isinstance(action, str) or action not in GITLAB_CHANGES | GITLAB_LOOKS.keys():
        return None
    project, user = _part(given, "project"), _part(given, "user")
    author_key = _key(change.get("author_id"))
    is_author = user.get("id") is not None and _key(user["id"]) == author_key
    head = change.get("last_commit")
    at = _moment(change.get("merged_at")) or _moment(change.get("updated_at"))
    state = {"merged": "merged", "opened": "open"}.get(str(change.get("state")), "closed")
    return Heard(
        repository=_text(project.get("path_with_namespace"), LONGEST_PAGE),
        number=_number(change.get("iid")),
        title=_text(change.get("title"), LONGEST_TITLE),
        page=_page(change.get("url")),
        head=_text(head.get("id"), LONGEST_HEAD) if isinstance(head, dict) else "",
        author_key=author_key,
        author=_text(user.get("username"), LONGEST_NAME) if is_author else "",
        state=state,
        merged_at=(at or datetime.now(UTC)) if state == "merged" else None,
        is_to_main=change.get("target_branch") == project.get("default_branch"),
        look=_gitlab_look(action, change, user),
    )


def _gitlab_look(action: str, change: dict[str, Any], user: dict[str, Any]) -> Look | None:
    """An approval. Its `updated_at` may lie before it, because approving does not change the merge request;
    so what is approved when it is merged already would pass for a look before the merge.
    """
    if action not in GITLAB_LOOKS:
        return None
    at = _moment(change.get("updated_at"))
    if change.get("state") == "merged":
        at = _moment(change.get("actioned_at")) or datetime.now(UTC)
    resets_all = change.get("system") is True and not GITLAB_LOOKS[action]
    looker = "" if resets_all else _key(user.get("id"))
    return Look(looker, GITLAB_LOOKS[action], at)


def _part(given: dict[str, Any], name: str) -> dict[str, Any]:
    found = given.get(name)
    if not isinstance(found, dict):
        raise Unreadable
    return found


def _number(given: object) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not 0 < given <= BIGGEST_NUMBER:
        raise Unreadable
    return given


def _key(given: object) -> str:
    """The number of a person at the server."""
    if isinstance(given, bool) or not isinstance(given, int | str) or given == "":
        raise Unreadable
    try:
        return _text(str(given), LONGEST_KEY)
    except ValueError as trouble:  # a number of very many digits
        raise Unreadable from trouble


def _text(given: object, longest: int) -> str:
    """Words as a database can keep them."""
    if not isinstance(given, str):
        return ""
    return given.replace("\0", "").encode("utf-8", "replace").decode()[:longest]


def _page(given: object) -> str:
    """An address of the web that may be linked to; anything else is not kept."""
    words = _text(given, LONGEST_PAGE)
    try:
        return words if urlsplit(words).scheme in {"https", "http"} else ""
    except ValueError:
        return ""


def _moment(given: object) -> datetime | None:
    if not isinstance(given, str):
        return None
    try:
        found = datetime.fromisoformat(given.strip().replace(" UTC", "+00:00"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
