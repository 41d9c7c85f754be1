import errno
import os
from types import SimpleNamespace

import pytest
from django.db import InterfaceError, OperationalError
from django.db.utils import ProgrammingError
from django.test import Client

from genba.front import context, storage
from genba.front.storage import Trouble, trouble_behind

FORM = {"text": "The press drips.", "idempotency_key": "k1", "name": "Ada", "severity": "high"}


@pytest.fixture
def broken(monkeypatch):
    """Every report meets this fault."""

    def by(fault):
        def stumble(*_args, **_kwargs):
            raise fault

        monkeypatch.setattr("genba.listen.views.report.receive", stumble)

    return by


def say_something(client=None, **more):
    client = client or Client()
    client.raise_request_exception = False
    return client.post("/report/", FORM | more.pop("form", {}), **more)


@pytest.mark.parametrize(
    ("fault", "words", "seconds"),
    [
        (OperationalError("database or disk is full"), "The disk of the server is full.", "60"),
        (OperationalError("attempt to write a readonly database"), "cannot be written", "60"),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk of the server is full.", "60"),
        (OSError(errno.EROFS, "Read-only file system"), "cannot be written", "60"),
        (
            OperationalError("server closed the connection unexpectedly"),
            "The database does not answer.",
            "10",
        ),
        (InterfaceError("the connection is closed"), "The database does not answer.", "10"),
        (OperationalError("database is locked"), "Very many people are saving", "5"),
    ],
)
def test_what_cannot_be_saved_is_said_in_words_and_what_was_typed_comes_back(
    cast, broken, fault, words, seconds
):
    broken(fault)
    answer = say_something()
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, seconds)
    assert words in page
    assert "The press drips." in page
    for field in ("text", "idempotency_key", "name", "severity"):
        assert f'name="{field}" value="{FORM[field]}"' in page
    assert answer.headers["Content-Security-Policy"]


def test_the_page_sets_no_cookie_and_the_log_names_no_page(cast, broken, caplog):
    broken(OperationalError("database or disk is full"))
    answer = say_something()
    assert not answer.cookies
    assert "disk is full" in caplog.text
    assert "/report/" not in caplog.text


def test_a_program_is_told_in_its_own_form(cast, monkeypatch):
    def stumble(*_args, **_kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("genba.listen.api.receive", stumble)
    client = Client(raise_request_exception=False)
    answer = client.post("/api/v1/reports", {"text": "x", "name": ""}, content_type="application/json")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "disk of the server is full" in answer.json()["detail"]


def test_what_another_site_sent_is_not_offered_for_sending(cast, monkeypatch):
    def stumble(*_args, **_kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("genba.listen.views.report.ReportForm", stumble)
    answer = say_something(headers={"Origin": "https://elsewhere.example"})
    assert "The press drips." not in answer.content.decode()


def test_a_password_does_not_come_back(cast, broken):
    broken(OperationalError("database or disk is full"))
    page = say_something(form={"password": "secret words"}).content.decode()
    assert "secret words" not in page
    assert "Passwords are never shown again" in page


def test_our_own_mistake_stays_our_own_mistake(cast, broken):
    broken(ProgrammingError("no such column"))
    answer = say_something()
    assert answer.status_code == 500
    assert "our mistake" in answer.content.decode()


def test_a_page_that_cannot_be_read_just_now_says_so(cast, sign_in, monkeypatch):
    def stumble(*_args, **_kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("genba.people.models.Organisation.objects.exists", stumble)
    monkeypatch.setattr("genba.front.views.home.render", stumble)
    client = sign_in(cast.amira)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 503
    assert "The database does not answer." in answer.content.decode()


def disk(*, free_megabytes=5000, read_only=False):
    flags = os.ST_RDONLY if read_only else 0
    return SimpleNamespace(f_frsize=1024, f_bavail=free_megabytes * 1024, f_flag=flags)


@pytest.mark.parametrize(
    ("state", "who", "words"),
    [
        ({"free_megabytes": 1}, "tomas", "The disk of the server is full."),
        ({"read_only": True}, "tomas", "cannot be written"),
        ({"free_megabytes": 120}, "adam", "nearly full (120 MB left)"),
    ],
)
def test_the_state_of_the_disk_stands_above_every_page(cast, sign_in, monkeypatch, state, who, words):
    monkeypatch.setattr(storage.os, "statvfs", lambda _path: disk(**state))
    assert words in sign_in(getattr(cast, who)).get("/").content.decode()


def test_a_disk_that_is_filling_up_is_nothing_for_the_shop_floor(cast, sign_in, monkeypatch):
    monkeypatch.setattr(storage.os, "statvfs", lambda _path: disk(free_megabytes=120))
    assert "nearly full" not in sign_in(cast.tomas).get("/").content.decode()


def test_a_monitor_sees_that_nothing_can_be_saved(cast, monkeypatch):
    assert Client().get("/health/").status_code == 200
    monkeypatch.setattr(storage.os, "statvfs", lambda _path: disk(free_megabytes=1))
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (503, b"nothing can be saved\n")


def test_what_lies_behind_a_fault_is_found():
    fault = RuntimeError("the picture could not be kept")
    fault.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert trouble_behind(fault) is Trouble.FULL
    assert trouble_behind(ValueError("odd")) is None
    assert trouble_behind(None) is None


def test_the_banner_is_not_looked_up_for_strangers(cast, monkeypatch):
    monkeypatch.setattr(context, "trouble_now", lambda: pytest.fail("asked"))
    assert Client().get("/wall/").status_code == 200
