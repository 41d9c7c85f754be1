import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from genba.people import facts
from genba.people.models import Organisation, Person, Site, Team
from genba.trail.models import Fact

pytestmark = pytest.mark.django_db

YOU = {"name": "Amira Khan", "email": "Amira@example.org", "password": "a long enough password"}
SIGNED = {"words": "We learn.", "when": "now", "signer": "Elena Voss", "signer_role": "Head", "mine": "on"}
LATER = {
    "words": "We learn.",
    "when": "later",
    "chief_name": "Elena Voss",
    "chief_email": "elena@example.org",
}


def walk(client, **more):
    """The first three steps, as typed on a phone without JavaScript."""
    client.post(reverse("front:welcome"), {"organisation": "Riverside", "language": "en"} | more)
    client.post(reverse("front:welcome_sites"), {"sites": "Works, Lyon\nClinic"})
    client.post(reverse("front:welcome_teams"), {"teams_0": "Plant\n  Line 4\nOffice", "teams_1": "- Ward 2"})
    return client


def finish(client, **data):
    return client.post(reverse("front:welcome_start"), YOU | data)


def test_the_wizard_offers_each_language_that_has_words_under_its_own_name():
    page = Client().get(reverse("front:welcome")).content.decode()
    offered = re.findall(r'<option value="\w+"[^>]*>([^<]+)', page)
    assert offered == ["English", "Deutsch", "Español", "Français", "Türkçe", "العربيّة"]


def test_an_instance_without_an_organisation_shows_the_wizard():
    for address in ("/", "/people/", "/account/login/"):
        assert Client().get(address).url == reverse("front:welcome")


def test_four_steps_make_an_organisation():
    client = walk(Client())
    assert finish(client, **SIGNED).url == "/"
    amira = Person.objects.get()
    assert client.session["_auth_user_id"] == str(amira.pk)
    assert amira.is_administrator
    assert (amira.email, amira.language, amira.is_executive) == ("amira@example.org", "en", False)
    assert amira.check_password(YOU["password"])
    assert [(site.name, site.town) for site in Site.objects.all()] == [("Clinic", ""), ("Works", "Lyon")]
    tree = {team.name: team.parent and team.parent.name for team in Team.objects.select_related("parent")}
    assert tree == {"Plant": None, "Line 4": "Plant", "Office": None, "Ward 2": None}


def test_the_promise_is_signed_with_todays_date():
    finish(walk(Client()), **SIGNED)
    said = Organisation.objects.get()
    assert (said.promise, said.promise_by, said.promise_role) == ("We learn.", "Elena Voss", "Head")
    assert said.promise_on == timezone.localdate()
    assert Fact.objects.filter(name=facts.PROMISE_SIGNED.name).count() == 1


def test_a_chief_executive_who_sets_it_up_is_top_management_too():
    finish(walk(Client()), **SIGNED | {"signer": "amira khan"})
    assert Person.objects.get().is_executive


def test_the_chief_executive_may_be_asked_later(work_off):
    finish(walk(Client()), **LATER)
    elena = Person.objects.get(email="elena@example.org")
    assert elena.is_executive
    assert not Organisation.objects.get().promise_is_signed
    work_off()
    letter = next(message for message in mail.outbox if message.to == ["elena@example.org"])
    assert "make it your own" in letter.body
    address = re.search(r"http://\S+?(/people/invited/\S+)", letter.body).group(1)
    assert Client().get(address).status_code == 200


def test_without_an_address_nobody_is_asked_and_nothing_breaks():
    finish(walk(Client()), **LATER | {"chief_email": ""})
    assert Person.objects.count() == 1


def test_every_team_gets_a_board(work_off):
    finish(walk(Client()), **SIGNED)
    work_off()
    assert [team.boards.count() for team in Team.objects.all()] == [1, 1, 1, 1]


def test_the_wizard_is_closed_for_good():
    finish(walk(Client()), **SIGNED)
    for name in ("welcome", "welcome_sites", "welcome_teams", "welcome_start"):
        for method in (Client().get, Client().post):
            assert method(reverse(f"front:{name}")).url == "/"
    assert Organisation.objects.count() == 1


def test_of_two_who_finish_at_once_the_second_goes_home():
    first, second = walk(Client()), walk(Client(), organisation="Hillside")
    finish(first, **SIGNED)
    assert finish(second, **SIGNED).url == "/"
    assert Organisation.objects.get().name == "Riverside"
    assert Person.objects.count() == 1


def test_no_step_can_be_jumped_over():
    client = Client()
    for name, sent_to in (("start", "teams"), ("teams", "sites")):
        assert client.get(reverse(f"front:welcome_{name}")).url == reverse(f"front:welcome_{sent_to}")
    assert client.get(reverse("front:welcome_sites")).url == reverse("front:welcome")


def test_what_was_typed_is_there_when_one_goes_back():
    client = walk(Client())
    assert "Riverside" in client.get(reverse("front:welcome")).content.decode()
    assert "Works, Lyon" in client.get(reverse("front:welcome_sites")).content.decode()
    assert "  Line 4" in client.get(reverse("front:welcome_teams")).content.decode()


def test_the_next_steps_speak_the_chosen_language():
    client = walk(Client(), language="ar")
    assert 'dir="rtl"' in client.get(reverse("front:welcome_start")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "amira@example.org"}, "password"),
        ({"email": "not an address"}, "email"),
        ({"name": ""}, "name"),
        ({"words": ""}, "words"),
        ({"mine": ""}, "mine"),
        ({"signer": ""}, "signer"),
        ({"when": "never"}, "when"),
        ({"words": "x" * 1_000_000}, "words"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_wrong_answers_are_put_right_at_the_field(wrong, field):
    client = walk(Client())
    answer = client.post(reverse("front:welcome_start"), YOU | SIGNED | wrong)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 1_000_000, "a\x00b", "One\none", "\n".join("ab" * 300)])
def test_sites_that_cannot_be_are_answered_in_words(text):
    client = Client()
    client.post(reverse("front:welcome"), {"organisation": "Riverside", "language": "en"})
    assert client.post(reverse("front:welcome_sites"), {"sites": text}).status_code == 422


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "مصنع الرياض", "🏭 Works"])
def test_strange_names_are_only_names(text):
    client = Client()
    client.post(reverse("front:welcome"), {"organisation": text, "language": "en"})
    client.post(reverse("front:welcome_sites"), {"sites": text})
    page = client.get(reverse("front:welcome_teams")).content.decode()
    assert "<script>alert" not in page
    client.post(reverse("front:welcome_teams"), {"teams_0": text})
    finish(client, **SIGNED)
    assert (Organisation.objects.get().name, Site.objects.get().name) == (text, text)


def test_with_a_set_up_key_only_its_holder_gets_in(settings):
    settings.GENBA_SETUP_KEY = "let-me-in"
    client = Client()
    refused = client.get(reverse("front:welcome"))
    assert refused.status_code == 403
    assert "waiting for its owner" in refused.content.decode()
    assert "not the key" in client.get(reverse("front:welcome"), {"key": "wrong"}).content.decode()
    assert finish(client, **SIGNED).status_code == 403
    assert client.get(reverse("front:welcome"), {"key": "let-me-in"}).url == reverse("front:welcome")
    assert client.get(reverse("front:welcome")).status_code == 200
    assert not Organisation.objects.exists()
