"""Sessions: whose they are, when they end, and what a thief of the database has of them."""

import time

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from genba.conftest import PASSWORD
from genba.people.models import BrowserSession
from genba.people.session_life import device_words
from genba.people.sessions import BEGAN, USED, kept_key
from genba.people.tasks import forget_old_sessions
from genba.people.tests.test_signing_in import ask_for_mail, link_in, log_in, who_is

DAY = 24 * 60 * 60
HOME = "/people/"


def is_in(client):
    return client.get(HOME).status_code == 200


def age(client, **moments):
    session = client.session
    session.update({name: int(time.time()) - days * DAY for name, days in moments.items()})
    session.save()


def test_the_key_changes_when_somebody_signs_in(cast):
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    log_in(client, "amira@example.org")
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not is_in(thief)


def test_signing_out_ends_the_session_in_the_database(cast):
    client = Client()
    log_in(client, "amira@example.org")
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache"'
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert not is_in(thief)
    assert not BrowserSession.objects.filter(person=cast.amira).exists()


@pytest.mark.parametrize("way", ["change", "reset"])
def test_a_new_password_signs_all_other_browsers_out(cast, way):
    here, there, new = Client(), Client(), "another quite long one"
    for client in (here, there):
        log_in(client, "amira@example.org")
    if way == "change":
        words = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        here.post(reverse("account_change_password"), words)
    else:
        here = Client()
        here.post(reverse("account_reset_password"), {"email": "amira@example.org"})
        page = here.get(link_in(mail.outbox[0]), follow=True)
        here.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize(
    ("moments", "stays"),
    [
        ({BEGAN: 29, USED: 6}, True),
        ({BEGAN: 31, USED: 0}, False),
        ({BEGAN: 8, USED: 8}, False),
        ({BEGAN: -1, USED: -1}, True),
    ],
)
def test_a_session_ends_by_age_and_by_idleness(cast, sign_in, moments, stays):
    client = sign_in(cast.tomas)
    assert is_in(client)
    age(client, **moments)
    answer = client.get(HOME)
    assert (answer.status_code == 200) is stays
    assert stays or "/account/login/" in answer.url


def test_what_was_typed_when_the_session_ended_is_kept(cast, sign_in):
    client = sign_in(cast.amira)
    is_in(client)
    age(client, **{BEGAN: 31, USED: 0})
    answer = client.post("/cards/new/", {"board": cast.board.pk, "title": "Long thought about"})
    assert "Long thought about" in answer.content.decode()


def test_use_keeps_a_session_alive_and_is_noted_at_most_once_an_hour(cast, sign_in):
    client = sign_in(cast.tomas)
    is_in(client)
    first = client.session[USED]
    age(client, **{BEGAN: 5, USED: 5})
    is_in(client)
    assert client.session[USED] >= first
    assert settings.SESSION_COOKIE_NAME not in client.get(HOME).cookies


def test_only_a_fingerprint_of_the_key_is_kept(cast, sign_in):
    client = sign_in(cast.tomas)
    is_in(client)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    kept = BrowserSession.objects.get(person=cast.tomas)
    assert key not in str(vars(kept))
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept.session_key
    assert not is_in(thief)


def test_people_see_their_own_browsers_and_nobody_elses(cast, sign_in):
    firefox = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"})
    log_in(firefox, "tomas@example.org")
    here, other = sign_in(cast.tomas), sign_in(cast.amira)
    is_in(other)
    page = here.get(reverse("people:browsers")).content.decode()
    assert "Firefox · Linux" in page
    assert page.count("this one") == 1
    assert len(BrowserSession.objects.of_person(cast.tomas)) == 2
    assert "Firefox" not in other.get(reverse("people:browsers")).content.decode()


def test_one_browser_is_signed_out_from_another(cast, sign_in):
    here, there = sign_in(cast.tomas), sign_in(cast.tomas)
    assert is_in(here)
    assert is_in(there)
    key = BrowserSession.objects.exclude(session_key=_kept(here)).get(person=cast.tomas).session_key
    assert here.post(reverse("people:end_browser", args=[key])).status_code == 302
    assert is_in(here)
    assert not is_in(there)


def test_all_others_are_signed_out_at_once(cast, sign_in):
    here, *others = [sign_in(cast.tomas) for _ in range(4)]
    wanda = sign_in(cast.wanda)
    assert all(is_in(client) for client in [here, *others, wanda])
    here.post(reverse("people:end_others"))
    assert [is_in(client) for client in [here, *others, wanda]] == [True, False, False, False, True]


def test_nobody_signs_out_a_foreign_browser(cast, sign_in):
    tomas, wanda = sign_in(cast.tomas), sign_in(cast.wanda)
    assert is_in(tomas)
    assert is_in(wanda)
    assert wanda.post(reverse("people:end_browser", args=[_kept(tomas)])).status_code == 404
    assert is_in(tomas)


def test_a_stranger_at_the_sign_in_page_belongs_to_nobody(cast):
    client = Client()
    ask_for_mail(client, "amira@example.org")
    assert BrowserSession.objects.get().person is None
    assert BrowserSession.objects.get().used_on is None
    assert who_is(client) is None


def test_sessions_that_are_over_are_swept_away(cast, sign_in):
    old, new = sign_in(cast.tomas), sign_in(cast.wanda)
    BrowserSession.objects.filter(person=cast.tomas).update(expire_date=timezone.now())
    forget_old_sessions.call()
    assert [kept.person for kept in BrowserSession.objects.all()] == [cast.wanda]
    assert not is_in(old)
    assert is_in(new)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome · Android"),
        ("curl/8.0", ""),
        ("<script>" * 1000, ""),
    ],
)
def test_a_browser_is_named_in_two_words(said, words):
    assert device_words(said) == words


def _kept(client):
    return kept_key(client.cookies[settings.SESSION_COOKIE_NAME].value)
