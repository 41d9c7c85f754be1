"""Electronic signatures through the doors, with the verdict of a card: it helped, verified."""

import base64
import hashlib
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from genba.analysis.merkle import is_included, leaf_hash
from genba.conftest import PASSWORD
from genba.front.tests.signing_house import KIND, door, look_that_helped, sign, typed
from genba.people import facts
from genba.people.erasure import erase
from genba.people.models import ApiToken, Person
from genba.trail.facts import SIGNED
from genba.trail.models import Fact, Signature, SignatureWords
from genba.trail.seals.checkpoints import sign_checkpoint
from genba.trail.seals.note import read_checkpoint
from genba.trail.seals.receipts import inclusion_receipt
from genba.trail.seals.sealer import seal_everything
from genba.trail.signature_faults import signature_faults
from genba.trail.verifying.run import Wanted, verify_trail


@pytest.fixture
def check(cast):
    """A card whose look showed that it helped."""
    return look_that_helped(cast)


def test_quality_signs_that_it_helped(cast, sign_in, check):
    answer = sign(sign_in(cast.quentin), check, reason="I counted them.")
    signature = Signature.objects.get()
    assert answer.url == reverse("front:signature", args=[signature.pk])
    assert (signature.signer_id, signature.meaning) == (cast.quentin.pk, "verified")
    assert signature.words.printed_name == "Quentin Lee"
    assert signature.words.reason == "I counted them."
    assert signature.proved_by == "password"
    assert abs(timezone.now() - signature.at) < timedelta(minutes=1)


def test_a_signature_binds_the_bytes_of_the_version(cast, sign_in, check):
    sign(sign_in(cast.quentin), check)
    signature = Signature.objects.get()
    content = sign_in(cast.tomas).get(reverse("front:signed_content", args=[signature.pk])).content
    assert hashlib.sha256(content).hexdigest() == signature.version_hash
    said = json.loads(content)
    assert (said["seen"], said["result"], said["looked_by"]) == (
        "All ten were tight.",
        "helped",
        cast.tomas.pk,
    )


def test_a_signature_and_its_fact_come_together(cast, sign_in, check):
    sign(sign_in(cast.quentin), check)
    signature, fact = Signature.objects.get(), Fact.objects.about(check.card).get(name=SIGNED.name)
    assert fact.data == {
        "signature": signature.pk,
        "meaning": "verified",
        "version": signature.version_hash,
        "words": signature.words_hash,
    }
    assert (fact.by_id, fact.at) == (cast.quentin.pk, signature.at)
    history = sign_in(cast.tomas).get(reverse("front:history", args=["improve.card", check.card_id]))
    assert "signed: Verified" in history.content.decode()


def test_a_fact_that_fails_takes_the_signature_with_it(cast, sign_in, check, monkeypatch):
    def fail(*_words, **_more):
        raise ZeroDivisionError

    client = sign_in(cast.quentin)
    form = typed(client, check)
    monkeypatch.setattr("genba.people.signing.tell", fail)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        client.post(door(check), form)
    assert not Signature.objects.exists()


def test_name_time_and_meaning_stand_under_the_record_and_on_paper(cast, sign_in, check):
    sign(sign_in(cast.quentin), check)
    signature = Signature.objects.get()
    moment = f"{signature.at:%Y-%m-%d %H:%M:%S} UTC"
    for address in (reverse("improve:card", args=[check.card_id]), f"/signatures/{signature.pk}/"):
        page = sign_in(cast.tomas).get(address).content.decode()
        assert "Quentin Lee" in page
        assert "Verified" in page
        assert moment in page


def test_the_page_shows_what_is_signed_before_and_after(cast, sign_in, check):
    client = sign_in(cast.quentin)
    before = client.get(door(check)).content.decode()
    assert "All ten were tight." in before
    sign(client, check)
    after = client.get(reverse("front:signature", args=[Signature.objects.get().pk])).content.decode()
    assert "All ten were tight." in after
    assert "Signed as it is now" in after
    assert Signature.objects.get().version_hash[:8] in after


@pytest.mark.parametrize(
    ("who", "status"), [("tomas", 403), ("wanda", 403), ("audrey", 403), ("nobody", 403)]
)
def test_only_quality_and_who_answers_for_the_team_sign(cast, sign_in, check, who, status):
    client = sign_in(getattr(cast, who))
    assert client.get(door(check)).status_code == status
    address = f"{who}@example.org"
    given = {"seen": "0" * 64, "meaning": "verified", "address": address, "password": PASSWORD}
    assert client.post(door(check), given).status_code == status
    assert not Signature.objects.exists()


def test_a_stranger_is_sent_to_the_sign_in(client, cast, check):
    assert "/account/login/" in client.get(door(check)).url
    assert client.post(door(check), {"meaning": "verified"}).status_code == 403
    assert not Signature.objects.exists()


def test_the_same_form_sent_twice_signs_once(cast, sign_in, check):
    client = sign_in(cast.quentin)
    form = typed(client, check)
    first, second = client.post(door(check), form), client.post(door(check), form)
    assert first.url == second.url
    assert Signature.objects.count() == Fact.objects.filter(name=SIGNED.name).count() == 1


def test_what_changed_since_it_was_opened_is_not_signed_but_shown(cast, sign_in, check):
    client = sign_in(cast.quentin)
    form = typed(client, check, reason="I counted them.")
    check.seen = "Nine were tight."
    check.save()
    answer = client.post(door(check), form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "It has changed since you opened it" in page
    assert "Nine were tight." in page
    assert "I counted them." in page
    assert not Signature.objects.exists()


def test_a_later_change_shows_that_an_earlier_version_was_signed(cast, sign_in, check):
    client = sign_in(cast.quentin)
    sign(client, check)
    check.card.title = "Loose bolts on doors"
    check.card.save()
    page = client.get(reverse("improve:card", args=[check.card_id])).content.decode()
    assert "signed an earlier version" in page
    own = client.get(reverse("front:signature", args=[Signature.objects.get().pk])).content.decode()
    assert "Signed an earlier version" in own
    assert sign(client, check).status_code == 302
    assert Signature.objects.count() == 2


def test_what_cannot_be_signed_yet_has_no_door(cast, sign_in, check):
    check.result = "planned"
    check.save()
    assert sign_in(cast.quentin).get(door(check)).status_code == 404
    assert sign_in(cast.quentin).get(reverse("front:sign", args=["improve.card", 1])).status_code == 404


def test_a_meaning_that_is_not_offered_is_refused(cast, sign_in, check):
    check.result = "did_not_help"
    check.save()
    assert sign(sign_in(cast.quentin), check, meaning="verified").status_code == 422
    assert sign(sign_in(cast.quentin), check, meaning="reviewed").status_code == 302


@pytest.mark.parametrize(
    "verb", ["UPDATE trail_signature SET meaning = 'approved'", "DELETE FROM trail_signature"]
)
def test_the_database_refuses_to_change_or_delete_a_signature(cast, sign_in, check, verb):
    sign(sign_in(cast.quentin), check)
    SignatureWords.objects.all().delete()
    with (
        pytest.raises(DatabaseError, match="cannot be changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)
    assert Signature.objects.get().meaning == "verified"


@pytest.mark.parametrize(
    "change", [{"printed_name": "Elena Voss"}, {"reason": "Told to."}, {"content": b'{"result":"helped"}'}]
)
def test_an_altered_word_of_a_signature_is_found(cast, sign_in, check, change):
    client = sign_in(cast.quentin)
    sign(client, check)
    assert list(signature_faults()) == []
    SignatureWords.objects.update(**change)
    signature = Signature.objects.get()
    assert len(list(signature_faults())) == 1
    assert dict(verify_trail(Wanted()).counts) == {"signed": 1}
    page = client.get(reverse("front:signature", args=[signature.pk])).content.decode()
    assert "does not agree with the trail" in page


def test_words_taken_away_are_found(cast, sign_in, check):
    sign(sign_in(cast.quentin), check)
    SignatureWords.objects.all().delete()
    assert len(list(signature_faults())) == 1
    for address in (f"/cards/{check.card_id}/", f"/signatures/{Signature.objects.get().pk}/"):
        assert "does not agree with the trail" in sign_in(cast.tomas).get(address).content.decode()


def test_a_signature_put_into_the_database_by_hand_is_found(cast, sign_in, check):
    client = sign_in(cast.quentin)
    sign(client, check)
    kept = Signature.objects.values().get()
    forged = Signature.objects.create(**{**kept, "id": None, "signer_id": cast.elena.pk})
    words = SignatureWords.objects.values("printed_name", "reason", "salt", "content").get()
    SignatureWords.objects.create(signature=forged, **{**words, "printed_name": "Elena Voss"})
    assert list(signature_faults()) == [f"Signature {forged.pk} is told by no fact."]
    page = client.get(reverse("improve:card", args=[check.card_id])).content.decode()
    assert "does not agree with the trail" in page


def test_an_erased_signer_leaves_a_signature_that_stands(cast, sign_in, check):
    sign(sign_in(cast.amira), check, address="amira@example.org")
    erase(Person.objects.get(pk=cast.amira.pk), by=cast.adam)
    page = sign_in(cast.tomas).get(reverse("improve:card", args=[check.card_id])).content.decode()
    assert "Somebody who has left" in page
    assert "Amira" not in page
    assert "does not agree with the trail" not in page
    assert list(signature_faults()) == []


def test_the_printed_name_stays_where_a_law_demands_it(cast, sign_in, check):
    sign(sign_in(cast.amira), check, address="amira@example.org")
    page = sign_in(cast.adam).get(reverse("people:erasure", args=[cast.amira.pk])).content.decode()
    assert "Keep the printed name under the signatures" in page
    given = {"name": "Amira Khan", "keep_printed_names": "on"}
    sign_in(cast.adam).post(reverse("people:erasure", args=[cast.amira.pk]), given)
    assert SignatureWords.objects.get().printed_name == "Amira Khan"
    assert list(signature_faults()) == []
    assert Fact.objects.get(name=facts.PERSON_ERASED.name).data == {"printed_names_stay": True}


def test_programs_read_signatures_as_far_as_their_person_may(cast, client, sign_in, check):
    sign(sign_in(cast.quentin), check)
    _token, secret = ApiToken.issue(cast.tomas, name="reader")
    headers = {"Authorization": f"Bearer {secret}"}
    found = client.get(f"/api/v1/signatures?subject={KIND}:{check.pk}", headers=headers).json()
    assert [(one["name"], one["meaning"], one["is_current"], one["is_sound"]) for one in found] == [
        ("Quentin Lee", "verified", True, True)
    ]
    assert client.get(f"/api/v1/signatures?subject={KIND}:{check.pk}").status_code == 401
    assert client.get(f"/api/v1/signatures?subject={KIND}:999999", headers=headers).status_code == 404
    assert client.get("/api/v1/signatures?subject=nonsense", headers=headers).status_code == 422


def test_a_signature_is_never_offered_to_be_undone(cast, sign_in, check):
    client = sign_in(cast.quentin)
    page = client.get(sign(client, check).url).content.decode()
    assert "Signed." in page
    assert ">Undo<" not in page


def test_the_signer_gets_a_receipt_that_proves_it_without_genba(cast, sign_in, check):
    client = sign_in(cast.quentin)
    sign(client, check)
    fact = Fact.objects.get(name=SIGNED.name)
    address = reverse("front:receipt", args=[fact.pk])
    assert client.get(address).status_code == 404
    seal_everything()
    sign_checkpoint()
    page = client.get(reverse("front:signature", args=[Signature.objects.get().pk])).content.decode()
    assert reverse("front:proof", args=[fact.pk]) in page
    told = client.get(address).json()
    signed = read_checkpoint(told["checkpoint"])
    path = [base64.b64decode(step) for step in told["inclusion_path"]]
    leaf = leaf_hash(told["fact"].encode())
    assert Signature.objects.get().version_hash in told["fact"]
    assert is_included(told["leaf_number"], leaf, size=signed.size, root=signed.root, path=path)
    assert sign_in(None).get(address).status_code == 302


def test_after_an_erasure_every_sealed_fact_is_as_it_was(cast, sign_in, check):
    sign(sign_in(cast.amira), check, address="amira@example.org")
    seal_everything()
    sign_checkpoint()
    before = {fact.pk: inclusion_receipt(fact).leaf for fact in Fact.objects.all()}
    assert len(before) > 3
    erase(Person.objects.get(pk=cast.amira.pk), by=cast.adam)
    after = {fact.pk: inclusion_receipt(fact).leaf for fact in Fact.objects.filter(pk__in=before)}
    assert after == before
    assert all(
        "amira" not in inclusion_receipt(fact).fact.lower() for fact in Fact.objects.filter(pk__in=before)
    )
