"""Whatever is sent to whatever door by whomever: a clear answer, never a 500."""

import json
from http import HTTPStatus
from itertools import cycle

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genba.people.models import ApiToken
from tests.doors import all_doors
from tests.test_doors import address

NASTY = {
    "nothing": "",
    "huge": "x" * 100_000,
    "nul": "a\0b",
    "script": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "right to left": "\u0645\u0631\u062d\u0628\u0627 \u202egnirts",
    "emoji": "👷🏽‍♀️🔥" * 50,
    "number": "-99999999999999999999999999",
    "formula": "=HYPERLINK(1)",
    "half": "\udcff",
}
FIELDS = [
    "text",
    "words",
    "title",
    "name",
    "email",
    "kind",
    "severity",
    "place",
    "team",
    "board",
    "card",
    "owner",
    "due_on",
    "what",
    "when",
    "date",
    "column",
    "before",
    "category",
    "answer",
    "change",
    "expectation",
    "until",
    "review_at",
    "receipt",
    "message",
    "q",
    "role",
    "language",
    "theme",
    "person",
    "site",
    "parent",
    "register_name",
    "stage",
    "promise",
    "promise_by",
    "limit",
    "said",
    "outcome",
    "seen",
    "result",
    "learned",
    "standard",
    "idempotency_key",
]
WHO = ["stranger", "member", "lead", "quality", "administrator"]


def hostile(text: str) -> dict[str, object]:
    """A form in which every field is nasty."""
    file = SimpleUploadedFile("../../evil\u202e.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    return {**dict.fromkeys(FIELDS, text), "photo": file, "file": file}


def sent(text: str) -> str:
    return text.encode("utf-8", "replace").decode() if text != "\udcff" else "\ufffd"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "who"), zip(NASTY, cycle(WHO), strict=False))
def test_no_door_breaks_whatever_is_posted(cast, sign_in, who, name):
    broken = []
    for door in all_doors():
        client = sign_in(cast.people[who])
        client.raise_request_exception = False
        answer = client.post(address(door), hostile(sent(NASTY[name])))
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            broken.append(f"POST {door.name} {address(door)}")
    assert broken == []


@pytest.mark.parametrize("name", NASTY)
def test_no_door_breaks_whatever_is_asked(cast, sign_in, name):
    broken = []
    asked = dict.fromkeys(
        ["q", "page", "sort", "kind", "owner", "severity", "state", "team", "do", "place", "view"], ""
    )
    client = sign_in(cast.quentin)
    client.raise_request_exception = False
    for door in all_doors():
        words = dict.fromkeys(asked, sent(NASTY[name])[:5000])
        if client.get(address(door), words).status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            broken.append(f"GET {door.name} {address(door)}")
        if door.name == "account_logout":
            client.force_login(cast.quentin)
    assert broken == []


@pytest.mark.parametrize("body", [b"\xff\xfe\xfa", b"text=%ff%fe", b"text=\xff", b"\0" * 100])
def test_a_body_that_is_no_text_gets_a_clear_answer(cast, body):
    client = Client(raise_request_exception=False)
    answer = client.post("/report/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


def test_half_a_form_with_a_file_gets_a_clear_answer(cast):
    half = (
        b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nhello\r\n--b\r\nContent-Disposition: for'
    )
    kind = "multipart/form-data; boundary=b"
    answer = Client(raise_request_exception=False).post("/report/", half, content_type=kind)
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(st.sampled_from(FIELDS), anything, max_size=8))
def test_no_route_of_the_api_breaks_whatever_is_sent(cast, body):
    token = ApiToken.issue(cast.quentin, name="fuzz")[1]
    client = Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)
    broken = [
        door.name
        for door in all_doors()
        if door.path.startswith("/api/")
        and client.generic(
            (door.methods or ("GET",))[0], address(door), json.dumps(body), content_type="application/json"
        ).status_code
        >= HTTPStatus.INTERNAL_SERVER_ERROR
    ]
    assert broken == []
