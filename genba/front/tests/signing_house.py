"""What the browser tests of signing need: a card whose look showed that it helped, and a signed one."""

from datetime import timedelta

from django.utils import timezone

from genba.conftest import Cast
from genba.improve.checking import look, plan_check
from genba.people.models import Person
from genba.people.signing import Intent, desk_for, sign

KIND = "improve.effectivenesscheck"


def lay_out(cast: Cast) -> list[int]:
    """The numbers of the open look and of the signed one."""
    return [_looked(cast, "Loose bolts on doors"), _signed(cast, _looked(cast, "Torque wrench drifts"))]


def _looked(cast: Cast, title: str) -> int:
    card = cast.board.cards.create(column=cast.board.columns.get(stage="check"), title=title)
    due = timezone.localdate() + timedelta(1)
    check = plan_check(card, what="Bolts on ten doors, one week long", due_on=due, by=cast.amira)
    look(check, helped=True, seen="All ten were tight, on each of the five days.", by=cast.tomas)
    return check.pk


def _signed(cast: Cast, check: int) -> int:
    for signer, meaning in ((cast.amira, "verified"), (cast.quentin, "reviewed")):
        desk = desk_for(Person.objects.get(pk=signer.pk), KIND, str(check))
        seen = desk.signable.version_hash(desk.record)
        sign(desk, Intent(meaning, seen, reason="I was there on three of the days.", proved_by="password"))
    return check
