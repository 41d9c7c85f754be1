import re
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from genba.conftest import PASSWORD
from genba.people.models import Person, SignInLink


def log_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def ask_for_mail(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email}, follow=True)


def link_in(message):
    return re.search(r"http://testserver(\S+)", message.body).group(1)


def who_is(client):
    return client.session.get("_auth_user_id")


def number_now(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_password_opens_the_door(cast):
    client = Client()
    assert log_in(client, "AMIRA@example.org").status_code == 302
    assert who_is(client) == str(cast.amira.pk)


def test_a_wrong_password_and_an_unknown_address_read_the_same(cast):
    said = []
    for email in ("amira@example.org", "nobody.knows@example.org"):
        answer = log_in(Client(), email, "not the password")
        page = answer.content.decode().replace(email, "ADDRESS")
        said.append(re.sub(r'name="(csrfmiddlewaretoken|idempotency_key)" value="\w+"', "", page))
    assert said[0] == said[1]
    assert "do not belong together" in said[0]


def test_the_mailed_code_signs_in(cast):
    client = Client()
    ask_for_mail(client, "amira@example.org")
    code = re.search(r"^    (\S+)$", mail.outbox[0].body, re.MULTILINE).group(1)
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert who_is(client) == str(cast.amira.pk)
    assert not SignInLink.objects.exists()


def test_the_mailed_link_signs_in_with_one_click_where_it_was_asked_for(cast):
    client = Client()
    ask_for_mail(client, "amira@example.org")
    assert client.get(link_in(mail.outbox[0])).status_code == 302
    assert who_is(client) == str(cast.amira.pk)


def test_in_another_browser_the_link_waits_for_a_click(cast):
    ask_for_mail(Client(), "amira@example.org")
    elsewhere, link = Client(), link_in(mail.outbox[0])
    assert "Amira Khan" in elsewhere.get(link).content.decode()
    assert who_is(elsewhere) is None
    elsewhere.post(link)
    assert who_is(elsewhere) == str(cast.amira.pk)


def test_a_link_works_once(cast):
    client = Client()
    ask_for_mail(client, "amira@example.org")
    link = link_in(mail.outbox[0])
    client.get(link)
    for method in (Client().get, Client().post):
        assert method(link).status_code == 410


def test_a_link_dies_after_a_quarter_of_an_hour(cast):
    ask_for_mail(Client(), "amira@example.org")
    SignInLink.objects.update(made_at=timezone.now() - timedelta(minutes=15, seconds=1))
    client = Client()
    assert client.post(link_in(mail.outbox[0])).status_code == 410
    assert who_is(client) is None


def test_a_link_leads_on_to_where_somebody_wanted_to_go(cast):
    client = Client()
    address = reverse("account_request_login_code") + "?next=/people/teams/"
    client.post(address, {"email": "amira@example.org", "next": "/people/teams/"})
    assert client.get(link_in(mail.outbox[0])).url == "/people/teams/"


def test_a_link_leads_to_no_foreign_site(cast):
    client = Client()
    client.post(
        reverse("account_request_login_code"), {"email": "amira@example.org", "next": "https://evil.example"}
    )
    link = link_in(mail.outbox[0])
    assert "evil" not in link
    assert client.get(link + "?next=https://evil.example").url == "/"


@pytest.mark.parametrize("door", ["account_request_login_code", "account_reset_password"])
def test_nobody_learns_whether_an_address_is_known(cast, door):
    seen = []
    for email in ("amira@example.org", "stranger@example.org"):
        client = Client()
        answer = client.post(reverse(door), {"email": email}, follow=True)
        page = answer.content.decode().replace(email, "ADDRESS")
        page = re.sub(r'name="(csrfmiddlewaretoken|idempotency_key)" value="\w+"', "", page)
        seen.append((answer.redirect_chain, answer.status_code, page))
    assert seen[0] == seen[1]
    assert [message.to for message in mail.outbox] == [["amira@example.org"], ["stranger@example.org"]]
    assert "/link/" not in mail.outbox[1].body


def test_whose_access_is_closed_comes_in_by_no_way(cast):
    ask_for_mail(Client(), "amira@example.org")
    link, clients = link_in(mail.outbox[0]), [Client() for _ in range(4)]
    clients[3].force_login(cast.amira)
    cast.amira.deactivate(by=cast.adam)
    log_in(clients[0], "amira@example.org")
    clients[1].post(link)
    ask_for_mail(clients[2], "amira@example.org")
    assert "link" not in mail.outbox[-1].body
    for client in clients:
        assert client.get(reverse("people:people")).status_code == 302


def test_whose_access_is_closed_gets_no_link_for_a_new_password(cast):
    cast.amira.deactivate(by=cast.adam)
    Client().post(reverse("account_reset_password"), {"email": "amira@example.org"})
    assert "password/reset/key" not in mail.outbox[0].body


def test_a_forgotten_password_is_chosen_anew(cast):
    client, new = Client(), "another quite long one"
    client.post(reverse("account_reset_password"), {"email": "amira@example.org"})
    page = client.get(link_in(mail.outbox[0]), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert who_is(client) == str(cast.amira.pk)
    assert log_in(Client(), "amira@example.org", new).status_code == 302


def test_an_authenticator_app_is_set_up_and_asked_for(cast):
    client = Client()
    log_in(client, "amira@example.org")
    assert "Is it still you?" in client.get(reverse("mfa_activate_totp"), follow=True).content.decode()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": number_now(secret)}, follow=True)
    assert "Recovery codes" in done.content.decode()
    fresh = Client()
    assert log_in(fresh, "amira@example.org").url == reverse("mfa_authenticate")
    assert who_is(fresh) is None
    code = RecoveryCodes(cast.amira.authenticator_set.get(type="recovery_codes")).get_unused_codes()[0]
    fresh.post(reverse("mfa_authenticate"), {"code": code})
    assert who_is(fresh) == str(cast.amira.pk)


def test_the_mailed_link_does_not_go_round_the_second_step(cast):
    TOTP.activate(cast.amira, "JBSWY3DPEHPK3PXP")
    client = Client()
    ask_for_mail(client, "amira@example.org")
    assert client.get(link_in(mail.outbox[0])).url == reverse("mfa_authenticate")
    assert who_is(client) is None
    client.post(reverse("mfa_authenticate"), {"code": number_now("JBSWY3DPEHPK3PXP")})
    assert who_is(client) == str(cast.amira.pk)


def test_guessing_is_slowed_down(cast):
    client = Client()
    for _try in range(6):
        answer = log_in(client, "amira@example.org", "guess")
    assert "Too many tries" in answer.content.decode()


def test_a_whole_shift_signs_in_from_one_address(cast):
    answers = [
        log_in(Client(), person.email) for person in cast.people.values() if person for _again in range(5)
    ]
    assert {answer.status_code for answer in answers} == {302}


def test_a_mail_server_that_is_away_is_a_sentence(cast, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", away)
    for email in ("amira@example.org", "stranger@example.org"):
        answer = ask_for_mail(Client(), email)
        assert answer.status_code == 200
        assert "could not be sent" in answer.content.decode()


def test_nobody_signs_up_by_themselves(cast):
    answer = Client().post(
        reverse("account_signup"), {"email": "new@example.org", "password1": "long enough to work"}
    )
    assert "by invitation" in answer.content.decode()
    assert not Person.objects.filter(email="new@example.org").exists()


def test_nobody_changes_their_own_address(cast, sign_in):
    client = sign_in(cast.tomas)
    client.post("/account/email/", {"email": "adam2@example.org", "action_add": ""})
    cast.tomas.refresh_from_db()
    assert cast.tomas.email == "tomas@example.org"
    assert not cast.tomas.emailaddress_set.exists()


BAD = ["", "x" * 100_000, "a\x00b", "<script>alert(1)</script>", "مرحبا", "🦆🦆@🦆"]


@pytest.mark.parametrize("text", BAD)
@pytest.mark.parametrize(
    ("door", "field"),
    [
        ("account_login", "login"),
        ("account_request_login_code", "email"),
        ("account_reset_password", "email"),
    ],
)
def test_bad_input_at_the_door_is_answered_in_words(cast, door, field, text):
    answer = Client().post(reverse(door), {field: text, "password": text})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
