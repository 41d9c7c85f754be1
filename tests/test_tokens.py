"""Tokens of the API do what they were made for and no more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from genba.people.models import ApiToken
from tests.doors import all_doors
from tests.test_doors import address

REPORT = {"text": "The guard is loose"}


def with_token(secret):
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize("role", ["quality", "member"])
def test_a_token_for_reading_changes_nothing_at_any_door(cast, role):
    _, secret = ApiToken.issue(cast.people[role], name="x", scope="read")
    wrong = []
    for door in all_doors():
        if not door.path.startswith("/api/") or not door.methods:
            continue
        for method in door.methods:
            answer = with_token(secret).generic(method, address(door), "{}", content_type="application/json")
            if method != "GET" and answer.status_code != 403:
                wrong.append(f"{method} {door.path}: {answer.status_code}")
    assert wrong == []
    assert with_token(secret).get("/api/v1/cards").status_code == 200


def test_a_token_for_reports_says_something_and_sees_nothing(cast):
    _, secret = ApiToken.issue(cast.quentin, name="x", scope="report")
    client = with_token(secret)
    said = client.post("/api/v1/reports", REPORT, content_type="application/json")
    assert said.status_code in {200, 201}
    doors = [door for door in all_doors() if door.path.startswith("/api/") and door.methods]
    opened = [
        f"{method} {door.path}"
        for door in doors
        for method in door.methods
        if client.generic(method, address(door), "{}", content_type="application/json").status_code
        not in {401, 403}
    ]
    assert sorted(set(opened)) == ["GET /api/v1/reports/challenge", "POST /api/v1/reports"]


def test_a_token_past_its_last_day_opens_nothing(cast):
    token, secret = ApiToken.issue(cast.tomas, name="x", days=30)
    assert with_token(secret).get("/api/v1/cards").status_code == 200
    ApiToken.objects.filter(pk=token.pk).update(good_until=timezone.localdate())
    assert with_token(secret).get("/api/v1/cards").status_code == 200
    ApiToken.objects.filter(pk=token.pk).update(good_until=timezone.localdate() - timedelta(days=1))
    assert with_token(secret).get("/api/v1/cards").status_code == 401


def test_a_token_of_somebody_whose_access_is_closed_opens_nothing(cast):
    _, secret = ApiToken.issue(cast.tomas, name="x")
    cast.tomas.deactivate(by=cast.adam)
    assert with_token(secret).get("/api/v1/cards").status_code == 401


def test_a_token_made_on_the_page_is_as_narrow_as_was_asked(cast, sign_in):
    client = sign_in(cast.tomas)
    client.post("/people/tokens/new/", {"name": "Screen", "scope": "read", "days": "30"})
    token = ApiToken.objects.get()
    assert (token.scope, token.good_until - token.made_on) == ("read", timedelta(days=30))
    assert "Read only" in client.get("/people/tokens/").content.decode()


@pytest.mark.parametrize("words", [{}, {"scope": "all"}, {"scope": "read", "days": "99999"}, {"days": "x"}])
def test_a_token_of_no_known_sort_is_not_made(cast, sign_in, words):
    answer = sign_in(cast.tomas).post("/people/tokens/new/", {"name": "Screen", **words})
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_a_token_of_before_there_were_scopes_goes_on_working(cast):
    token, secret = ApiToken.issue(cast.tomas, name="x")
    assert (token.scope, token.good_until) == ("write", None)
    assert with_token(secret).get("/api/v1/cards").status_code == 200
