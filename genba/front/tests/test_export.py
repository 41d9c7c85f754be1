import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse

from genba.improve.models import Card
from genba.improve.talking import comment
from genba.listen.admission import Copy, admit
from genba.listen.models import Note, Original
from genba.listen.triage import answer
from genba.people import facts, held
from genba.people.models import ApiToken, Person
from genba.people.ties import all_ties, unnamed_ties
from genba.trail.files import keep_file
from genba.trail.models import Fact

SECRETS = {"token_hash", "password", "data", "secret"}


def opened(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def everything(response):
    return json.loads(opened(response).read("everything.json"))


def rows(found, kind):
    return next(one["rows"] for one in found["records"] if one["kind"] == kind)


@pytest.fixture
def card(cast):
    return cast.board.cards.create(column=cast.board.columns.first(), title="Loose bolts", owner=cast.tomas)


def test_people_take_out_everything_about_themselves(cast, sign_in, card):
    comment(card, text="Look at the torque wrench.", by=cast.tomas)
    found = everything(sign_in(cast.tomas).post(reverse("people:export_own")))
    assert found["person"]["email"] == "tomas@example.org"
    assert rows(found, "improve.comment.by")[0]["text"] == "Look at the torque wrench."
    assert rows(found, "improve.card.owner")[0]["id"] == card.pk
    assert rows(found, "people.membership.person")[0]["team"] == cast.line.pk
    assert {"improve.comment_written"} <= {fact["name"] for fact in found["facts"]}


def test_it_can_be_read_and_holds_the_files_they_added(cast, sign_in, card):
    keep_file(card, SimpleUploadedFile("torque.txt", b"12 Nm"), by=cast.tomas)
    parcel = opened(sign_in(cast.tomas).post(reverse("people:export_own")))
    page = parcel.read("everything.html").decode()
    assert "tomas@example.org" in page
    assert "torque.txt" in page
    assert [parcel.read(name) for name in parcel.namelist() if name.startswith("files/")] == [b"12 Nm"]


def test_who_looks_after_people_hands_it_over_and_the_trail_tells(cast, sign_in):
    form = {"idempotency_key": "as-a-browser-sends-it"}
    found = everything(sign_in(cast.adam).post(reverse("people:export", args=[cast.tomas.pk]), form))
    assert found["person"]["name"] == "Tomas Berg"
    told = Fact.objects.about(cast.tomas).get(name=facts.PERSON_EXPORTED.name)
    assert told.by_id == cast.adam.pk


@pytest.mark.parametrize("who", ["amira", "tomas", "audrey", "nobody"])
def test_nobody_else_takes_out_what_is_held_about_others(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    assert client.post(reverse("people:export", args=[cast.wanda.pk])).status_code == 403


def test_nothing_that_came_without_a_name_is_in_it(cast, sign_in, client):
    client.post("/report/", {"text": "The foreman drinks.", "idempotency_key": "a" * 32})
    original = Original.objects.get()
    before = opened(sign_in(cast.quentin).post(reverse("people:export_own"))).read("everything.json").decode()
    report = admit(original, Copy("Somebody drinks at the press."))
    answer(report, words="We look into the drinking.", by=cast.quentin)
    Note.objects.create(report=report, by=cast.quentin, text="Is it the foreman who is drinking?")
    comment(Card.objects.create(**cards_place(cast)), text="Water bottles for all.", by=cast.quentin)
    after = opened(sign_in(cast.quentin).post(reverse("people:export_own"))).read("everything.json").decode()
    assert "Water bottles" in after
    assert "drink" not in before + after
    assert "foreman" not in before + after


def cards_place(cast):
    return {"board": cast.board, "column": cast.board.columns.first(), "title": "A drinking fountain"}


def test_no_secret_is_in_it(cast, sign_in):
    _token, secret = ApiToken.issue(cast.tomas, name="scanner")
    taken = opened(sign_in(cast.tomas).post(reverse("people:export_own"))).read("everything.json").decode()
    assert "scanner" in taken
    assert secret not in taken
    assert cast.tomas.password not in taken
    assert [tie.key for tie in all_ties() if SECRETS & set(tie.exported)] == []


def test_every_column_that_points_at_people_is_named():
    """A new model with a key to Person is named with register_tie, which says what an export holds of it."""
    assert unnamed_ties() == []


def test_every_column_that_holds_a_persons_number_is_known():
    endings = ("by_id", "_by", "signer_id", "person_id", "reporter_id", "owner_id")
    numbers = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.IntegerField) and not field.is_relation and field.name.endswith(endings)
    }
    assert numbers == set(held.NUMBERS)


def test_every_column_of_a_person_is_held_or_left_out_for_a_reason():
    assert {field.name for field in Person._meta.concrete_fields} == {*held.OWN, *held.NOT_OWN}


def test_exported_columns_exist():
    missing = [
        f"{tie.key}: {name}"
        for tie in all_ties()
        for name in (*tie.exported, *tie.emptied)
        if name not in {field.name for field in tie.model._meta.concrete_fields}
    ]
    assert missing == []
