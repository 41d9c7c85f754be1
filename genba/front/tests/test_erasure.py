import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from genba.conftest import PASSWORD, make_person
from genba.improve.talking import comment
from genba.listen.identifying import marks_in
from genba.people import erased_list, facts
from genba.people.erasure import erase_again
from genba.people.inviting import invite
from genba.people.models import ApiToken, BrowserSession, Invitation, Membership, Person, SignInLink
from genba.people.sessions import SessionStore
from genba.people.tests.test_import_people import bring
from genba.sources.models import Arrival, Import
from genba.trail.models import Fact
from genba.trail.seals.checkpoints import sign_checkpoint
from genba.trail.seals.sealer import seal_everything
from genba.trail.verifying.run import Wanted, verify_trail


@pytest.fixture(autouse=True)
def own_list(tmp_path, settings):
    settings.GENBA_DATA = tmp_path


def erase(client, person, **typed):
    return client.post(reverse("people:erasure", args=[person.pk]), {"name": person.name, **typed})


def test_quality_erases_a_person_and_nothing_tells_who_it_was(cast, sign_in):
    invite(cast.tomas, by=cast.adam)
    ApiToken.issue(cast.tomas, name="scanner")
    SignInLink.issue(cast.tomas)
    EmailAddress.objects.create(user=cast.tomas, email=cast.tomas.email)
    Authenticator.objects.create(user=cast.tomas, type="totp", data={})
    answer = erase(sign_in(cast.quentin), cast.tomas)
    assert answer.url == reverse("people:person", args=[cast.tomas.pk])
    gone = Person.objects.get(pk=cast.tomas.pk)
    assert str(gone) == "Somebody who has left"
    assert gone.email.endswith("@erased.invalid")
    for model in (Membership, ApiToken, Invitation, SignInLink):
        assert not model.objects.filter(person=gone).exists()
    assert not Authenticator.objects.filter(user=gone).exists()
    assert not EmailAddress.objects.filter(user=gone).exists()


def test_the_erasure_is_a_fact_without_a_name(cast, sign_in):
    before = list(Fact.objects.order_by("pk").values())
    erase(sign_in(cast.adam), cast.tomas)
    told = list(Fact.objects.order_by("pk").values())
    assert told[: len(before)] == before
    last = told[-1]
    assert last["name"] == facts.PERSON_ERASED.name
    assert (last["by_id"], last["subject_id"]) == (cast.adam.pk, str(cast.tomas.pk))
    assert last["data"] == {"printed_names_stay": False}


def kept_in_browsers():
    kept = BrowserSession.objects.values_list("session_data", flat=True)
    return str([SessionStore().decode(data) for data in kept])


def test_the_trail_verifies_before_and_after(cast, sign_in):
    sign_in(cast.tomas).post(
        reverse("improve:new_card"), {"board": cast.board.pk, "title": "Loose bolts", "kind": "idea"}
    )
    seal_everything()
    sign_checkpoint()
    assert verify_trail(Wanted()).is_good
    erase(sign_in(cast.quentin), cast.tomas)
    seal_everything()
    sign_checkpoint()
    report = verify_trail(Wanted())
    assert report.is_good
    assert report.facts == Fact.objects.count() > 1


def test_who_was_erased_is_signed_out_and_cannot_sign_in(cast, sign_in, client):
    theirs = sign_in(cast.tomas)
    assert theirs.get("/").status_code == 200
    asked = Client()
    asked.post(reverse("account_request_login_code"), {"email": cast.tomas.email})
    assert any(
        "tomas" in str(SessionStore().decode(one.session_data)) for one in BrowserSession.objects.all()
    )
    erase(sign_in(cast.quentin), cast.tomas)
    assert "/account/login/" in theirs.get("/settings/").url
    assert all(
        "tomas" not in str(SessionStore().decode(one.session_data)) for one in BrowserSession.objects.all()
    )
    client.post(reverse("account_login"), {"login": "tomas@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_what_they_wrote_stays_as_of_somebody_who_has_left(cast, sign_in):
    client = sign_in(cast.tomas)
    client.post(reverse("improve:new_card"), {"board": cast.board.pk, "title": "Loose bolts", "kind": "idea"})
    card = cast.board.cards.get()
    comment(card, text="Look at the torque wrench.", by=cast.tomas)
    erase(sign_in(cast.quentin), cast.tomas)
    page = sign_in(cast.amira).get(reverse("improve:card", args=[card.pk])).content.decode()
    assert "Look at the torque wrench." in page
    assert "Somebody who has left" in page
    assert "Tomas" not in page
    history = sign_in(cast.amira).get(reverse("front:history", args=["improve.card", card.pk]))
    assert "Somebody who has left" in history.content.decode()


def test_the_name_on_their_reports_goes_and_the_report_stays(cast, sign_in):
    sign_in(cast.tomas).post(reverse("listen:report"), {"text": "The roll jams.", "as_me": "on"})
    report = cast.tomas.reports.get()
    report.reporter_name = "Tomas Berg"
    report.save()
    erase(sign_in(cast.quentin), cast.tomas)
    report.refresh_from_db()
    assert (report.text, report.reporter_name) == ("The roll jams.", "")


def test_the_staff_list_they_came_with_forgets_them(cast, sign_in):
    brought = bring(cast, "Name;E-Mail\nAda Lang;ada@example.org\nCy;ada@example.org is no address\n")
    ada = Person.objects.get(email="ada@example.org")
    assert brought.path.exists()
    assert "ada@example.org" in str(brought.reasons)
    erase(sign_in(cast.quentin), ada)
    assert not brought.path.exists()
    assert "ada@" not in str([*Arrival.objects.values_list("external_id"), *Import.objects.values()])
    assert Arrival.objects.get().subject_id == ada.pk


def test_what_a_failed_job_has_quoted_goes(cast, sign_in):
    DBTaskResult.objects.create(
        task_path="x",
        args_kwargs={},
        traceback="SMTPRecipientsRefused: tomas@example.org",
        exception_class_path="",
    )
    erase(sign_in(cast.quentin), cast.tomas)
    assert DBTaskResult.objects.get(task_path="x").traceback == ""


def test_the_same_address_can_come_again_as_somebody_new(cast, sign_in):
    client = sign_in(cast.quentin)
    erase(client, cast.tomas)
    new = {"name": "Tomas Berg", "email": "tomas@example.org", "language": "", "role": "member"}
    client.post(reverse("people:add"), new)
    assert Person.objects.get(email="tomas@example.org").pk != cast.tomas.pk


def test_other_people_stay_signed_in_and_as_they_are(cast, sign_in):
    amira = sign_in(cast.amira)
    before = Person.objects.filter(pk=cast.amira.pk).values().get()
    erase(sign_in(cast.quentin), cast.tomas)
    assert amira.get("/settings/").status_code == 200
    assert Person.objects.filter(pk=cast.amira.pk).values().get() == before
    assert Membership.objects.filter(person=cast.amira).exists()


def test_words_that_say_somebody_has_left_are_no_name_to_be_marked(cast, sign_in):
    erase(sign_in(cast.quentin), cast.tomas)
    said = "Somebody Who Has Left, and Amira."
    assert [said[mark.start : mark.end] for mark in marks_in(said)] == ["Amira"]


def test_the_page_says_before_what_goes_and_what_stays(cast, sign_in):
    ApiToken.issue(cast.tomas, name="scanner")
    page = sign_in(cast.quentin).get(reverse("people:erasure", args=[cast.tomas.pk])).content.decode()
    assert "API tokens: <bdi>1</bdi>" in page
    assert "Somebody who has left" in page
    assert "the trail still verifies" in page


def test_another_name_erases_nobody(cast, sign_in):
    answer = erase(sign_in(cast.quentin), cast.tomas, name="Tomas Bergh")
    assert answer.status_code == 422
    assert "This is not the name above." in answer.content.decode()
    assert Person.objects.filter(name="Tomas Berg").exists()


def test_sending_it_twice_erases_once(cast, sign_in):
    client = sign_in(cast.quentin)
    erase(client, cast.tomas)
    assert erase(client, cast.tomas).status_code == 404
    assert Fact.objects.filter(name=facts.PERSON_ERASED.name).count() == 1


@pytest.mark.parametrize(
    ("who", "why"), [("adam", "the only administrator"), ("quentin", "the only one who looks after quality")]
)
def test_the_last_of_a_kind_stays(cast, sign_in, who, why):
    client, person = sign_in(cast.adam), getattr(cast, who)
    assert why in client.get(reverse("people:erasure", args=[person.pk])).content.decode()
    answer = erase(client, person)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert Person.objects.get(pk=person.pk).erased_on is None


def test_nobody_erases_themselves(cast, sign_in):
    make_person("Boss Grey", is_administrator=True)
    answer = erase(sign_in(cast.adam), cast.adam)
    assert "Nobody erases themselves" in answer.content.decode()
    assert Person.objects.get(pk=cast.adam.pk).is_active


def test_quality_does_not_erase_administrators(cast, sign_in):
    make_person("Boss Grey", is_administrator=True)
    assert erase(sign_in(cast.quentin), cast.adam).status_code == 404


def test_an_erased_person_is_in_no_list_and_cannot_be_taken_back(cast, sign_in):
    client = sign_in(cast.adam)
    erase(client, cast.tomas)
    left = client.get(reverse("people:people") + "?state=left").content.decode()
    assert "Somebody who has left" not in left
    assert client.post(reverse("people:take_back", args=[cast.tomas.pk])).status_code == 404
    page = client.get(reverse("people:person", args=[cast.tomas.pk])).content.decode()
    assert "The details of this person are erased" in page
    assert "Edit" not in page


def test_a_restored_backup_brings_nobody_back(cast, sign_in, django_capture_on_commit_callbacks):
    before = Person.objects.filter(pk=cast.tomas.pk).values().get()
    with django_capture_on_commit_callbacks(execute=True):
        erase(sign_in(cast.quentin), cast.tomas)
    Person.objects.filter(pk=cast.tomas.pk).update(**before)
    assert erase_again() == 1
    assert str(Person.objects.get(pk=cast.tomas.pk)) == "Somebody who has left"
    assert erase_again() == 0
    assert "tomas" not in erased_list.list_path().read_text().lower()


def test_somebody_else_who_gets_the_same_number_is_not_erased(
    cast, sign_in, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        erase(sign_in(cast.quentin), cast.tomas)
    Person.objects.filter(pk=cast.tomas.pk).update(erased_on=None, name="Ida Sand", joined_on="2031-01-01")
    assert erase_again() == 0
    assert str(Person.objects.get(pk=cast.tomas.pk)) == "Ida Sand"


def test_a_list_that_was_lost_is_written_again(cast, sign_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erase(sign_in(cast.quentin), cast.tomas)
    written = erased_list.list_path().read_text()
    erased_list.list_path().unlink()
    erase_again()
    assert erased_list.list_path().read_text() == written
