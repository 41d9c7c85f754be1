import pytest
from django.urls import reverse

PAGES = ["people", "teams", "sites", "places", "organisation", "tokens"]
MANAGED = ["add", "add_team", "add_site", "add_place"]


@pytest.mark.parametrize("name", PAGES)
def test_whoever_is_signed_in_opens_the_pages(cast, sign_in, name):
    for person in cast.people.values():
        answer = sign_in(person).get(reverse(f"people:{name}"))
        assert answer.status_code == (200 if person else 302)


@pytest.mark.parametrize("name", MANAGED)
def test_only_quality_and_administrators_add(cast, sign_in, name):
    for role, person in cast.people.items():
        answer = sign_in(person).get(reverse(f"people:{name}"))
        allowed = role in {"quality", "administrator"}
        assert answer.status_code == (200 if allowed else 302 if person is None else 403)


def test_person_and_team_pages_open(cast, sign_in):
    for person in (cast.nobody, cast.amira, cast.quentin, cast.adam):
        client = sign_in(person)
        assert client.get(reverse("people:person", args=[cast.tomas.pk])).status_code == 200
        assert client.get(reverse("people:team", args=[cast.line.pk])).status_code == 200


def test_addresses_are_for_leads_quality_and_administrators(cast, sign_in):
    for role, person in cast.people.items():
        if person is None or person == cast.wanda:
            continue
        client, told = sign_in(person), role in {"lead", "quality", "administrator"}
        for address in (reverse("people:people"), reverse("people:person", args=[cast.wanda.pk])):
            assert (b"wanda@example.org" in client.get(address).content) is told
        found = client.get(reverse("people:people"), {"q": "wanda@"}).content
        assert (b"Wanda Ilic" in found) is told


def test_no_page_needs_many_queries(cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.adam)
    addresses = [reverse(f"people:{name}") for name in (*PAGES, *MANAGED)]
    addresses += [reverse("people:person", args=[cast.tomas.pk]), reverse("people:team", args=[cast.line.pk])]
    for address in addresses:
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200
