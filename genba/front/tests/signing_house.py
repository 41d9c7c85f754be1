"""What the tests of signing share: a card whose look showed that it helped, a signed one, and the form."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from genba.conftest import PASSWORD, Cast
from genba.improve.checking import look, plan_check
from genba.improve.models import EffectivenessCheck
from genba.people import signing
from genba.people.models import Person

KIND = "improve.effectivenesscheck"


def lay_out(cast: Cast) -> list[int]:
    """The numbers of the open look and of the signed one."""
    titles = ("Loose bolts on doors", "Torque wrench drifts")
    unsigned, signed = (look_that_helped(cast, title).pk for title in titles)
    return [unsigned, _signed(cast, signed)]


def look_that_helped(cast: Cast, title: str = "Loose bolts") -> EffectivenessCheck:
    """A look that was answered: it helped."""
    card = cast.board.cards.create(column=cast.board.columns.get(stage="check"), title=title)
    due = timezone.localdate() + timedelta(1)
    check = plan_check(card, what="Bolts on ten doors, one week long", due_on=due, by=cast.amira)
    look(check, helped=True, seen="All ten were tight.", by=cast.tomas)
    check.refresh_from_db()
    return check


def door(check):
    return reverse("front:sign", args=[KIND, check.pk])


def typed(client, check, **more):
    page = client.get(door(check)).content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)[1]
    key = re.search(r'name="idempotency_key" value="([^"]+)"', page)[1]
    asked = {"seen": seen, "meaning": "verified", "reason": "", "idempotency_key": key}
    return {**asked, "address": "quentin@example.org", "password": PASSWORD, **more}


def sign(client, check, **more):
    return client.post(door(check), typed(client, check, **more))


def _signed(cast: Cast, check: int) -> int:
    for signer, meaning in ((cast.amira, "verified"), (cast.quentin, "reviewed")):
        desk = signing.desk_for(Person.objects.get(pk=signer.pk), KIND, str(check))
        seen = desk.signable.version_hash(desk.record)
        signing.sign(
            desk,
            signing.Intent(meaning, seen, reason="I was there on three of the days.", proved_by="password"),
        )
    return check
