"""Nothing is kept about an anonymous reporter that would have to be unlearned."""

import io
import logging
from datetime import time

import pytest
from django.apps import apps
from django_tasks_db.models import DBTaskResult
from PIL import Image

from genba.listen.models import Message, Original
from genba.people.models import BrowserSession
from genba.trail.files import keep_picture, open_file
from genba.trail.models import Fact, File

ADDRESS, DEVICE = "203.0.113.77", "Pocketphone/9"
TRACES = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": DEVICE, "HTTP_REFERER": "http://chat.example/7"}


@pytest.fixture
def stranger(client):
    client.defaults.update(TRACES)
    return client


def test_no_cookie_is_ever_set_on_an_anonymous_path(cast, stranger):
    sent = stranger.post("/report/", {"text": "Loose guard.", "idempotency_key": "k"})
    receipt = sent.context["receipt"]
    answers = [
        stranger.get("/report/"),
        sent,
        stranger.post("/report/", {"text": ""}),
        stranger.get("/receipt/"),
        stranger.post("/receipt/", {"receipt": receipt}),
        stranger.post("/receipt/", {"receipt": "wrong"}),
        stranger.post("/receipt/words/", {"receipt": receipt, "text": "Still loose."}),
        stranger.get("/wall/"),
    ]
    assert [answer.cookies.output() for answer in answers] == [""] * len(answers)
    assert not BrowserSession.objects.exists()


def test_nothing_exact_is_in_the_row(cast, stranger):
    stranger.post("/report/", {"text": "Loose guard."})
    row = Original.objects.values().get()
    assert (row["week"].weekday(), row["last_week"].weekday()) == (0, 0)
    assert not [value for value in row.values() if isinstance(value, time) or hasattr(value, "hour")]


def test_no_fact_and_no_job_is_written_when_it_comes(cast, stranger):
    facts, jobs = Fact.objects.count(), DBTaskResult.objects.count()
    sent = stranger.post("/report/", {"text": "Loose guard.", "place": cast.station.code})
    stranger.post("/receipt/words/", {"receipt": sent.context["receipt"], "text": "Still loose."})
    assert Message.objects.count() == 1
    assert (Fact.objects.count(), DBTaskResult.objects.count()) == (facts, jobs)


def test_no_table_holds_the_address_the_device_or_the_receipt(cast, stranger):
    sent = stranger.post("/report/", {"text": "Loose guard.", "idempotency_key": "my-own-key"})
    receipt = sent.context["receipt"]
    rows = [str(row) for model in apps.get_models() for row in model.objects.values()]
    for secret in (ADDRESS, DEVICE, "chat.example", "my-own-key", receipt, receipt.replace("-", "")):
        assert not [row for row in rows if secret in row]


def test_nothing_is_logged_about_the_reporter(cast, stranger, caplog):
    caplog.set_level(logging.INFO)
    stranger.post("/report/", {"text": "Loose guard."})
    stranger.post("/report/", {"text": ""})
    stranger.post("/receipt/", {"receipt": "wrong"})
    assert caplog.messages == []


def test_keys_tell_no_sequence(cast, stranger):
    for number in range(8):
        stranger.post("/report/", {"text": f"Said {number}"})
    keys = {original.words.text: original.pk for original in Original.objects.all()}.values()
    assert max(keys) - min(keys) > 1_000_000


def test_a_photo_is_painted_anew_and_says_neither_when_nor_who(cast, stranger, photo):
    stranger.post("/report/", {"text": "Loose guard.", "photo": photo()})
    kept = keep_picture(cast.station, Original.objects.get().photo)
    content = open_file(kept).read()
    assert (kept.added_on, kept.added_by_id, kept.name) == (None, None, "photo.jpg")
    assert b"Tomas" not in content
    assert Image.open(io.BytesIO(content)).size == (64, 48)


def test_a_photo_sent_twice_is_kept_once(cast, stranger, photo):
    for _ in range(2):
        stranger.post("/report/", {"text": "Loose.", "idempotency_key": "k", "photo": photo()})
    assert Original.objects.get().has_photo
    assert not File.objects.exists()


def test_pages_with_a_receipt_are_kept_by_no_browser(cast, stranger):
    sent = stranger.post("/report/", {"text": "Loose guard."})
    opened = stranger.post("/receipt/", {"receipt": sent.context["receipt"]})
    for answer in (sent, opened, stranger.get("/receipt/")):
        assert "no-store" in answer.headers["Cache-Control"]


def test_the_receipt_stands_in_no_address(cast, stranger):
    sent = stranger.post("/report/", {"text": "Loose guard."})
    receipt = sent.context["receipt"]
    page = stranger.post("/receipt/", {"receipt": receipt}).content.decode()
    assert not [part for part in page.split("href=")[1:] if receipt in part.split(">")[0]]
    assert stranger.get("/receipt/", {"receipt": receipt}).context["form"].is_bound is False
