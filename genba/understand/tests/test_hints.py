"""The private hint: it answers whoever writes, keeps nothing, and never asks on an anonymous report."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from genba.trail.models import Fact

pytestmark = pytest.mark.django_db
BLAMING = "The fitter forgot the seal. He should have checked it."


def ask(client, text=BLAMING, **more):
    return client.post("/language/hints/", {"text": text}, **more)


def test_whoever_writes_sees_the_words_and_a_question(cast, sign_in):
    said = ask(sign_in(cast.tomas)).content.decode()
    assert "fitter forgot" in said
    assert "What in the work, the tools or the information made this possible?" in said
    assert "Only you see this" in said


def test_the_question_is_in_the_language_of_the_text_and_says_so(cast, sign_in):
    said = ask(sign_in(cast.tomas), "Der Schlosser hat die Dichtung vergessen.").content.decode()
    assert 'lang="de"' in said
    assert "leicht zu übersehen" in said


def test_nothing_is_said_about_a_text_that_judges_nobody(cast, sign_in):
    assert ask(sign_in(cast.tomas), "The sensor failed to detect the part.").content.strip() == b""
    assert ask(sign_in(cast.tomas), "Il nastro è fermo da ieri.").content.strip() == b""


def test_whoever_asks_by_hand_gets_an_answer_in_any_case(cast, sign_in):
    def asked(text):
        return sign_in(cast.tomas).post("/language/hints/", {"text": text, "asked": "yes"}).content.decode()

    assert "no words here that judge people" in asked("The sensor failed to detect the part.")
    assert "English, German, Spanish and French only" in asked("Il nastro è fermo da ieri.")


def test_nothing_is_written_anywhere_by_a_hint_even_with_a_key_of_its_own(cast, sign_in):
    client = sign_in(cast.tomas)
    facts, sessions = Fact.objects.count(), Session.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ask(client, headers={"idempotency-key": "a-key-of-sixteen-letters"})
    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []
    assert (Fact.objects.count(), Session.objects.count()) == (facts, sessions)


def test_the_answer_is_kept_by_no_browser_and_what_was_asked_by_no_log(cast, sign_in, caplog):
    response = ask(sign_in(cast.tomas))
    assert "no-store" in response.headers["Cache-Control"]
    assert "forgot" not in caplog.text


def test_a_stranger_gets_no_hint_and_loses_nothing(client, cast):
    response = ask(client)
    assert response.status_code == 403
    assert b"the tools or the information" not in response.content


def test_another_site_cannot_ask(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.tomas)
    assert ask(client).status_code == 403


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "a" * 200_000, "“" * 5_000, "\ud83d".encode("utf-16", "surrogatepass")]
)
def test_whatever_is_sent_is_borne(cast, sign_in, text):
    assert sign_in(cast.tomas).post("/language/hints/", {"text": text}).status_code < 500


def test_words_are_shown_as_words(cast, sign_in):
    said = ask(
        sign_in(cast.tomas), "The <img src=x onerror=alert(1)> operator <b>forgot</b> it."
    ).content.decode()
    assert "<img" not in said
    assert "<b>" not in said


def test_the_form_of_a_card_asks_by_itself_and_a_named_report_only_when_told_to(cast, sign_in):
    tomas = sign_in(cast.tomas)
    card = tomas.get("/cards/new/").content.decode()
    assert 'data-language-hint="/language/hints/"' in card
    assert 'data-of="title text"' in card
    report = tomas.get("/report/").content.decode()
    assert 'data-not-with="anonymous"' in report
    assert "data-look" in report


def test_the_page_of_an_anonymous_report_knows_no_hint_at_all(client, cast):
    page = client.get("/report/").content.decode()
    assert "language-hint" not in page
    assert "language_hint" not in page
