"""The closing verdict of a card: whether it helped. Quality and those who answer for the team may sign it."""

from django.utils.translation import gettext_lazy as _

from genba.improve.models import EffectivenessCheck
from genba.people.models import Person
from genba.people.signables import Signable, canonical
from genba.trail.meanings import REVIEWED, VERIFIED, Meaning
from genba.trail.subjects import kind_of

Result = EffectivenessCheck.Result


def version_bytes(check: EffectivenessCheck) -> bytes:
    """Everything that a signature under a verdict affirms; the words of the card and of the look."""
    return canonical(
        {
            "kind": kind_of(check),
            "check": check.pk,
            "card": check.card_id,
            "title": check.card.title,
            "what": check.what,
            "due_on": check.due_on.isoformat(),
            "result": check.result,
            "seen": check.seen,
            "looked_by": check.looked_by_id,
            "looked_on": check.looked_on.isoformat() if check.looked_on else None,
            "standard_changed": check.card.standard_changed,
        }
    )


def meanings(check: EffectivenessCheck) -> tuple[Meaning, ...]:
    """That it helped can be verified; each verdict can be reviewed; without one nothing is signed."""
    if check.result == Result.HELPED:
        return (VERIFIED, REVIEWED)
    return (REVIEWED,) if check.result == Result.DID_NOT_HELP else ()


def who_may(person: Person, check: EffectivenessCheck) -> bool:
    """Quality, and whoever answers for the team of the board."""
    return person.answers_for(check.card.board.team)


VERDICT = Signable(
    kind=kind_of(EffectivenessCheck),
    version_bytes=version_bytes,
    meanings=meanings,
    who_may=who_may,
    told_of=lambda check: check.card,
    words={
        "title": _("What it is about"),
        "what": _("What we wanted to look at"),
        "due_on": _("When we wanted to look"),
        "result": _("Result"),
        "seen": _("What we saw"),
        "looked_on": _("When we looked"),
        "looked_by": _("Number of the person who looked"),
        "standard_changed": _("What became the standard"),
        "card": _("Number of the card"),
        "check": _("Number of the look"),
        "kind": _("Kind of record"),
    },
    codes={"result": lambda code: dict(Result.choices).get(code, code)},
)
