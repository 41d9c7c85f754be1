import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from genba.conftest import PASSWORD, make_person
from genba.people import facts
from genba.people.models import Membership, Person
from genba.trail.models import Fact

NEW = {"name": "Ida Sand", "email": "Ida@Example.org", "language": "", "role": "member"}


def told(kind, subject):
    return Fact.objects.about(subject).filter(name=kind.name).count()


def test_quality_adds_a_person_to_a_team(cast, sign_in):
    client = sign_in(cast.quentin)
    answer = client.post(reverse("people:add"), {**NEW, "team": cast.line.pk, "role": "champion"})
    ida = Person.objects.get(email="ida@example.org")
    assert answer.url == reverse("people:person", args=[ida.pk])
    assert not ida.has_usable_password()
    assert ida.memberships.get().role == Membership.Role.CHAMPION
    assert told(facts.PERSON_ADDED, ida) == 1
    assert told(facts.MEMBER_JOINED, cast.line) == 1


def test_the_same_address_twice_is_refused_and_nothing_typed_is_lost(cast, sign_in):
    answer = sign_in(cast.quentin).post(reverse("people:add"), {**NEW, "email": "AMIRA@example.org"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ida Sand" in page
    assert "Somebody with this address is here already." in page
    assert Person.objects.filter(name="Ida Sand").count() == 0


@pytest.mark.parametrize("text", ["", " ", "x" * 1_000_000, "a\x00b"])
def test_a_name_that_cannot_be_is_answered_in_words(cast, sign_in, text):
    for door in (reverse("people:add"), reverse("people:edit", args=[cast.tomas.pk])):
        answer = sign_in(cast.quentin).post(door, {**NEW, "name": text})
        assert answer.status_code == 422
        assert "second look" in answer.content.decode()
    assert not Person.objects.filter(email="ida@example.org").exists()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "مريم الحسن", "Ida 🦆 Sand"])
def test_a_strange_name_is_only_a_name(cast, sign_in, text):
    client = sign_in(cast.quentin)
    page = client.post(reverse("people:add"), {**NEW, "name": text}, follow=True).content.decode()
    assert Person.objects.get(email="ida@example.org").name == text
    assert "<script>alert" not in page


def test_text_that_is_not_utf8_breaks_nothing(cast, sign_in):
    answer = sign_in(cast.quentin).generic(
        "POST",
        reverse("people:add"),
        b"name=M%FCller&email=m%40example.org&role=member",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code in {302, 422}


@pytest.mark.parametrize(
    "query", ["q=a%00b", "q=" + "x" * 5000, "team=x", "role=<script>", "page=99999", "page=-1"]
)
def test_nonsense_in_the_filters_breaks_nothing(cast, sign_in, query):
    for name in ("people", "places", "teams", "sites"):
        answer = sign_in(cast.adam).get(f"{reverse(f'people:{name}')}?{query}")
        assert answer.status_code == 200


def test_people_are_found_by_name_team_and_role(cast, sign_in):
    client = sign_in(cast.nobody)

    def found(**query):
        return [person.name for person in client.get(reverse("people:people"), query).context["page"]]

    assert found(q="amira kh") == ["Amira Khan"]
    assert found(team=cast.plant.pk) == ["Amira Khan", "Tomas Berg"]
    assert found(role="lead") == ["Amira Khan", "Wanda Ilic"]
    assert found(role="is_auditor") == ["Audrey Stone"]
    assert len(found()) == 8


def test_the_list_is_paged(cast, sign_in):
    for number in range(50):
        make_person(f"Worker{number} Test")
    client = sign_in(cast.nobody)
    first, second = (client.get(reverse("people:people"), {"page": page}).context["page"] for page in (1, 2))
    assert (len(first), len(second)) == (50, 8)


def test_a_changed_address_takes_effect_at_once(cast, sign_in):
    EmailAddress.objects.create(user=cast.tomas, email="tomas@example.org", verified=True, primary=True)
    data = {"name": "Tomas Berg", "email": "berg@example.org", "language": "de"}
    sign_in(cast.quentin).post(reverse("people:edit", args=[cast.tomas.pk]), data)
    for email, comes_in in (("tomas@example.org", False), ("berg@example.org", True)):
        client = Client()
        client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
        assert ("_auth_user_id" in client.session) is comes_in
    assert told(facts.PERSON_CHANGED, cast.tomas) == 1


@pytest.mark.parametrize("role", ["administrator", "executive"])
def test_quality_cannot_move_into_the_place_of_somebody_above(cast, sign_in, role):
    client = sign_in(cast.quentin)
    for name in ("edit", "roles", "deactivate", "invite", "invitation_link"):
        answer = client.post(reverse(f"people:{name}", args=[cast.people[role].pk]), {**NEW})
        assert answer.status_code == 404
    data = {"is_quality": "on", f"is_{role}": "on"}
    client.post(reverse("people:roles", args=[cast.quentin.pk]), data)
    cast.quentin.refresh_from_db()
    assert not getattr(cast.quentin, f"is_{role}")
    with pytest.raises(ValidationError):
        cast.quentin.give_roles({f"is_{role}": True}, by=cast.quentin)


def test_quality_makes_auditors(cast, sign_in):
    sign_in(cast.quentin).post(reverse("people:roles", args=[cast.tomas.pk]), {"is_auditor": "on"})
    cast.tomas.refresh_from_db()
    assert cast.tomas.is_auditor


def test_an_administrator_gives_and_takes_roles(cast, sign_in):
    sign_in(cast.adam).post(reverse("people:roles", args=[cast.tomas.pk]), {"is_auditor": "on"})
    cast.tomas.refresh_from_db()
    assert cast.tomas.is_auditor
    assert Fact.objects.get(name=facts.ROLES_CHANGED.name).data == {"given": ["is_auditor"], "taken": []}


def test_the_last_administrator_stays_one(cast, sign_in):
    client = sign_in(cast.adam)
    answer = client.post(reverse("people:roles", args=[cast.adam.pk]), {})
    assert "only administrator" in answer.content.decode()
    client.post(reverse("people:deactivate", args=[cast.adam.pk]))
    cast.adam.refresh_from_db()
    assert cast.adam.is_administrator
    assert cast.adam.is_active


def test_with_a_second_administrator_the_first_may_go(cast, sign_in):
    client = sign_in(cast.adam)
    client.post(
        reverse("people:roles", args=[cast.elena.pk]), {"is_administrator": "on", "is_executive": "on"}
    )
    client.post(reverse("people:deactivate", args=[cast.adam.pk]))
    cast.adam.refresh_from_db()
    assert not cast.adam.is_active


def test_who_left_is_seen_only_by_those_who_look_after_people(cast, sign_in):
    sign_in(cast.quentin).post(reverse("people:deactivate", args=[cast.tomas.pk]))
    address = reverse("people:person", args=[cast.tomas.pk])
    assert sign_in(cast.amira).get(address).status_code == 404
    assert b"Tomas" not in sign_in(cast.amira).get(reverse("people:people"), {"state": "left"}).content
    page = sign_in(cast.quentin).get(reverse("people:people"), {"state": "left"}).content.decode()
    assert "Tomas Berg" in page
    sign_in(cast.quentin).post(reverse("people:take_back", args=[cast.tomas.pk]))
    assert sign_in(cast.amira).get(address).status_code == 200
    assert (told(facts.PERSON_DEACTIVATED, cast.tomas), told(facts.PERSON_RETURNED, cast.tomas)) == (1, 1)


@pytest.mark.parametrize("role", ["lead", "member", "executive", "auditor", "nobody", "stranger"])
def test_others_change_nobody(cast, sign_in, role):
    client = sign_in(cast.people[role])
    for name in ("edit", "roles", "deactivate", "take_back", "invite", "invitation_link"):
        answer = client.post(
            reverse(f"people:{name}", args=[cast.wanda.pk]), {**NEW, "is_administrator": "on"}
        )
        assert answer.status_code == 403
    cast.wanda.refresh_from_db()
    assert (cast.wanda.name, cast.wanda.is_active, cast.wanda.is_administrator) == ("Wanda Ilic", True, False)
