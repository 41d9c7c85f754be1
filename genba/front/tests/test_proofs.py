import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from genba.improve.cards import open_card
from genba.improve.facts import CARD_CHANGED
from genba.listen.models import Report
from genba.people.models import ApiToken
from genba.trail.models import Fact
from genba.trail.record import record
from genba.trail.seals.checkpoints import sign_checkpoint
from genba.trail.seals.sealer import seal_everything
from genba.trail.tests import tampering


@pytest.fixture
def card(cast):
    """A card of the line with one line of history."""
    return open_card(cast.board, title="Loose guard", kind="idea", by=cast.tomas)


@pytest.fixture
def sealed(card):
    """Its fact, sealed and signed."""
    seal_everything()
    sign_checkpoint()
    return Fact.objects.about(card).get()


def test_each_line_of_a_history_leads_to_its_proof(cast, card, sealed, sign_in):
    client = sign_in(cast.tomas)
    history = client.get(reverse("front:history", args=["improve.card", card.pk])).text
    assert reverse("front:proof", args=[sealed.pk]) in history
    page = client.get(reverse("front:proof", args=[sealed.pk])).text
    assert "The line is as it was sealed" in page
    assert "&quot;name&quot;:&quot;improve.card_opened&quot;" in page


def test_a_proof_can_be_downloaded(cast, sealed, sign_in):
    answer = sign_in(cast.tomas).get(reverse("front:receipt", args=[sealed.pk]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="receipt-{sealed.pk}.json"'
    assert json.loads(answer.content)["form"] == "genba/receipt@v1"


def test_an_altered_line_says_so(cast, sealed, sign_in):
    tampering.take_guards_away()
    tampering.change(sealed, by_id=cast.wanda.pk)
    page = sign_in(cast.tomas).get(reverse("front:proof", args=[sealed.pk])).text
    assert "The line is not as it was sealed" in page


def test_a_young_line_has_no_proof_yet(cast, card, sign_in):
    fact = Fact.objects.about(card).get()
    assert "Look again in two minutes" in sign_in(cast.tomas).get(reverse("front:proof", args=[fact.pk])).text
    assert sign_in(cast.tomas).get(reverse("front:receipt", args=[fact.pk])).status_code == 404


@pytest.mark.parametrize("door", ["proof", "receipt"])
def test_who_may_not_see_the_record_sees_no_proof(cast, sign_in, door):
    report = Report.objects.create(
        kind="problem",
        text="The guard is loose",
        team=cast.line,
        reporter=cast.tomas,
        received_on=timezone.localdate(),
    )
    fact = record(CARD_CHANGED, report, by=cast.tomas)
    seal_everything()
    sign_checkpoint()
    where = reverse(f"front:{door}", args=[fact.pk])
    assert sign_in(cast.amira).get(where).status_code == 200
    assert sign_in(cast.wanda).get(where).status_code == 404
    assert sign_in(cast.nobody).get(reverse(f"front:{door}", args=[10**25])).status_code == 404


def ask(person, fact):
    token = ApiToken.issue(person, name="proofs")[1]
    return Client(headers={"Authorization": f"Bearer {token}"}).get(f"/api/v1/facts/{fact}/proof")


def test_the_api_gives_proofs_to_those_who_read_the_trail(cast, card, sealed):
    answer = ask(cast.audrey, sealed.pk)
    assert answer.json()["fact"].startswith('{"at":"20')
    assert ask(cast.tomas, sealed.pk).status_code == 403
    assert ask(cast.audrey, 10**9).status_code == 404
    young = record(CARD_CHANGED, card)
    assert ask(cast.audrey, young.pk).status_code == 409
