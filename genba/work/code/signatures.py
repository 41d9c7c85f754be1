"""Who sent a message: the signatures of GitHub and GitLab.

GitHub: `X-Hub-Signature-256`, HMAC-SHA256 of the body. GitLab: the signing token, as standardwebhooks.com
describes it (`webhook-signature`), or the older secret token, which is sent as it is (`X-Gitlab-Token`).
Every comparison takes as long for a nearly right value as for a wrong one.
"""

import hashlib
import hmac
from collections.abc import Mapping

from genba.trail.webhooks import WebhookRefused, verified
from genba.work.models import Repository

GITHUB_MARK = "sha256="


def is_genuine(repository: Repository, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the message comes from who shares the secret. `headers` by their names in any case."""
    given = {name.lower(): value for name, value in headers.items()}
    if repository.provider == Repository.Provider.GITHUB:
        return _signed_by_github(repository.secret, given.get("x-hub-signature-256", ""), body)
    if "webhook-signature" in given:
        return _signed_by_gitlab(repository.secret, given, body)
    return _same(given.get("x-gitlab-token", ""), repository.secret)


def message_of(headers: Mapping[str, str]) -> str:
    """The number that the server gives to a message; the same when it is sent again."""
    given = {name.lower(): value for name, value in headers.items()}
    for name in ("x-github-delivery", "webhook-id", "idempotency-key", "x-gitlab-webhook-uuid"):
        if given.get(name):
            return given[name]
    return given.get("x-gitlab-event-uuid", "")


def event_of(headers: Mapping[str, str]) -> str:
    """What kind of message it is, in the server's own words."""
    given = {name.lower(): value for name, value in headers.items()}
    return given.get("x-github-event") or given.get("x-gitlab-event") or ""


def _signed_by_github(secret: str, signature: str, body: bytes) -> bool:
    right = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return signature.startswith(GITHUB_MARK) and _same(signature[len(GITHUB_MARK) :], right)


def _signed_by_gitlab(secret: str, given: Mapping[str, str], body: bytes) -> bool:
    try:
        verified(secret, given, body)
    except (WebhookRefused, UnicodeError):
        return False
    return True


def _same(given: str, right: str) -> bool:
    return bool(right) and hmac.compare_digest(given.encode(errors="replace"), right.encode())
