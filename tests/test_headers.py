"""What goes with every answer, whatever it is: pages, errors, static files, files, the API."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from genba.improve.cards import open_card
from genba.trail.files import keep_file
from tests.doors import all_doors
from tests.test_doors import address

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
ANSWERS = {
    "a page": ("GET", "/people/", 200),
    "the home of a stranger": ("GET", "/wall/", 200),
    "the report form": ("GET", "/report/", 200),
    "a sign-in page": ("GET", "/account/password/reset/", 200),
    "nothing there": ("GET", "/nowhere/", 404),
    "a closed door": ("GET", "/worker/", 403),
    "a wrong method": ("GET", "/notifications/reading/", 405),
    "a redirect": ("GET", "/account/login/", 302),
    "the API": ("GET", "/api/v1/openapi.json", 200),
    "the API without a token": ("GET", "/api/v1/cards", 401),
    "nothing there in the API": ("GET", "/api/v1/nothing", 404),
    "another host": ("GET", "/wall/", 400),
    "health": ("GET", "/health/", 200),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_every_kind_of_answer_carries_safe_headers(cast, sign_in, what):
    method, path, status = ANSWERS[what]
    host = {"HTTP_HOST": "evil.example"} if what == "another host" else {}
    answer = sign_in(cast.tomas).generic(method, path, **host)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "Server" not in answer.headers


def test_a_fault_carries_safe_headers_and_no_inside(cast, sign_in, monkeypatch):
    client = sign_in(cast.tomas)
    client.raise_request_exception = False

    def broken(*args, **kwargs):
        raise RuntimeError("the inside of a fault")

    monkeypatch.setattr("genba.people.views.people.render", broken)
    answer = client.get("/people/")
    assert answer.status_code == 500
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "the inside" not in answer.content.decode()


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "PROPFIND", "G T"])
def test_trace_is_not_answered(cast, sign_in, method):
    answer = sign_in(cast.tomas).generic(method, "/people/", headers={"X-Secret": "told-to-nobody"})
    assert answer.status_code == 405
    assert b"told-to-nobody" not in answer.content


def test_no_browser_keeps_what_is_personal(cast, sign_in):
    kept = []
    client = sign_in(cast.quentin)
    for door in all_doors():
        if door.needs and door.needs[0].name == "anybody" and not door.path.startswith(("/account", "/api")):
            continue
        answer = client.get(address(door))
        if answer.status_code == 200 and "no-store" not in answer.headers.get("Cache-Control", ""):
            kept.append(f"{door.path}: {answer.headers.get('Cache-Control')}")
        if door.name == "account_logout":
            client.force_login(cast.quentin)
    assert kept == []


def test_files_are_handed_out_to_be_saved_and_run_nothing(cast, sign_in):
    card = open_card(cast.board, title="Guard", kind="idea", by=cast.amira)
    upload = SimpleUploadedFile("../evil\r\nname.txt", b"just words, <b>said to be a page</b>", "text/html")
    kept = keep_file(card, upload, by=cast.amira)
    answer = sign_in(cast.tomas).get(reverse("front:file", args=[kept.pk]))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer.headers["Content-Disposition"]
    assert "/" not in answer.headers["Content-Disposition"].split("filename")[1]
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "html" not in answer.headers["Content-Type"]


def test_every_door_that_changes_something_wants_the_token_of_the_page(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.quentin)
    let_in = []
    for door in all_doors():
        if door.path.startswith("/api/") or door.needs is None or door.needs[0].name == "anybody":
            continue
        answer = client.post(address(door), {"title": "forged"})
        if answer.status_code not in {403, 404, 405}:
            let_in.append(f"{door.path}: {answer.status_code}")
    assert let_in == []


@pytest.mark.parametrize("told", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
@pytest.mark.parametrize("path", ["/report/", "/receipt/words/"])
def test_a_foreign_page_sends_no_anonymous_form_either(cast, path, told):
    answer = Client(enforce_csrf_checks=True).post(path, {"text": "forged"}, headers=told)
    assert answer.status_code in {403, 422}
    assert path != "/report/" or "This came from another site" in answer.content.decode()


def test_a_session_opens_no_door_of_the_api(cast, sign_in):
    client = sign_in(cast.quentin)
    assert client.get("/api/v1/cards").status_code == 401
    card = {"board": cast.board.pk, "title": "Forged", "kind": "idea"}
    assert client.post("/api/v1/cards", card, content_type="application/json").status_code == 401


def test_no_other_site_may_read_the_api(cast):
    answer = Client().get("/api/v1/openapi.json", headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(cast):
    client = Client()
    client.get(reverse("account_login"))
    client.post(
        reverse("account_login"), {"login": "amira@example.org", "password": "a long enough password"}
    )
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        kept = client.cookies[name]
        assert (kept["httponly"], kept["samesite"], kept["domain"], kept["path"]) == (True, "Lax", "", "/")


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "https:evil.example",
        "\thttps://evil.example",
        "http://testserver@evil.example/",
    ],
)
@pytest.mark.parametrize("door", ["account_login", "account_logout"])
def test_no_door_sends_people_to_another_site(cast, sign_in, door, onward):
    client = sign_in(cast.amira if door == "account_logout" else None)
    words = {"login": "amira@example.org", "password": "a long enough password", "next": onward}
    answer = client.post(reverse(door), words)
    assert answer.status_code == 302
    assert answer.url in {"/", "/account/login/"}


@pytest.mark.parametrize("host", ["evil.example", "testserver:80@evil.example", "evil.example:80", "a" * 300])
def test_a_forged_host_gets_into_no_page_and_no_mail(cast, host):
    answer = Client().post(reverse("account_reset_password"), {"email": "amira@example.org"}, HTTP_HOST=host)
    assert answer.status_code == 400
    answer = Client().get("/wall/", headers={"X-Forwarded-Host": host})
    assert "evil" not in answer.content.decode()
