import pytest
from django.core.signing import Signer
from django.urls import reverse

from genba.front import demo_links


def demonstration(cast):
    cast.organisation.is_demonstration = True
    cast.organisation.save()


def test_each_role_of_the_demonstration_has_a_link_that_signs_in(cast, client):
    demonstration(cast)
    roles = {link.role: link for link in demo_links.links()}
    assert {"member", "team lead", "quality", "top management", "auditor", "administrator"} <= set(roles)
    response = client.get(roles["quality"].path)
    assert response.url == "/"
    assert client.get("/").context["person"] == cast.quentin


def test_a_valid_link_opens_nothing_in_a_real_organisation(cast, client):
    path = reverse("front:demo", args=[demo_links.token_of(cast.adam)])
    assert client.get(path).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_link_dies_with_the_demonstration(cast, client):
    demonstration(cast)
    path = demo_links.links()[0].path
    cast.organisation.is_demonstration = False
    cast.organisation.save()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("token", ["1", "1:bad", "x:y", "\x00", "9" * 4000])
def test_a_made_up_link_opens_nothing(cast, client, token):
    demonstration(cast)
    assert client.get(reverse("front:demo", args=[token])).status_code == 404


def test_a_signature_for_another_purpose_opens_nothing(cast, client):
    demonstration(cast)
    token = Signer(salt="something else").sign(str(cast.adam.pk))
    assert client.get(reverse("front:demo", args=[token])).status_code == 404


def test_somebody_who_may_no_longer_sign_in_does_not_come_in(cast, client):
    demonstration(cast)
    cast.quentin.is_active = False
    cast.quentin.save()
    path = reverse("front:demo", args=[demo_links.token_of(cast.quentin)])
    assert client.get(path).status_code == 404


def test_whoever_watches_is_told_that_all_is_well(cast, client):
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.cookies == {}
