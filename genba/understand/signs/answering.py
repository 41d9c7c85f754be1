"""How a warning sign is answered, with a reason or a card, and how it is said later what turned out."""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from genba.people.models import Person
from genba.trail.models import Link
from genba.trail.record import record
from genba.understand import facts
from genba.understand.models import Sign

ANSWERS = "answers"


@transaction.atomic
def answer(sign: Sign, *, reason: str, by: Person) -> bool:
    """Say what is behind it. Whether this was the first answer; a second one changes nothing."""
    if not _claim(sign, by, reason=reason):
        return False
    record(facts.SIGN_ANSWERED, sign, by=by)
    return True


@transaction.atomic
def answer_with_card(sign: Sign, card: models.Model, *, by: Person) -> bool:
    """Tie a card to the sign. Whether this was the first answer; the card is tied in any case."""
    Link.objects.tie(card, sign, meaning=ANSWERS)
    if not _claim(sign, by):
        return False
    record(facts.SIGN_CARDED, sign, by=by, card=card.pk)
    return True


@transaction.atomic
def tell_truth(sign: Sign, *, truth: str, why: str, by: Person) -> bool:
    """Say what turned out; it may be said anew when more is known. Whether anything changed."""
    other = Sign.objects.filter(~Q(truth=truth) | ~Q(truth_why=why), pk=sign.pk)
    if not other.update(truth=truth, truth_why=why, truth_by=by, truth_at=timezone.now()):
        return False
    record(facts.SIGN_TRUTH_TOLD, sign, by=by, truth=truth)
    return True


def _claim(sign: Sign, by: Person, **more: str) -> bool:
    unanswered = Sign.objects.unanswered().filter(pk=sign.pk)
    answered = {"state": Sign.State.ANSWERED, "answered_by": by, "answered_at": timezone.now(), **more}
    return bool(unanswered.update(**answered))
