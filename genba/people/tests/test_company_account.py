"""A company account (OpenID Connect), with a provider that answers from memory."""

import re
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

SERVER = "https://login.example.org"
WELL_KNOWN = {
    "issuer": SERVER,
    "authorization_endpoint": f"{SERVER}/authorize",
    "token_endpoint": f"{SERVER}/token",
    "userinfo_endpoint": f"{SERVER}/userinfo",
    "jwks_uri": f"{SERVER}/keys",
    "token_endpoint_auth_methods_supported": ["client_secret_post"],
}


class Answer:
    status_code, headers = 200, {"content-type": "application/json"}

    def __init__(self, data):
        self.data = data
        self.text = str(data)

    def json(self):
        return self.data

    def raise_for_status(self):
        return None


class Provider:
    """Answers what the provider would answer."""

    def __init__(self, claims):
        self.claims = claims

    def __enter__(self):
        return self

    def __exit__(self, *_trouble):
        return None

    def get(self, url, **_more):
        return Answer(WELL_KNOWN if "well-known" in url else self.claims)

    def request(self, _method, _url, **_more):
        identity = jwt.encode({**self.claims, "iss": SERVER, "aud": "genba"}, "k" * 32, algorithm="HS256")
        return Answer({"access_token": "a", "token_type": "Bearer", "id_token": identity})


@pytest.fixture
def come_from_the_company(settings, monkeypatch):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "company",
                    "name": "Riverside account",
                    "client_id": "genba",
                    "secret": "s",
                    "settings": {"server_url": SERVER, "fetch_userinfo": True},
                }
            ]
        }
    }

    def come(claims):
        monkeypatch.setattr(
            DefaultSocialAccountAdapter, "get_requests_session", lambda _adapter: Provider(claims)
        )
        client = Client()
        page = client.get(reverse("account_login")).content.decode()
        assert "Riverside account" in page
        begun = client.get(re.search(r'href="(/account/oidc/company/login/[^"]*)"', page).group(1))
        state = parse_qs(urlsplit(begun.url).query)["state"][0]
        answer = client.get(
            "/account/oidc/company/login/callback/", {"code": "c", "state": state}, follow=True
        )
        return client, answer

    return come


def claims(**more):
    return {"sub": "42", "email": "Amira@example.org", "email_verified": True, "name": "Amira", **more}


def test_the_button_appears_only_when_it_is_configured(cast):
    assert "oidc" not in Client().get(reverse("account_login")).content.decode()


def test_a_verified_address_opens_the_door_of_its_person(cast, come_from_the_company):
    client, _answer = come_from_the_company(claims())
    assert client.session["_auth_user_id"] == str(cast.amira.pk)
    assert SocialAccount.objects.get().user == cast.amira


@pytest.mark.parametrize(
    "more",
    [{"email_verified": False}, {"email": "stranger@example.org"}, {"email": ""}, {"email_verified": None}],
)
def test_others_are_told_kindly_that_people_come_by_invitation(cast, come_from_the_company, more):
    client, answer = come_from_the_company(claims(**more))
    assert "_auth_user_id" not in client.session
    assert "by invitation" in answer.content.decode()


def test_whose_access_is_closed_stays_outside(cast, come_from_the_company):
    come_from_the_company(claims())
    cast.amira.deactivate(by=cast.adam)
    client, _answer = come_from_the_company(claims())
    assert "_auth_user_id" not in client.session


def test_a_company_account_that_answers_nonsense_is_a_sentence(cast, come_from_the_company):
    client = Client()
    answer = client.get("/account/oidc/company/login/callback/", {"error": "server_error"}, follow=True)
    assert answer.status_code == 401
    assert "not your fault" in answer.content.decode()
