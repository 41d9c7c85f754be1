"""Whatever is sent to whatever door by whomever: a clear answer, never a 500."""

import json
import re
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import BaseForm
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genba.people.models import ApiToken
from genba.people.once import FIELD
from tests.doors import Door, all_doors
from tests.test_doors import address
from tests.world import Records, make_world, records_behind

NASTY = {
    "nothing": "",
    "huge": "x" * 4_000,  # longer than any line, and small enough that all of it is read
    "nul": "a\0b",
    "script": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "right to left": "\u0645\u0631\u062d\u0628\u0627 \u202egnirts",
    "emoji": "👷🏽‍♀️🔥" * 50,
    "number": "-99999999999999999999999999",
    "formula": "=HYPERLINK(1)",
    "half": "\udcff",
}


def fields_of_all_forms() -> list[str]:
    """Every name that a form of ours asks for, and those that programs and pages send besides."""
    forms = [BaseForm]
    names = {"text", "words", "card", "before", "message", "q", "limit", "outcome", "seen", "said", "steps"}
    names |= {"results", "way", "places", "ballot", "run", "receipt", "column", "next", FIELD}
    while forms:
        form = forms.pop()
        forms += form.__subclasses__()
        if form.__module__.startswith("genba."):
            names |= set(getattr(form, "base_fields", ()))
    return sorted(names)


FIELDS = fields_of_all_forms()
#: What pages read from their address.
ASKED = [
    "q",
    "page",
    "sort",
    "kind",
    "owner",
    "severity",
    "state",
    "team",
    "do",
    "place",
    "view",
    "procedure",
]
ASKED += ["process", "step", "version", "at", "thing", "said", "edit", "with"]
#: A role that comes far enough for its kind of nastiness to be read.
WHO = {
    "nothing": "lead",
    "huge": "quality",
    "nul": "quality",
    "script": "member",
    "right to left": "administrator",
    "emoji": "lead",
    "number": "quality",
    "formula": "member",
    "half": "stranger",
}


def hostile(text: str) -> dict[str, object]:
    """A form in which every field is nasty."""
    file = SimpleUploadedFile("../../evil\u202e.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    return {**dict.fromkeys(FIELDS, text), "photo": file, "file": file}


@pytest.fixture
def records(cast):
    """Something of everything, so that doors find what they are asked for."""
    return make_world(cast)


def at(door: Door, records: Records) -> str:
    """The address of a real record behind a door, where the world holds one.

    What is drawn for the printer is left out: it takes long, and reads nothing of what is sent.
    """
    values = records_behind(door.path, records)[0].values
    names = re.findall(r"<(?:\w+:)?(\w+)>", door.path)
    if door.path.endswith((".pdf", ".png", "/fit/")) or not names or not values.keys() >= set(names):
        return address(door)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found.group(1)]), door.path)


def sent(text: str) -> str:
    return text.encode("utf-8", "replace").decode() if text != "\udcff" else "\ufffd"


@pytest.mark.slow
@pytest.mark.parametrize("name", NASTY)
def test_no_door_breaks_whatever_is_posted(cast, sign_in, records, name):
    broken = []
    for door in all_doors():
        with transaction.atomic():  # each try is undone, so that the next one meets the same records
            client = sign_in(cast.people.get(WHO[name]))
            client.raise_request_exception = False
            answer = client.post(at(door, records), hostile(sent(NASTY[name])))
            transaction.set_rollback(True)
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            broken.append(f"POST {door.name} {at(door, records)}")
    assert broken == []


@pytest.mark.parametrize("name", NASTY)
def test_no_door_breaks_whatever_is_asked(cast, sign_in, records, name):
    broken = []
    client = sign_in(cast.quentin)
    client.raise_request_exception = False
    for door in all_doors():
        words = dict.fromkeys(ASKED, sent(NASTY[name])[:5000])
        if client.get(at(door, records), words).status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            broken.append(f"GET {door.name} {at(door, records)}")
        if door.name == "account_logout":
            client.force_login(cast.quentin)
    assert broken == []


@pytest.mark.parametrize("body", [b"\xff\xfe\xfa", b"text=%ff%fe", b"text=\xff", b"\0" * 100])
def test_a_body_that_is_no_text_gets_a_clear_answer(cast, body):
    client = Client(raise_request_exception=False)
    answer = client.post("/report/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


def test_a_way_back_that_is_no_address_leads_home(cast):
    answer = Client().post("/settings/language/", {"language": "de", "next": "no where"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


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
def test_no_route_of_the_api_breaks_whatever_is_sent(cast, records, body):
    token = ApiToken.issue(cast.quentin, name="fuzz")[1]
    client = Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)
    broken = []
    for door in (door for door in all_doors() if door.path.startswith("/api/")):
        method = (door.methods or ("GET",))[0]
        with transaction.atomic():
            answer = client.generic(
                method, at(door, records), json.dumps(body), content_type="application/json"
            )
            transaction.set_rollback(True)
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            broken.append(door.name)
    assert broken == []
