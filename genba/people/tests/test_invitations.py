import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from genba.conftest import PASSWORD, make_person
from genba.people import facts
from genba.people.models import Invitation, Person
from genba.trail.models import Fact

GOOD = "a sentence nobody guesses"


@pytest.fixture
def ida(cast):
    person = Person(name="Ida Sand", email="ida@example.org")
    person.keep(by=cast.adam)
    return person


@pytest.fixture
def invite(cast, ida, sign_in, work_off):
    def by_mail(by=None):
        sign_in(by or cast.adam).post(reverse("people:invite", args=[ida.pk]))
        work_off()
        return re.search(r"http://\S+?(/people/invited/\S+)", mail.outbox[-1].body).group(1)

    return by_mail


def test_an_invitation_is_mailed_and_accepted_with_a_password(cast, ida, invite):
    address, client = invite(), Client()
    assert mail.outbox[0].to == ["ida@example.org"]
    assert "Adam Novak" in mail.outbox[0].body
    assert "Welcome, Ida" in client.get(address).content.decode()
    client.post(address, {"name": "Ida Sand-Berg", "password": GOOD})
    assert client.session["_auth_user_id"] == str(ida.pk)
    ida.refresh_from_db()
    assert ida.check_password(GOOD)
    assert ida.name == "Ida Sand-Berg"
    assert Fact.objects.get(name=facts.INVITATION_ACCEPTED.name).by_id == ida.pk


def test_an_invitation_is_accepted_without_a_password(ida, invite):
    client = Client()
    client.post(invite(), {"name": "Ida Sand", "way": "code"})
    assert client.session["_auth_user_id"] == str(ida.pk)
    ida.refresh_from_db()
    assert not ida.has_usable_password()


def test_only_a_fingerprint_of_the_link_is_kept(ida, invite):
    token = invite().rstrip("/").rsplit("/", 1)[-1]
    kept = Invitation.objects.get(person=ida)
    assert token not in str(vars(kept))
    assert len(kept.token_hash) == 64


def test_an_invitation_works_once(invite):
    address = invite()
    Client().post(address, {"name": "Ida Sand", "way": "code"})
    for method in (Client().get, Client().post):
        assert method(address).status_code == 410


def test_a_new_letter_replaces_the_old_one(invite):
    old, new = invite(), invite()
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200


def test_an_old_letter_is_refused_in_words(ida, invite):
    address = invite()
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=14, minutes=1))
    answer = Client().post(address, {"name": "Ida Sand", "password": GOOD})
    assert answer.status_code == 410
    assert "too old" in answer.content.decode()
    ida.refresh_from_db()
    assert not ida.has_usable_password()


@pytest.mark.parametrize("token", ["nothing", "x" * 3000, "%00", "<script>alert(1)</script>", "مرحبا"])
def test_a_letter_that_is_not_ours_opens_nothing(cast, token):
    answer = Client().get(f"/people/invited/{token}/")
    assert answer.status_code in {404, 410}
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(
    "password", ["", "short", "password1234", "ida@example.org", "x" * 1_000_000, "a\x00bcdefghijkl"]
)
def test_a_weak_password_is_answered_at_the_field(ida, invite, password):
    answer = Client().post(invite(), {"name": "Ida Sand", "password": password})
    assert answer.status_code == 422
    assert answer.context["form"].errors["password"]
    assert Invitation.objects.get(person=ida).is_open


def test_whose_access_is_closed_cannot_accept(cast, ida, invite):
    address = invite()
    ida.deactivate(by=cast.adam)
    assert Client().post(address, {"name": "Ida", "way": "code"}).status_code == 410


def test_who_was_here_is_not_invited_again(cast, sign_in):
    Client().post(reverse("account_login"), {"login": "tomas@example.org", "password": PASSWORD})
    client = sign_in(cast.adam)
    for name in ("invite", "invitation_link"):
        page = client.post(reverse(f"people:{name}", args=[cast.tomas.pk]), follow=True).content.decode()
        assert "needs no invitation" in page
    assert not Invitation.objects.exists()


def test_a_link_to_hand_over_is_shown_once(cast, ida, sign_in):
    client = sign_in(cast.quentin)
    answer = client.post(reverse("people:invitation_link", args=[ida.pk]))
    address = re.search(r"/people/invited/[\w-]+/", answer.content.decode()).group(0)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "/people/invited/" not in client.get(reverse("people:person", args=[ida.pk])).content.decode()
    assert Client().get(address).status_code == 200
    assert mail.outbox == []


def test_adding_somebody_can_invite_them_at_once(cast, sign_in, work_off):
    data = {"name": "Ole Ruud", "email": "ole@example.org", "role": "member", "invite": "on"}
    sign_in(cast.quentin).post(reverse("people:add"), data)
    work_off()
    assert mail.outbox[0].to == ["ole@example.org"]


def test_the_name_in_a_letter_cannot_break_its_head(cast, sign_in, work_off):
    cast.organisation.name = "Riverside\r\nBcc: all@example.org"
    cast.organisation.save()
    person = make_person("New One")
    sign_in(cast.adam).post(reverse("people:invite", args=[person.pk]))
    work_off()
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].bcc == []
