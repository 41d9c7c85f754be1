import re

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.people import facts
from genba.people.models import ApiToken, Organisation
from genba.trail.models import Fact

SIGNED = {"words": "I promise it.", "name": "Elena Voss", "role": "Head of it all", "mine": "on"}


@pytest.mark.parametrize("role", ["executive", "administrator"])
def test_top_management_and_administrators_sign_the_promise(cast, sign_in, role):
    sign_in(cast.people[role]).post(reverse("people:sign_promise"), SIGNED)
    said = Organisation.objects.get()
    assert (said.promise, said.promise_by, said.promise_role) == (
        "I promise it.",
        "Elena Voss",
        "Head of it all",
    )
    assert said.promise_on == timezone.localdate()
    assert Fact.objects.get(name=facts.PROMISE_SIGNED.name).by_id == cast.people[role].pk


@pytest.mark.parametrize("role", ["lead", "member", "quality", "auditor", "nobody", "stranger"])
def test_nobody_else_signs_it(cast, sign_in, role):
    assert sign_in(cast.people[role]).post(reverse("people:sign_promise"), SIGNED).status_code == 403
    assert Organisation.objects.get().promise != "I promise it."


@pytest.mark.parametrize("missing", ["words", "name", "role", "mine"])
def test_a_signature_must_be_complete(cast, sign_in, missing):
    data = {key: value for key, value in SIGNED.items() if key != missing}
    answer = sign_in(cast.elena).post(reverse("people:sign_promise"), data)
    assert answer.status_code == 422
    assert missing in answer.context["form"].errors
    assert "Head of it all" in answer.content.decode() or missing == "role"


def test_the_organisation_is_renamed_by_administrators_only(cast, sign_in):
    for role, person in cast.people.items():
        answer = sign_in(person).post(reverse("people:edit_organisation"), {"name": f"By {role}"})
        assert (answer.status_code == 302) is (role == "administrator")
    assert Organisation.objects.get().name == "By administrator"
    assert Organisation.objects.get().receipt_salt == cast.organisation.receipt_salt


def test_an_unsigned_promise_is_said_to_be_a_draft(cast, sign_in):
    Organisation.objects.update(promise_by="", promise_on=None)
    page = sign_in(cast.nobody).get(reverse("people:organisation")).content.decode()
    assert "Nobody has signed this yet" in page


def test_a_token_is_shown_once_and_works(cast, sign_in):
    client = sign_in(cast.tomas)
    answer = client.post(reverse("people:issue_token"), {"name": "Tablet", "scope": "write", "days": "90"})
    secret = re.search(r"genba_[\w-]+", answer.content.decode()).group(0)
    assert secret not in client.get(reverse("people:tokens")).content.decode()
    assert ApiToken.working_with(secret).person == cast.tomas
    assert secret not in str(ApiToken.objects.values())
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_withdrawn_token_opens_nothing(cast, sign_in):
    token, secret = ApiToken.issue(cast.tomas, name="Tablet")
    sign_in(cast.tomas).post(reverse("people:withdraw_token", args=[token.pk]))
    assert ApiToken.working_with(secret) is None
    assert Fact.objects.filter(name=facts.TOKEN_WITHDRAWN.name).count() == 1


def test_tokens_are_ones_own_but_administrators_may_withdraw_them(cast, sign_in):
    token, secret = ApiToken.issue(cast.tomas, name="Tablet of Tomas")
    stranger = sign_in(cast.quentin)
    assert b"Tablet of Tomas" not in stranger.get(reverse("people:tokens")).content
    assert stranger.post(reverse("people:withdraw_token", args=[token.pk])).status_code == 404
    sign_in(cast.adam).post(reverse("people:withdraw_token", args=[token.pk]))
    assert ApiToken.working_with(secret) is None


def test_the_token_of_somebody_whose_access_is_closed_opens_nothing(cast):
    _token, secret = ApiToken.issue(cast.tomas, name="Tablet")
    cast.tomas.deactivate(by=cast.adam)
    assert ApiToken.working_with(secret) is None


@pytest.mark.parametrize("name", ["", "x" * 1_000_000, "a\x00b"])
def test_a_token_needs_a_name(cast, sign_in, name):
    assert sign_in(cast.tomas).post(reverse("people:issue_token"), {"name": name}).status_code == 422
    assert not ApiToken.objects.exists()
