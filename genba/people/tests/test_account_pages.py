"""Every page of django-allauth that can be reached wears our own clothes and obeys the content policy."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from genba.conftest import PASSWORD

OPEN = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "socialaccount_login_cancelled",
]
OWN = [
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "own_address",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "socialaccount_connections",
]
WITH_AN_APP = [
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
]


def proper(answer, status=200):
    page = answer.content.decode()
    assert answer.status_code == status, answer.headers
    assert 'class="bare"' in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r"\son[a-z]+=|\sstyle=|<style", page)
    assert page.count("<h1") == 1
    return page


def signed_in_with_password(person):
    client = Client()
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.mark.parametrize("name", OPEN)
def test_pages_for_everybody(cast, name):
    proper(Client().get(reverse(name), follow=True))


def test_a_company_account_that_does_not_answer(cast):
    assert "not your fault" in proper(Client().get(reverse("socialaccount_login_error")), status=401)


@pytest.mark.parametrize("name", OWN)
def test_pages_of_ones_own_access(cast, name):
    proper(signed_in_with_password(cast.amira).get(reverse(name)))


@pytest.mark.parametrize("name", WITH_AN_APP)
def test_pages_with_an_authenticator_app(cast, name):
    client = signed_in_with_password(cast.amira)
    TOTP.activate(cast.amira, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(cast.amira)
    proper(client.get(reverse(name)))


def test_pages_of_a_passkey(cast):
    client = signed_in_with_password(cast.amira)
    key = Authenticator.objects.create(
        user=cast.amira, type=Authenticator.Type.WEBAUTHN, data={"name": "Blue key", "credential": {}}
    )
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert "Blue key" in proper(client.get(reverse(name, args=[key.pk])))
    assert "Blue key" in proper(client.get(reverse("mfa_list_webauthn")))
    assert "1 passkey" in proper(client.get(reverse("mfa_index")))


def test_the_page_of_signing_in_knows_whether_there_is_a_password(cast):
    client = signed_in_with_password(cast.amira)
    assert "You have a password" in proper(client.get(reverse("mfa_index")))


def test_somebody_without_a_password_may_choose_one(cast):
    cast.amira.set_unusable_password()
    cast.amira.save()
    client = Client()
    client.force_login(cast.amira)
    assert "need none" in proper(client.get(reverse("mfa_index")))
    proper(client.get(reverse("account_set_password"), follow=True))


def test_links_for_a_new_password_that_are_used_up_say_so(cast):
    page = proper(Client().get(reverse("account_reset_password_from_key", args=["1", "nonsense-key"])))
    assert "used up or too old" in page


def test_the_passkey_button_is_hidden_until_a_script_finds_that_it_can_work(cast):
    page = proper(Client().get(reverse("account_login")))
    button = re.search(r"<button[^>]*id=\"passkey_login\"[^>]*>", page).group(0)
    assert " hidden" in button


def test_after_many_tries_the_door_rests_in_words(cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    client = Client()
    for _try in range(4):
        answer = client.post(reverse("account_login"), {"login": "x@example.org", "password": "y"})
    assert answer.status_code == 429
    assert "a little fast" in answer.content.decode()
