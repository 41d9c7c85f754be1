"""Showing at the moment of signing who one is: every way, wrong tries, and how long a sitting lasts."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.exceptions import InvalidSignature
from django.urls import reverse
from django.utils import timezone

from genba.front.models import Notification
from genba.front.tests.signing_house import KIND, door, look_that_helped, sign, typed
from genba.people import facts, proving
from genba.people.models import Person
from genba.trail.models import Fact, Signature


@pytest.fixture
def check(cast):
    """A card whose look showed that it helped."""
    return look_that_helped(cast)


def test_a_session_alone_never_signs(cast, sign_in, check):
    answer = sign(sign_in(cast.quentin), check, password="")
    assert answer.status_code == 422
    assert "your session alone does not sign" in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_wrong_password_signs_nothing_and_is_a_fact(cast, sign_in, check):
    answer = sign(sign_in(cast.quentin), check, password="wrong", reason="Because I looked.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "That is not right" in page
    assert "Because I looked." in page
    assert "wrong" not in page
    told = Fact.objects.about(cast.quentin).get(name=facts.SIGNING_REFUSED.name)
    assert told.data == {"way": "password", "of_kind": KIND, "of": str(check.pk)}
    assert not Signature.objects.exists()


@pytest.mark.parametrize("address", ["tomas@example.org", ""])
def test_the_first_signature_needs_the_address_as_well(cast, sign_in, check, address):
    assert sign(sign_in(cast.quentin), check, address=address).status_code == 422
    assert not Signature.objects.exists()


def test_the_next_signature_of_a_sitting_takes_one_secret(cast, sign_in, check):
    client = sign_in(cast.quentin)
    sign(client, check)
    assert 'name="address"' not in client.get(door(check)).content.decode()
    assert sign(client, check, meaning="reviewed", address="", password="").status_code == 422
    assert sign(client, check, meaning="reviewed", address="").status_code == 302
    assert Signature.objects.count() == 2


def test_after_a_quarter_of_an_hour_both_are_asked_again(cast, sign_in, check):
    client = sign_in(cast.quentin)
    sign(client, check)
    session = client.session
    session[proving.SITTING_KEY] = {"person": cast.quentin.pk, "until": timezone.now().timestamp() - 1}
    session.save()
    assert 'name="address"' in client.get(door(check)).content.decode()
    assert sign(client, check, meaning="reviewed", address="").status_code == 422
    assert Signature.objects.count() == 1


def test_after_five_wrong_tries_the_right_one_is_not_looked_at(cast, sign_in, check, work_off):
    for _try in range(proving.WRONG_TRIES):
        sign(sign_in(cast.quentin), check, password="wrong")
    answer = sign(sign_in(cast.quentin), check)
    assert "Wait five minutes" in answer.content.decode()
    assert not Signature.objects.exists()
    assert Fact.objects.filter(name=facts.SIGNING_PAUSED.name).count() == 1
    work_off()
    warned = set(Notification.objects.filter(code="signing_paused").values_list("person", "why"))
    assert warned == {(cast.adam.pk, "administrator"), (cast.quentin.pk, "signer")}


def test_the_pause_ends(cast, sign_in, check, monkeypatch):
    for _try in range(proving.WRONG_TRIES):
        sign(sign_in(cast.quentin), check, password="wrong")
    monkeypatch.setattr(proving, "PAUSE", timedelta(0))
    assert sign(sign_in(cast.quentin), check).status_code == 302


def test_the_number_of_an_authenticator_app_signs_once(cast, sign_in, check):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(cast.quentin, secret)
    Person.objects.filter(pk=cast.quentin.pk).update(password="!")
    number = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client = sign_in(Person.objects.get(pk=cast.quentin.pk))
    assert sign(client, check, app_code="000000", password="").status_code == 422
    assert sign(client, check, app_code=number, password="").status_code == 302
    assert Signature.objects.get().proved_by == "app"
    assert sign(client, check, app_code=number, password="", meaning="reviewed").status_code == 422


def test_a_mailed_code_signs_for_people_who_have_no_other_secret(cast, sign_in, check, mailoutbox):
    Person.objects.filter(pk=cast.quentin.pk).update(password="!")
    client = sign_in(Person.objects.get(pk=cast.quentin.pk))
    sent = client.post(door(check) + "code/", typed(client, check, reason="I counted them."))
    assert "I counted them." in sent.content.decode()
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", mailoutbox[0].body)[0]
    assert sign(client, check, code="BBBB-BBBB").status_code == 422
    assert sign(client, check, code=code.lower()).status_code == 302
    assert sign(client, check, code=code, meaning="reviewed").status_code == 422
    assert Signature.objects.get().proved_by == "mail"


def test_a_mailed_code_runs_out_and_is_not_for_who_has_a_password(cast, sign_in, check, mailoutbox):
    assert sign_in(cast.quentin).post(door(check) + "code/").status_code == 404
    Person.objects.filter(pk=cast.quentin.pk).update(password="!")
    client = sign_in(Person.objects.get(pk=cast.quentin.pk))
    client.post(door(check) + "code/")
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", mailoutbox[0].body)[0]
    session = client.session
    session[proving.CODE_KEY] = {**session[proving.CODE_KEY], "until": timezone.now().timestamp() - 1}
    session.save()
    assert sign(client, check, code=code).status_code == 422


@pytest.mark.parametrize(
    "credential", ["{}", '{"id": "x"}', "[]", '"x"', "nonsense", "5", "[" * 100_000, '{"response": 5}']
)
def test_a_passkey_that_is_none_is_refused_in_words(cast, sign_in, check, credential, monkeypatch):
    Authenticator.objects.create(user=cast.quentin, type="webauthn", data={"name": "x", "credential": {}})
    monkeypatch.setattr("genba.front.views.signatures.passkey_request", lambda _person: {})
    client = sign_in(cast.quentin)
    given = {"seen": "0" * 64, "meaning": "verified", "address": "quentin@example.org"}
    assert client.post(door(check), {**given, "credential": credential}).status_code == 422
    assert not Signature.objects.exists()


def test_a_passkey_with_a_wrong_signature_is_a_wrong_try(cast, sign_in, check, monkeypatch):
    def forged(_person, _response):
        raise InvalidSignature

    Authenticator.objects.create(user=cast.quentin, type="webauthn", data={"name": "x", "credential": {}})
    monkeypatch.setattr("genba.front.views.signatures.passkey_request", lambda _person: {})
    monkeypatch.setattr("genba.people.proving.passkeys.parse_authentication_response", lambda _given: None)
    monkeypatch.setattr("genba.people.proving.passkeys.complete_authentication", forged)
    assert sign(sign_in(cast.quentin), check, password="", credential='{"id": "x"}').status_code == 422
    assert Fact.objects.get(name=facts.SIGNING_REFUSED.name).data["way"] == "passkey"


def test_colleagues_do_not_read_of_wrong_tries(cast, sign_in, check):
    sign(sign_in(cast.quentin), check, password="wrong")
    address = reverse("front:history", args=["people.person", cast.quentin.pk])
    said = "tried to sign and was not recognised"
    proof = reverse("front:proof", args=[Fact.objects.get(name=facts.SIGNING_REFUSED.name).pk])
    opens = {who: sign_in(getattr(cast, who)).get(proof).status_code == 200 for who in SEEN}
    assert opens == SEEN
    seen = {who: said in sign_in(getattr(cast, who)).get(address).content.decode() for who in SEEN}
    assert seen == SEEN


SEEN = {"tomas": False, "amira": False, "quentin": True, "adam": True, "audrey": True}


@pytest.mark.parametrize("key", ["1e9", "99999999999999999999999", "²", "-1", "x y", "%00"])
def test_no_number_breaks_a_door(cast, sign_in, check, key):
    client = sign_in(cast.quentin)
    assert client.get(f"/signatures/improve.effectivenesscheck/{key}/").status_code == 404
    assert client.get(f"/signatures/{key}/").status_code == 404
