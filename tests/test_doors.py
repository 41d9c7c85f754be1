"""Every door names who may open it, and holds: walked with every role and a stranger."""

import json
import re
from http import HTTPStatus

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import path

from genba.people.access import ALL_NEEDS, QUALITY, SignInNeeded, may_open, needs
from genba.people.models import ApiToken
from tests import doors as doors_module
from tests.doors import Door, all_doors

KEY_FOR = {"kind": "improve.card", "uuid": "00000000-0000-4000-8000-000000000000"}
BODY = json.dumps(
    {
        **dict.fromkeys(("text", "words", "title", "sentence"), "x"),
        **dict.fromkeys(("board", "card", "team", "process"), 1),
        "stage": "new",
        "state": "kept",
        "steps": [],
        "procedure": 1,
        "results": [],
    }
)
SHUT = {HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED}
ROLES = [
    "lead",
    "member",
    "other_lead",
    "quality",
    "executive",
    "auditor",
    "administrator",
    "nobody",
    "stranger",
]


def address(door: Door) -> str:
    """A concrete address of the door; records that do not exist are fine, the door comes first."""

    def fill(match: re.Match[str]) -> str:
        converter, name = match.group(1) or "str", match.group(2)
        if converter == "slug":
            return "x"
        return KEY_FOR.get(name) or {"int": "1", "uuid": KEY_FOR["uuid"]}.get(converter, "x")

    plain = re.sub(r"\(\?P<\w+>[^)]*\)", "x", door.path)
    plain = re.sub(r"<(?:(\w+):)?(\w+)>", fill, plain)
    return re.sub(r"[\^$?]|\\Z", "", plain).replace("\\-", "-")


def test_every_door_says_who_may_open_it():
    assert [door.name for door in all_doors() if not door.needs] == []


def test_every_need_is_one_of_the_known():
    known = {need.name for need in ALL_NEEDS}
    assert {need.name for door in all_doors() for need in door.needs or ()} <= known


def test_a_door_without_a_need_is_found(monkeypatch):
    silent = [path("silent/", lambda _request: None, name="silent")]
    found = list(doors_module._walk(silent, names="", path="/"))
    assert [door.needs for door in found] == [None]


def test_a_door_that_needs_quality_is_shut_to_everybody_else(cast):
    @needs(QUALITY)
    def vault(request):
        return "open"

    request = RequestFactory().get("/")
    request.user = cast.quentin
    assert vault(request) == "open"
    request.user = cast.tomas
    with pytest.raises(PermissionDenied):
        vault(request)
    request.user = None
    with pytest.raises(SignInNeeded):
        vault(request)


def shut(response) -> bool:
    to_sign_in = (
        response.status_code == HTTPStatus.FOUND and "/account/login/" in response.headers["Location"]
    )
    return response.status_code in SHUT or to_sign_in


@pytest.mark.parametrize("role", ROLES)
def test_every_door_holds_for_every_role(cast, sign_in, role):
    person = cast.people[role]
    token = {"Authorization": f"Bearer {ApiToken.issue(person, name='walk')[1]}"} if person else {}
    wrong = []
    for door in all_doors():
        client = Client(headers=token) if door.path.startswith("/api/") else sign_in(person)
        client.raise_request_exception = False
        method = door.methods[0] if door.methods else "GET"
        response = client.generic(method, address(door), BODY, content_type="application/json")
        if response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            table = SimpleUploadedFile("table.csv", b"title\nx")
            response = client.post(address(door), {"target": "x", "file": table})
        allowed = may_open(person, door.needs)
        # Libraries send on to the sign-in page for reasons of their own; the API says 403 of a foreign board.
        of_library = door.path.startswith(("/account/", "/api/"))
        broken = response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
        if broken or (not allowed and not shut(response)) or (allowed and shut(response) and not of_library):
            wrong.append(f"{method} {door.name} {address(door)}: {response.status_code}")
    assert wrong == []


BROKEN_BODY = '{"text": '


def broken_json(door: Door, **headers: str) -> int:
    client = Client(raise_request_exception=False, headers=headers)
    method = door.methods[0] if door.methods else "GET"
    answer = client.generic(method, address(door), BROKEN_BODY, content_type="application/json")
    return answer.status_code


def test_a_stranger_is_refused_before_anything_that_was_sent_is_read(cast):
    routes = [door for door in all_doors() if door.path.startswith("/api/") and door.methods]
    for_strangers = {door.name for door in routes if may_open(None, door.needs)}
    read = {door.name for door in routes if broken_json(door) != HTTPStatus.UNAUTHORIZED}
    assert len(routes) > 40
    assert read == for_strangers == {"api:create_report", "api:challenge"}
    read = {
        door.name
        for door in routes
        if broken_json(door, Authorization="Bearer genba_wrong") != HTTPStatus.UNAUTHORIZED
    }
    assert read == set()


def test_who_has_not_the_role_is_refused_before_anything_that_was_sent_is_read(cast):
    token = {"Authorization": f"Bearer {ApiToken.issue(cast.nobody, name='walk')[1]}"}
    routes = [door for door in all_doors() if door.path.startswith("/api/") and door.methods]
    shut_to = [door for door in routes if not may_open(cast.nobody, door.needs)]
    assert shut_to
    assert {broken_json(door, **token) for door in shut_to} == {HTTPStatus.FORBIDDEN}
