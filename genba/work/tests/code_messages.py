"""Recorded messages of GitHub (tests/recorded/README.md), and how they reach the door."""

import copy
import hashlib
import hmac
import json
from pathlib import Path
from uuid import uuid4

from django.urls import reverse

from genba.work.code.keeping import add_repository
from genba.work.models import Repository

RECORDED = Path(__file__).resolve().parents[3] / "tests" / "recorded" / "code_hooks"
AUTHOR, COLLEAGUE, THIRD = 21031067, 5346, 77
MERGED_AT = "2026-11-20T12:00:00Z"


def recorded(name):
    return json.loads((RECORDED / f"github_{name}.json").read_text())


def merged(**more):
    """The recorded end of a pull request, as a merge."""
    message = recorded("closed")
    message["pull_request"] |= {"merged": True, "merged_at": MERGED_AT, **more}
    return message


def looked(state="approved", *, by=COLLEAGUE, at="2026-11-20T11:00:00Z", kind="User"):
    """The recorded review, given by somebody else, in another state."""
    message = copy.deepcopy(recorded("review_submitted"))
    message["review"] |= {"state": state, "submitted_at": at}
    message["review"]["user"] |= {"id": by, "login": f"person{by}", "type": kind}
    return message


def connect(cast, provider="github", name="Codertocat/Hello-World", **more):
    """A repository of the line, and its secret."""
    address = {"github": "https://github.com", "gitlab": "https://gitlab.example.com"}[provider]
    found = Repository(provider=provider, name=name, team=cast.line, address=address, **more)
    return found, add_repository(found, by=cast.amira)


def send(client, repository, secret, message, *, event="", **headers):
    """Send it as GitHub does."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    guessed = "pull_request_review" if isinstance(message, dict) and "review" in message else "pull_request"
    given = {
        "X-GitHub-Event": event or guessed,
        "X-GitHub-Delivery": str(uuid4()),
        "X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(),
    }
    door = reverse("work:code_hook", args=[repository.key])
    return client.post(door, body, content_type="application/json", headers=given | headers)
