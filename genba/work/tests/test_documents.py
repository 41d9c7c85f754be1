"""Controlled documents through the doors: versions, approval by signature, where used, paper, review."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from genba.analysis.months import months_later
from genba.conftest import PASSWORD
from genba.people.models import Membership, Person
from genba.trail.models import Fact, Signature
from genba.work.documents.keeping import ask_for_approval, bring_version, open_document, put_in_force
from genba.work.documents.watching import look_for_document_reviews
from genba.work.models import Document, DocumentVersion, PrintedCopy
from genba.work.tests.factory import make_procedure, make_process

Notification = apps.get_model("front", "Notification")  # the room above: its floor is not ours to import

PDF = b"%PDF-1.4 revision A\n%%EOF"
KIND = "work.documentversion"


def upload(content=PDF, name="drawing.pdf"):
    return SimpleUploadedFile(name, content)


def make_document(cast, code="D-12", **more):
    words = {"title": "Housing, machined", "kind": "drawing", "teams": [cast.line], **more}
    return open_document(by=cast.amira, code=code, **words)


def in_force(cast, revision="A", document=None, **more):
    document = document or make_document(cast, **more)
    words = {"reason": "The bore grows."} if document.versions.exists() else {}
    file = None if document.is_external else upload()
    version = bring_version(document, by=cast.amira, revision=revision, file=file, **words)
    ask_for_approval(version, by=cast.amira)
    put_in_force(version, by=cast.quentin)
    document.refresh_from_db()
    return document


def page(client, document):
    return client.get(reverse("work:document", args=[document.pk])).content.decode()


def post(client, name, *args, **words):
    return client.post(reverse(f"work:{name}", args=args), words)


def sign(client, person, version):
    door = reverse("front:sign", args=[KIND, version.pk])
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', client.get(door).content.decode())[1]
    typed = {"seen": seen, "meaning": "approved", "address": person.email, "password": PASSWORD}
    return client.post(door, typed)


def test_a_lead_adds_a_document_and_everybody_finds_it(cast, sign_in):
    asked = {"code": "D-7", "title": "Impeller", "kind": "drawing", "review_months": "12"}
    made = sign_in(cast.amira).post(reverse("work:new_document"), asked | {"teams": [cast.line.pk]})
    document = Document.objects.get()
    assert made.url == reverse("work:document", args=[document.pk])
    assert made.url in sign_in(cast.nobody).get("/search/?q=impeller").content.decode()
    assert "D-7" in page(sign_in(cast.nobody), document)


def test_a_member_begins_no_document(cast, sign_in):
    assert sign_in(cast.tomas).get(reverse("work:new_document")).status_code == 403


def test_a_taken_number_is_said_at_its_field_and_nothing_typed_is_lost(cast, sign_in):
    make_document(cast)
    asked = {"code": "D-12", "title": "Another title", "kind": "form", "review_months": "12"}
    answer = sign_in(cast.quentin).post(reverse("work:new_document"), asked)
    assert answer.status_code == 422
    assert "This number is taken." in answer.content.decode()
    assert "Another title" in answer.content.decode()


def test_a_file_is_brought_approved_by_signature_and_counts_at_once(cast, sign_in):
    document = make_document(cast)
    lead, quality = sign_in(cast.amira), sign_in(cast.quentin)
    lead.post(
        reverse("work:bring_document_version", args=[document.pk]),
        {"revision": "A", "file": upload(), "changed": "First issue"},
    )
    post(lead, "ask_document_approval", document.pk, 1)
    answer = sign(quality, cast.quentin, document.under_way)
    signature = Signature.objects.get()
    assert answer.url == reverse("front:signature", args=[signature.pk])
    assert document.in_force.revision == "A"
    assert hashlib.sha256(PDF).hexdigest() in bytes(signature.words.content).decode()
    assert Fact.objects.filter(name="work.document_in_force", by_id=cast.quentin.pk).exists()
    assert "Quentin Lee" in page(sign_in(cast.tomas), document)


def test_who_brought_a_version_does_not_approve_it(cast, sign_in):
    document = make_document(cast)
    version = bring_version(document, by=cast.amira, revision="A", file=upload())
    ask_for_approval(version, by=cast.amira)
    door = reverse("front:sign", args=[KIND, version.pk])
    assert sign_in(cast.amira).get(door).status_code == 403
    assert sign_in(cast.tomas).get(door).status_code == 403
    assert sign_in(cast.quentin).get(door).status_code == 200


def test_a_draft_cannot_be_signed(cast, sign_in):
    version = bring_version(make_document(cast), by=cast.amira, revision="A", file=upload())
    assert sign_in(cast.quentin).get(reverse("front:sign", args=[KIND, version.pk])).status_code == 404


def test_an_old_version_stays_to_be_read_with_a_clear_mark(cast, sign_in):
    document = in_force(cast, "B", document=in_force(cast))
    old = document.versions.get(number=1)
    assert (old.state, document.in_force.revision) == ("replaced", "B")
    client = sign_in(cast.tomas)
    got = client.get(reverse("front:file", args=[old.file_key]))
    assert b"".join(got.streaming_content) == PDF
    assert "Replaced" in page(client, document)
    assert "old-file" in page(client, document)


@pytest.mark.parametrize(
    ("form", "list_"),
    [
        ("new_document", "documents"),
        ("new_equipment", "equipment_list"),
        ("new_skill", "skills"),
        ("new_repository", "repositories"),
    ],
)
def test_the_form_of_something_new_leads_back_to_its_list(cast, sign_in, form, list_):
    page = sign_in(cast.quentin).get(reverse(f"work:{form}")).content.decode()
    assert f'<p class="eyebrow"><a href="{reverse(f"work:{list_}")}">' in page


def test_a_change_needs_a_reason_and_a_new_revision(cast, sign_in):
    document, client = in_force(cast), sign_in(cast.amira)
    door = reverse("work:bring_document_version", args=[document.pk])
    without = client.post(door, {"revision": "B", "file": upload(), "changed": "Bore 24 H7"})
    assert without.status_code == 422
    assert "Say in one sentence why it changes." in without.content.decode()
    assert "Bore 24 H7" in without.content.decode()
    again = client.post(door, {"revision": "A", "file": upload(), "reason": "x"})
    assert "has had a version with this revision" in again.content.decode()
    assert document.versions.count() == 1


def test_a_hostile_file_is_refused_with_a_sentence(cast, sign_in):
    document = make_document(cast)
    wrong = upload(b"<svg onload=alert(1)>", "drawing.svg")
    door = reverse("work:bring_document_version", args=[document.pk])
    answer = sign_in(cast.amira).post(door, {"revision": "A", "file": wrong})
    assert answer.status_code == 422
    assert "not kept" in answer.content.decode()
    assert not document.versions.exists()


def test_the_database_holds_that_one_version_counts(cast):
    document = in_force(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentVersion.objects.create(
            document=document, number=9, revision="Z", title="x", state=DocumentVersion.State.IN_FORCE
        )


def test_where_it_is_used_stands_on_both_sides(cast, sign_in):
    process = make_process(cast)
    procedure, document = make_procedure(cast, process=process), in_force(cast)
    client = sign_in(cast.amira)
    post(client, "add_document_use", document.pk, target=f"procedure:{procedure.pk}", step="3.1")
    post(client, "add_document_use", document.pk, target=f"process:{process.pk}")
    assert "Drive four screws" in page(client, document)
    for name, key in (("procedure", procedure.pk), ("process", process.pk)):
        assert "Housing, machined" in client.get(reverse(f"work:{name}", args=[key])).content.decode()
    post(client, "drop_document_use", document.pk, document.uses.first().pk)
    assert "Drive four screws" not in page(client, document)


def test_a_step_that_does_not_exist_is_said_so(cast, sign_in):
    procedure, document = make_procedure(cast), in_force(cast)
    answer = post(
        sign_in(cast.amira), "add_document_use", document.pk, target=f"procedure:{procedure.pk}", step="99"
    )
    assert answer.status_code == 422
    assert "no step with this number" in answer.content.decode()
    wrong = post(sign_in(cast.amira), "add_document_use", document.pk, target="procedure:999999")
    assert wrong.status_code == 422


def test_a_copy_on_paper_is_called_back_when_a_new_version_counts(cast, sign_in, work_off):
    document = in_force(cast)
    post(sign_in(cast.amira), "give_document_copy", document.pk, where="Station 7", keeper="Tomas Berg")
    in_force(cast, "B", document=document)
    work_off()
    copy = PrintedCopy.objects.get()
    assert copy.called_back_on == timezone.localdate()
    assert Notification.objects.filter(person=cast.tomas, code="copy_back").exists()
    client = sign_in(cast.tomas)
    assert "call back" in page(client, document)
    post(client, "take_document_copy_in", document.pk, copy.pk)
    copy.refresh_from_db()
    assert copy.taken_in_on == timezone.localdate()


def test_those_who_get_it_hear_of_the_new_version(cast, work_off):
    Membership.objects.create(person=cast.nobody, team=cast.line)
    in_force(cast, teams=[cast.plant])  # Line 4 is a part of it
    work_off()
    told = set(Notification.objects.filter(code="document_new").values_list("person", flat=True))
    assert told == {cast.amira.pk, cast.tomas.pk, cast.nobody.pk}


def test_quality_hears_that_a_version_waits(cast, work_off):
    ask_for_approval(
        bring_version(make_document(cast), by=cast.amira, revision="A", file=upload()), by=cast.amira
    )
    work_off()
    told = Notification.objects.filter(code="document_waits").values_list("person", flat=True)
    assert list(told) == [cast.quentin.pk]


def test_the_owner_is_asked_once_whether_it_is_still_right(cast, sign_in, work_off):
    document = in_force(cast)
    assert document.review_on == months_later(timezone.localdate(), 24)
    Document.objects.update(review_on=timezone.localdate())
    assert [look_for_document_reviews.call(), look_for_document_reviews.call()] == [1, 0]
    work_off()
    assert Notification.objects.filter(person=cast.amira, code="document_due").count() == 1
    client = sign_in(cast.amira)
    shown = page(client, document)
    assert "Is this still right?" in shown
    assert "The next look was due on <time" in shown
    assert ">today</time>." not in shown
    post(client, "document_still_right", document.pk)
    document.refresh_from_db()
    assert not document.is_due
    Document.objects.update(review_on=timezone.localdate() - timedelta(1))
    assert look_for_document_reviews.call() == 1


def test_a_retired_document_says_why_and_is_found_among_the_retired(cast, sign_in):
    document, client = in_force(cast), sign_in(cast.amira)
    assert post(client, "retire_document", document.pk, why="").status_code == 422
    post(client, "retire_document", document.pk, why="The pump is not made any more")
    assert "The pump is not made any more" in page(client, document)
    everywhere = client.get(reverse("work:documents")).content.decode()
    retired = client.get(reverse("work:documents") + "?state=retired").content.decode()
    assert ("Housing, machined" in everywhere, "Housing, machined" in retired) == (False, True)
    post(client, "return_document", document.pk)
    assert "Housing, machined" in client.get(reverse("work:documents")).content.decode()


def test_a_newer_edition_of_a_standard_is_told_and_offers_a_card(cast, sign_in, work_off):
    standard = make_document(cast, "ISO 2768", kind="external", kept_where="Cupboard 3", publisher="ISO")
    in_force(cast, "1989", document=standard)
    Person.objects.filter(pk=cast.amira.pk).update(is_active=True)
    post(sign_in(cast.quentin), "note_document_edition", standard.pk, edition="2027")
    work_off()
    assert Notification.objects.filter(person=cast.amira, code="document_edition").exists()
    shown = page(sign_in(cast.amira), standard)
    assert "The edition 2027 is out" in shown
    link = re.search(r'href="(/cards/new/\?title=[^"]+)"', shown)[1].replace("&amp;", "&")
    card = sign_in(cast.amira).get(link).content.decode()
    assert "edition 2027, change for us?" in card
    in_force(cast, "2027", document=standard)
    assert "is out" not in page(sign_in(cast.amira), standard).split("Copies on paper")[0]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("lead", True),
        ("quality", True),
        ("member", False),
        ("other_lead", False),
        ("executive", False),
        ("auditor", False),
        ("administrator", False),
        ("nobody", False),
    ],
)
def test_who_may_change_a_document(cast, sign_in, role, may):
    document = in_force(cast)
    client = sign_in(cast.people[role])
    assert "Housing, machined" in page(client, document)
    answers = [
        post(client, "document_still_right", document.pk).status_code,
        client.get(reverse("work:edit_document", args=[document.pk])).status_code,
        post(client, "retire_document", document.pk, why="x").status_code,
    ]
    assert answers == ([302, 200, 302] if may else [404, 404, 404])


def test_a_list_is_asked_for_by_its_address_and_comes_as_csv(cast, sign_in):
    in_force(cast)
    in_force(cast, code="F-1", title="=Order form", kind="form")
    client = sign_in(cast.tomas)
    shown = client.get(reverse("work:documents") + f"?kind=form&team={cast.line.pk}").content.decode()
    assert ("Order form" in shown, "Housing, machined" in shown) == (True, False)
    table = b"".join(client.get(reverse("work:documents_csv") + "?kind=form")).decode()
    assert "F-1,'=Order form,Form,A," in table
    assert "D-12" not in table


def test_filters_that_mean_nothing_break_nothing(cast, sign_in):
    make_document(cast)
    wrong = "?kind=%00&team=-1&state=x&process=abc&owner=99999999999999999999&page=z&q=%27%22"
    assert sign_in(cast.tomas).get(reverse("work:documents") + wrong).status_code == 200


@pytest.mark.parametrize("state", ["draft", "approval", "in_force", "replaced", "withdrawn"])
@pytest.mark.parametrize("verb", ["ask_document_approval", "give_document_back", "withdraw_document_version"])
def test_every_verb_in_every_state_leads_only_where_it_may(cast, sign_in, state, verb):
    version = bring_version(make_document(cast), by=cast.amira, revision="A", file=upload())
    DocumentVersion.objects.update(state=state)
    post(sign_in(cast.quentin), verb, version.document_id, 1)
    version.refresh_from_db()
    moves = {
        ("ask_document_approval", "draft"): "approval",
        ("give_document_back", "approval"): "draft",
        ("withdraw_document_version", "draft"): "withdrawn",
        ("withdraw_document_version", "approval"): "withdrawn",
    }
    assert version.state == moves.get((verb, state), state)
