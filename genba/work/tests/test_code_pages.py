"""The pages around code repositories, and the status that is written back."""

import json

import pytest
from django.urls import reverse

from genba.trail.outgoing import Answer, OutgoingFailed
from genba.trail.work import HopelessError, NotNowError
from genba.work.code import telling
from genba.work.code.keeping import set_token
from genba.work.models import MergeRequest, Repository
from genba.work.tests.code_messages import connect, looked, merged, recorded, send

NEW = {"provider": "github", "name": "riverside/label-printer", "address": ""}


@pytest.fixture
def hub(cast):
    return connect(cast)


@pytest.fixture
def calls(monkeypatch):
    """What would have gone out; the answer can be chosen."""

    class Calls(list):
        answer = 201

    made = Calls()

    def post(url, body, *, headers=None):
        made.append((url, json.loads(body), dict(headers or {})))
        if isinstance(made.answer, Exception):
            raise made.answer
        return Answer(made.answer, b"")

    monkeypatch.setattr(telling, "post_json", post)
    return made


def page(client, repository, status=200):
    answer = client.get(reverse("work:repository", args=[repository.pk]))
    assert answer.status_code == status
    return answer.content.decode()


def test_a_lead_connects_a_repository_and_sees_the_secret_once(cast, sign_in):
    lead = sign_in(cast.amira)
    answer = lead.post(reverse("work:new_repository"), NEW | {"team": cast.line.pk}).content.decode()
    found = Repository.objects.get()
    assert found.secret in answer
    assert reverse("work:code_hook", args=[found.key]) in answer
    assert found.secret not in page(lead, found)
    assert (found.address, found.api) == ("https://github.com", "https://api.github.com")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "label-printer"),
        ("name", "../x"),
        ("name", "a b/c"),
        ("address", "ftp://x"),
        ("address", "https://user:word@x.org"),
        ("provider", "svn"),
    ],
)
def test_what_cannot_be_a_repository_comes_back_with_a_sentence(cast, sign_in, field, value):
    given = NEW | {"team": cast.line.pk, field: value}
    answer = sign_in(cast.amira).post(reverse("work:new_repository"), given)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Repository.objects.exists()


def test_a_lead_connects_nothing_for_another_team(cast, sign_in):
    given = NEW | {"team": cast.ward.pk}
    assert sign_in(cast.amira).post(reverse("work:new_repository"), given).status_code == 422
    assert sign_in(cast.quentin).post(reverse("work:new_repository"), given).status_code == 200


@pytest.mark.parametrize("role", ["member", "other_lead", "executive", "auditor", "nobody"])
def test_others_see_the_share_and_neither_address_nor_messages(cast, sign_in, hub, role):
    repository, secret = hub
    send(sign_in(None), repository, secret, merged())
    seen = page(sign_in(cast.people[role]), repository)
    assert "Came in and nobody else had looked" in seen
    assert repository.key not in seen
    for door in ("repository_secret", "repository_token", "close_repository"):
        answer = sign_in(cast.people[role]).post(reverse(f"work:{door}", args=[repository.pk]))
        assert answer.status_code in {403, 404}
    assert Repository.objects.get().secret == secret


def test_the_page_tells_what_became_of_the_messages(cast, sign_in, hub, client):
    repository, secret = hub
    send(client, repository, secret, merged())
    send(client, repository, "wrong", merged())
    send(client, repository, secret, recorded("ping"), event="ping")
    seen = page(sign_in(cast.amira), repository)
    for words in ("Received", "Ignored", "Refused", "the secret there is another one"):
        assert words in seen


def test_a_failed_check_offers_a_card_that_asks_what_allowed_it(cast, sign_in, hub, client):
    send(client, *hub, merged())
    seen = page(sign_in(cast.amira), hub[0])
    link = seen.partition('href="' + reverse("improve:new_card"))[2].partition('"')[0].replace("&amp;", "&")
    form = sign_in(cast.amira).get(reverse("improve:new_card") + link).content.decode()
    assert "nobody else had looked" in form
    assert "What in our system allowed this?" in form


def test_what_a_server_calls_a_change_is_shown_as_words(cast, sign_in, hub, client):
    nasty = merged(title="<script>alert(1)</script>", html_url="javascript:alert(1)")
    send(client, *hub, nasty)
    seen = page(sign_in(cast.amira), hub[0])
    assert "<script>alert(1)" not in seen
    assert "javascript:alert" not in seen


def test_a_new_secret_ends_the_old_one(cast, sign_in, hub, client):
    repository, old = hub
    shown = sign_in(cast.quentin).post(reverse("work:repository_secret", args=[repository.pk]))
    fresh = Repository.objects.get().secret
    assert fresh in shown.content.decode()
    assert send(client, repository, old, merged()).status_code == 401
    assert send(client, repository, fresh, merged()).status_code == 200


def test_a_disconnected_repository_is_gone_and_its_token_with_it(cast, sign_in, hub):
    repository, _secret = hub
    set_token(repository, "abc", by=cast.amira)
    sign_in(cast.amira).post(reverse("work:close_repository", args=[repository.pk]))
    assert Repository.objects.get().sealed_token is None
    page(sign_in(cast.amira), repository, status=404)


# The status beside a change


def test_without_a_token_nothing_goes_out(hub, client, work_off, calls):
    send(client, *hub, recorded("opened"))
    work_off()
    assert calls == []


def test_github_hears_that_it_waits_and_then_that_it_was_looked_at(cast, hub, client, work_off, calls):
    set_token(hub[0], "ghp_x", by=cast.amira)
    send(client, *hub, recorded("opened"))
    work_off()
    send(client, *hub, looked())
    work_off()
    (url, waits, headers), (_url, reviewed, _headers) = calls
    head = "ec26c3e57ca3a959ca5aad62de7213c562f8c821"
    assert url == f"https://api.github.com/repos/Codertocat/Hello-World/statuses/{head}"
    assert (waits["state"], reviewed["state"], waits["context"]) == ("pending", "success", "Genba: reviewed")
    assert headers["authorization"] == "Bearer ghp_x"


def test_gitlab_hears_it_at_its_own_address(cast, calls):
    repository, _secret = connect(cast, "gitlab", "group/sub/label-printer")
    set_token(repository, "glpat", by=cast.amira)
    change = MergeRequest.objects.create(repository=repository, number=7, head="abc", reviewed=True)
    telling.tell_status.call(change.pk)
    url, said, headers = calls[0]
    assert url == "https://gitlab.example.com/api/v4/projects/group%2Fsub%2Flabel-printer/statuses/abc"
    assert (said["state"], said["name"], headers["private-token"]) == ("success", "Genba: reviewed", "glpat")


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [(502, NotNowError), (429, NotNowError), (401, HopelessError), (404, HopelessError)],
)
def test_what_passes_is_tried_again_and_what_does_not_is_shown(cast, sign_in, hub, calls, answer, trouble):
    repository, _secret = hub
    set_token(repository, "ghp_x", by=cast.amira)
    change = MergeRequest.objects.create(repository=repository, number=7, head="abc")
    calls.answer = answer
    with pytest.raises(trouble):
        telling.tell_status.call(change.pk)
    is_shown = f"answered our status with {answer}" in page(sign_in(cast.amira), repository)
    assert is_shown is (trouble is HopelessError)
    calls.answer = 201
    telling.tell_status.call(change.pk)
    assert Repository.objects.get().trouble == ""


def test_a_server_that_is_away_is_tried_again(cast, hub, calls):
    set_token(hub[0], "ghp_x", by=cast.amira)
    change = MergeRequest.objects.create(repository=hub[0], number=7, head="abc")
    calls.answer = OutgoingFailed("away")
    with pytest.raises(NotNowError):
        telling.tell_status.call(change.pk)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://169.254.169.254", "http://[::1]"])
def test_a_token_is_not_sent_into_our_own_network(cast, sign_in, address):
    repository, _secret = connect(cast, "gitlab", "a/b")
    Repository.objects.update(address=address)
    door = reverse("work:repository_token", args=[repository.pk])
    answer = sign_in(cast.amira).post(door, {"token": "glpat"})
    assert answer.status_code == 422
    assert Repository.objects.get().sealed_token is None
    repository.refresh_from_db()
    set_token(repository, "glpat", by=cast.amira)
    change = MergeRequest.objects.create(repository=repository, number=7, head="abc")
    with pytest.raises(HopelessError):
        telling.tell_status.call(change.pk)


@pytest.mark.parametrize("token", ["two words", "é", "line\nbreak"])
def test_what_no_header_can_hold_is_no_token(cast, sign_in, hub, token):
    door = reverse("work:repository_token", args=[hub[0].pk])
    assert sign_in(cast.amira).post(door, {"token": token}).status_code == 422


def test_a_token_is_kept_and_taken_away(cast, sign_in, hub, monkeypatch):
    monkeypatch.setattr("genba.work.forms.repository.check_reachable", lambda _url: None)
    door = reverse("work:repository_token", args=[hub[0].pk])
    assert sign_in(cast.amira).post(door, {"token": "ghp_x"}).status_code == 302
    assert Repository.objects.get().token == "ghp_x"
    assert "ghp_x" not in page(sign_in(cast.amira), hub[0])
    sign_in(cast.amira).post(door, {"token": ""})
    assert Repository.objects.get().token == ""
