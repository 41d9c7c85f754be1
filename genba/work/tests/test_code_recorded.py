"""Messages and answers of GitLab as they were recorded (tests/recorded/README.md), sent unchanged."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from genba.trail.models import Fact
from genba.trail.tests.machines import Machine, running, says
from genba.trail.webhooks import signed
from genba.trail.work import HopelessError
from genba.work.code import telling
from genba.work.code.keeping import set_token
from genba.work.models import HookDelivery, MergeLook, MergeRequest, Repository
from genba.work.tests.code_messages import RECORDED, connect

ALL = ["opened", "updated", "approved", "unapproved", "merged", "merged_2017"]
#: As GitLab answers: POST /projects/:id/statuses/:sha, and where it refuses.
TAKEN = {"id": 93, "sha": "c1", "ref": "main", "status": "pending", "name": "Genba: reviewed"}
TWICE = "Cannot transition status via :enqueue from :pending"
TWICE += ' (Reason(s): Status cannot transition via "enqueue")'


def body_of(name):
    return (RECORDED / f"gitlab_{name}.json").read_bytes()


def project_of(name):
    return json.loads(body_of(name))["project"]["path_with_namespace"]


def deliver(client, repository, name, *, body=b"", **headers):
    """Send it with the headers that a server sends."""
    sent = {
        "User-Agent": "GitLab/18.6.0",
        "X-Gitlab-Event": "Push Hook" if name == "push" else "Merge Request Hook",
        "X-Gitlab-Instance": "https://gitlab.example.com",
        "X-Gitlab-Webhook-UUID": str(uuid4()),
        "X-Gitlab-Event-UUID": str(uuid4()),
        "Idempotency-Key": str(uuid4()),
        "X-Gitlab-Token": repository.secret,
    }
    door = reverse("work:code_hook", args=[repository.key])
    body = body or body_of(name)
    return client.post(door, body, content_type="application/json", headers=sent | headers)


def changed(name, **attributes):
    """The recorded message at another moment of the same merge request."""
    message = json.loads(body_of(name))
    message["object_attributes"] |= attributes
    return json.dumps(message).encode()


def lab_of(cast, name):
    return connect(cast, "gitlab", project_of(name))[0]


@pytest.mark.parametrize("name", ALL)
def test_what_was_recorded_is_taken(cast, client, name):
    assert deliver(client, lab_of(cast, name), name).status_code == 200
    change, said = MergeRequest.objects.get(), json.loads(body_of(name))["object_attributes"]
    assert (change.number, change.title, change.page) == (said["iid"], said["title"], said["url"])
    assert (change.head, change.author_key) == (said["last_commit"]["id"], str(said["author_id"]))
    assert HookDelivery.objects.get().outcome == "received"


@pytest.mark.parametrize("name", ["opened", "approved", "push"])
def test_it_is_taken_with_the_signing_token_as_well(cast, client, name):
    lab = lab_of(cast, name)
    headers = signed(lab.secret, str(uuid4()), body_of(name), at=datetime.now(UTC))
    assert deliver(client, lab, name, **headers, **{"X-Gitlab-Token": ""}).status_code == 200
    stale = signed(lab.secret, str(uuid4()), body_of(name), at=datetime.now(UTC) - timedelta(minutes=9))
    assert deliver(client, lab, name, **stale).status_code == 401
    assert deliver(client, lab, name, **{"X-Gitlab-Token": "another"}).status_code == 401


def test_a_push_is_something_else(cast, client):
    assert deliver(client, lab_of(cast, "push"), "push").status_code == 200
    assert HookDelivery.objects.get().why == "other_event"
    assert not MergeRequest.objects.exists()


def test_somebody_else_has_approved_it(cast, client):
    deliver(client, lab_of(cast, "approved"), "approved")
    change = MergeRequest.objects.get()
    assert (change.state, change.reviewed, change.author) == ("open", True, "")
    assert MergeLook.objects.get().looker_key == "4575606"


def test_the_author_opened_it_and_took_an_approval_of_their_own_back(cast, client):
    lab = lab_of(cast, "opened")
    deliver(client, lab, "opened")
    deliver(client, lab, "unapproved")
    change = MergeRequest.objects.get()
    assert (change.title, change.author, change.reviewed) == (
        "Edit README for more text to read",
        "real6543",
        False,
    )


@pytest.mark.parametrize("name", ["merged", "merged_2017"])
def test_nobody_else_had_looked_when_it_was_merged(cast, client, name):
    lab = lab_of(cast, name)
    for _time in range(2):  # a server that got no answer sends it again
        deliver(client, lab, name, **{"Idempotency-Key": "one", "X-Gitlab-Webhook-UUID": str(uuid4())})
    change = MergeRequest.objects.without_review().get()
    assert change.merged_at == datetime.fromisoformat(
        json.loads(body_of(name))["object_attributes"]["updated_at"].replace(" UTC", "+00:00")
    )
    assert Fact.objects.filter(name="work.merged_unreviewed").count() == 1


def test_an_approval_right_before_the_merge_counts(cast, client):
    """Approving does not move `updated_at`, so both messages may carry the same moment."""
    lab = lab_of(cast, "approved")
    deliver(client, lab, "approved")
    deliver(client, lab, "merged", body=changed("approved", action="merge", state="merged"))
    assert MergeRequest.objects.get(state="merged").reviewed is True


@pytest.mark.parametrize("more", [{}, {"actioned_at": "2025-07-30 00:50:00 UTC"}])
def test_an_approval_of_what_is_merged_already_does_not_count(cast, client, more):
    lab = lab_of(cast, "approved")
    deliver(client, lab, "merged", body=changed("approved", action="merge", state="merged"))
    deliver(client, lab, "approved", body=changed("approved", state="merged", **more))
    assert MergeRequest.objects.without_review().count() == 1
    assert not Fact.objects.filter(name="work.merged_reviewed").exists()


def test_a_merge_request_without_a_commit_is_taken(cast, client):
    assert (
        deliver(
            client, lab_of(cast, "opened"), "opened", body=changed("opened", last_commit=None)
        ).status_code
        == 200
    )
    assert MergeRequest.objects.get().head == ""


# What GitLab answers to our status


@pytest.fixture
def waiting(cast, settings):
    """A change that waits for a look, at a server on this machine."""
    settings.GENBA_OUTGOING_ALLOW = ["127.0.0.1"]
    lab = lab_of(cast, "opened")
    set_token(lab, "glpat-x", by=cast.amira)
    return MergeRequest.objects.create(repository=lab, number=3, head="2f7670508b77", title="README")


def tell(change, status, words):
    with running(Machine(says(json.dumps(words).encode(), status))) as machine:
        Repository.objects.update(address=machine.url("").rstrip("/"))
        try:
            telling.tell_status.call(change.pk)
        finally:
            [(method, path, headers, body)] = machine.asked
    return method, path, headers["private-token"], json.loads(body)


def test_gitlab_takes_our_status(waiting):
    method, path, token, said = tell(waiting, 201, TAKEN)
    project = "demoaccount2-commits-group%2Ftest_ci_tmp"
    assert (method, path) == ("POST", f"/api/v4/projects/{project}/statuses/2f7670508b77")
    assert (token, said["state"], said["name"]) == ("glpat-x", "pending", "Genba: reviewed")


def test_gitlab_refuses_to_hear_twice_that_it_waits_and_that_is_no_trouble(waiting):
    tell(waiting, 400, {"message": TWICE})
    assert Repository.objects.get().trouble == ""


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, {"message": "400 Bad request - sha does not exist"}),
        (401, {"message": "401 Unauthorized"}),
        (403, {"message": "403 Forbidden"}),
        (404, {"message": "404 Commit Not Found"}),
    ],
)
def test_what_else_gitlab_refuses_is_shown(waiting, status, words):
    with pytest.raises(HopelessError):
        tell(waiting, status, words)
    assert f"GitLab answered our status with {status}" in Repository.objects.get().trouble
