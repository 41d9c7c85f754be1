"""Code servers tell of merges: whom we believe, what we make of it, and what happens at the edges."""

import json
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from django.db import connection
from django.urls import reverse

from genba.people.models import BrowserSession
from genba.trail.models import Fact
from genba.trail.webhooks import signed
from genba.work.code import taking
from genba.work.code.yields import months_of
from genba.work.models import HookDelivery, MergeLook, MergeRequest, Repository
from genba.work.tests.code_messages import AUTHOR, COLLEAGUE, THIRD, connect, looked, merged, recorded, send
from genba.work.tests.gitlab_messages import body_of, gitlab

MERGES = {"work.merged_reviewed", "work.merged_unreviewed", "work.review_came_late"}


@pytest.fixture
def hub(cast):
    return connect(cast)


@pytest.fixture
def lab(cast):
    return connect(cast, "gitlab", "riverside/label-printer")


def names():
    told = Fact.objects.order_by("pk").values_list("name", flat=True)
    return [name for name in told if name in MERGES]


def to_gitlab(client, lab, message, **headers):
    repository, secret = lab
    given_ = {"X-Gitlab-Event": "Merge Request Hook", "X-Gitlab-Token": secret} | headers
    door = reverse("work:code_hook", args=[repository.key])
    return client.post(door, body_of(message), content_type="application/json", headers=given_)


# GitHub, recorded


@pytest.mark.parametrize("name", ["opened", "synchronize", "closed", "review_submitted", "review_dismissed"])
def test_recorded_messages_are_taken(client, hub, name):
    assert send(client, *hub, recorded(name)).status_code == 200
    change = MergeRequest.objects.get()
    assert (change.number, change.author, change.author_key) == (2, "Codertocat", str(AUTHOR))
    assert change.page.startswith("https://github.com/")
    assert change.reviewed is False
    assert HookDelivery.objects.get().outcome == "received"


def test_the_first_ping_of_another_repository_is_told_apart(client, hub):
    answer = send(client, *hub, recorded("ping"), event="ping")
    assert answer.status_code == 200
    assert HookDelivery.objects.get().why == "other_event"
    assert not MergeRequest.objects.exists()


def test_what_was_closed_without_a_merge_is_no_failed_check(client, hub):
    send(client, *hub, recorded("closed"))
    assert MergeRequest.objects.get().state == "closed"
    assert names() == []


def test_a_merge_after_a_look_of_somebody_else_is_reviewed(client, hub):
    for message in (recorded("opened"), looked(), merged()):
        send(client, *hub, message)
    assert MergeRequest.objects.get().reviewed is True
    assert names() == ["work.merged_reviewed"]


def test_a_merge_without_a_look_is_a_failed_check(client, hub):
    for message in (recorded("opened"), merged()):
        send(client, *hub, message)
    assert MergeRequest.objects.without_review().get().merged_at == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert names() == ["work.merged_unreviewed"]


@pytest.mark.parametrize(
    "look",
    [
        looked(by=AUTHOR),
        looked("commented"),
        looked("changes_requested"),
        looked(kind="Bot"),
        looked(at="2026-11-20T13:00:00Z"),
    ],
    ids=["of the author", "a comment", "asks for changes", "of a program", "after the merge"],
)
def test_what_is_no_look_of_somebody_else_before_the_merge(client, hub, look):
    for message in (recorded("opened"), look, merged()):
        send(client, *hub, message)
    assert MergeRequest.objects.get().reviewed is False


def test_a_look_that_was_taken_back_does_not_count(client, hub):
    back = looked("dismissed") | {"action": "dismissed"}
    for message in (looked(), back, merged()):
        send(client, *hub, message)
    assert MergeRequest.objects.get().reviewed is False


def test_one_who_asks_for_changes_does_not_take_back_the_look_of_another(client, hub):
    for message in (looked(), looked("changes_requested", by=THIRD), merged()):
        send(client, *hub, message)
    assert MergeRequest.objects.get().reviewed is True


def test_a_look_that_is_taken_back_after_the_merge_changes_nothing(client, hub):
    for message in (looked(), merged(), looked("dismissed") | {"action": "dismissed"}):
        send(client, *hub, message)
    assert MergeRequest.objects.get().reviewed is True


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_messages_in_any_order_end_the_same(client, hub, order):
    messages = [recorded("opened"), looked(), merged()]
    for place in order:
        send(client, *hub, messages[place])
    change = MergeRequest.objects.get()
    assert (change.state, change.reviewed) == ("merged", True)
    assert names()[-1] in {"work.merged_reviewed", "work.review_came_late"}


def test_a_merge_into_another_branch_is_not_counted(client, hub):
    message = merged()
    message["pull_request"]["base"]["ref"] = "labels"
    send(client, *hub, message)
    assert HookDelivery.objects.get().why == "other_branch"
    assert not MergeRequest.objects.exists()


# GitLab


@pytest.mark.parametrize("action", ["approved", "approval"])
def test_gitlab_approved_and_merged(client, lab, action):
    to_gitlab(client, lab, gitlab())
    to_gitlab(client, lab, gitlab(action, by=6, at="2026-11-20 11:00:00 UTC"))
    to_gitlab(client, lab, gitlab("merge", state="merged", at="2026-11-20T12:00:00Z"))
    change = MergeRequest.objects.get()
    assert (change.number, change.author, change.reviewed, change.state) == (7, "person51", True, "merged")
    assert change.merged_at == datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_gitlab_merged_by_its_author_alone(client, lab):
    to_gitlab(client, lab, gitlab("approved"))
    to_gitlab(client, lab, gitlab("merge", state="merged"))
    assert MergeRequest.objects.without_review().count() == 1


def test_gitlab_resets_all_approvals_when_something_is_pushed(client, lab):
    to_gitlab(client, lab, gitlab("approved", by=6))
    reset = gitlab(
        "unapproved", by=51, at="2026-11-20T10:30:00Z", system=True, system_action="approvals_reset_on_push"
    )
    to_gitlab(client, lab, reset)
    assert MergeRequest.objects.get().reviewed is False
    assert MergeLook.objects.get().stands is False


def test_gitlab_signs_with_its_signing_token(client, lab):
    _repository, secret = lab
    body = body_of(gitlab())
    headers = signed(secret, "message-1", body, at=datetime.now(UTC))
    assert to_gitlab(client, lab, gitlab(), **headers, **{"X-Gitlab-Token": ""}).status_code == 200
    old = signed(secret, "message-2", body, at=datetime.now(UTC) - timedelta(minutes=9))
    assert to_gitlab(client, lab, gitlab(), **old).status_code == 401


# Whom we believe


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha256=" + "0" * 64},
        {"X-Hub-Signature-256": "sha256=é"},
        {"X-Hub-Signature-256": "sha1=da39a3ee"},
        {"X-Gitlab-Token": "guess", "X-Hub-Signature-256": ""},
    ],
)
def test_a_wrong_signature_changes_nothing_and_is_shown_as_refused(client, hub, headers):
    answer = send(client, *hub, merged(), **headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "text/plain; charset=utf-8")
    assert not MergeRequest.objects.exists()
    assert HookDelivery.objects.get().why == "signature"


def test_a_changed_body_is_refused(client, hub):
    repository, secret = hub
    right = send(client, repository, secret, merged(), event="x").wsgi_request
    signature = right.headers["X-Hub-Signature-256"]
    forged = merged(number=3)
    assert send(client, repository, secret, forged, **{"X-Hub-Signature-256": signature}).status_code == 401


@pytest.mark.parametrize("key", ["x", "0" * 32, "é"])
def test_an_address_that_is_nobodys_is_not_found(client, hub, key):
    answer = client.post(f"/hooks/code/{key}/", b"{}", content_type="application/json")
    assert (answer.status_code, answer.content) == (404, b"There is nothing here.")


def test_a_closed_repository_is_not_found_and_gitlab_knows_no_empty_token(client, lab):
    assert to_gitlab(client, lab, gitlab(), **{"X-Gitlab-Token": ""}).status_code == 401
    Repository.objects.update(is_closed=True)
    assert to_gitlab(client, lab, gitlab()).status_code == 404


def test_a_message_sent_twice_counts_once_by_its_number_and_by_its_body(client, hub):
    same = {"X-GitHub-Delivery": "one"}
    for message in (merged(), merged(), merged(title="Other words")):
        send(client, *hub, message, **same)
    send(client, *hub, merged(), **{"X-GitHub-Delivery": "replayed under another number"})
    assert (MergeRequest.objects.count(), HookDelivery.objects.count()) == (1, 1)
    assert names() == ["work.merged_unreviewed"]


def test_a_refused_message_may_be_sent_again(client, hub):
    repository, secret = hub
    send(client, repository, "another secret", merged(), **{"X-GitHub-Delivery": "one"})
    assert send(client, repository, secret, merged(), **{"X-GitHub-Delivery": "one"}).status_code == 200
    assert MergeRequest.objects.count() == 1


def test_a_message_of_another_repository_is_refused(client, hub):
    message = merged()
    message["repository"]["full_name"] = "somebody/else"
    assert send(client, *hub, message).status_code == 422
    assert HookDelivery.objects.get().why == "other_repository"


def test_a_message_that_is_too_large_is_refused(client, hub, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert send(client, *hub, merged()).status_code == 413
    assert not HookDelivery.objects.exists()


def test_no_cookie_and_no_session_at_this_door(client, hub):
    answer = send(client, *hub, merged())
    assert answer.cookies.output() == ""
    assert not BrowserSession.objects.exists()
    assert client.get(reverse("work:code_hook", args=[hub[0].key])).status_code == 405


def test_a_flood_of_refused_messages_keeps_only_the_newest(client, hub, monkeypatch):
    monkeypatch.setattr(taking, "MOST_KEPT", 5)
    for _time in range(9):
        send(client, hub[0], "wrong", merged())
    assert HookDelivery.objects.count() == 5


def test_no_word_of_people_stands_in_the_facts(client, hub):
    for message in (recorded("opened"), looked(), merged()):
        send(client, *hub, message)
    told = json.dumps(list(Fact.objects.values_list("data", flat=True)))
    assert "README" not in told
    assert "Codertocat" not in told


def test_neither_secret_nor_token_stands_in_the_database(cast, hub):
    repository, secret = hub
    repository.token = "ghp_secret_token"
    repository.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM work_repository")
        found = cursor.fetchone()
    row = b" ".join(
        bytes(v) if hasattr(v, "__buffer__") or isinstance(v, bytes) else str(v).encode() for v in found
    )
    assert secret.encode() not in row
    assert b"ghp_secret_token" not in row
    again = Repository.objects.get()
    assert (again.secret, again.token) == (secret, "ghp_secret_token")


def test_after_a_year_nobody_is_named_any_more(client, hub):
    for message in (recorded("opened"), looked(), merged()):
        send(client, *hub, message)
    MergeRequest.objects.update(merged_at=datetime(2025, 1, 1, tzinfo=UTC))
    HookDelivery.objects.update(at=datetime(2025, 1, 1, tzinfo=UTC))
    taking.forget_authors.call()
    kept = MergeRequest.objects.get()
    assert (kept.author, kept.author_key, kept.reviewed) == ("", "", True)
    assert (MergeLook.objects.count(), HookDelivery.objects.count()) == (0, 0)


def test_the_share_of_each_month_is_counted(client, hub):
    repository, _secret = hub
    for number, (day, reviewed) in enumerate(
        [((2026, 11, 3), True), ((2026, 11, 4), False), ((2026, 9, 1), True)]
    ):
        MergeRequest.objects.create(
            repository=repository,
            number=number + 1,
            state="merged",
            reviewed=reviewed,
            merged_at=datetime(*day, 12, tzinfo=UTC),
        )
    months = months_of(repository, today=datetime(2026, 11, 22, tzinfo=UTC).date())
    assert [(one.merged, one.reviewed, one.share) for one in months[-3:]] == [
        (1, 1, 100),
        (0, 0, None),
        (2, 1, 50),
    ]
    assert (len(months), months[0].month.isoformat()) == (12, "2025-12-01")


def test_the_secret_key_of_the_instance_changed(client, hub, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another secret key", []
    assert send(client, *hub, merged()).status_code == 401
    assert HookDelivery.objects.get().why == "secret_lost"


def test_who_looked_is_kept_as_a_number_only(client, hub):
    send(client, *hub, looked())
    assert MergeLook.objects.values_list("looker_key", flat=True).get() == str(COLLEAGUE)
    assert {field.name for field in MergeLook._meta.get_fields()} == {
        "id",
        "merge_request",
        "looker_key",
        "since",
        "stands",
    }
