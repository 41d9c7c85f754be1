"""Messages of GitLab, built after the fields that its page on webhook events describes."""

import json

AUTHOR, COLLEAGUE = 51, 6


def gitlab(action="open", *, by=AUTHOR, state="opened", at="2026-11-20T10:00:00Z", **more):
    """One message about merge request 7 of riverside/label-printer."""
    change = {
        "id": 99,
        "iid": 7,
        "target_branch": "main",
        "source_branch": "labels",
        "author_id": AUTHOR,
        "title": "Print labels twice",
        "created_at": "2026-11-20T09:00:00Z",
        "updated_at": at,
        "state": state,
        "action": action,
        "url": "https://gitlab.example.com/riverside/label-printer/-/merge_requests/7",
        "last_commit": {"id": "da1560886d4f094c3e6c9ef40349f7d38b5d27d7", "title": "Labels"},
    }
    return {
        "object_kind": "merge_request",
        "event_type": "merge_request",
        "user": {"id": by, "username": f"person{by}", "name": "Somebody"},
        "project": {
            "id": 1,
            "path_with_namespace": "riverside/label-printer",
            "default_branch": "main",
            "web_url": "https://gitlab.example.com/riverside/label-printer",
        },
        "object_attributes": change | more,
        "labels": [],
        "changes": {},
    }


def body_of(message):
    return json.dumps(message).encode()
