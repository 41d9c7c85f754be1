"""What the life of a version hangs into the house: its signature, its parts, where it points at people."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from genba.people.signables import register_signable
from genba.people.subjects import Subject, register_subject
from genba.people.ties import Tie, register_tie
from genba.work.life.approval import APPROVAL
from genba.work.life.parts import LIFE, NOTICES, READERS, TO_READ
from genba.work.models import Pilot, PilotPerson, Reading, Retirement, Suggestion, Version
from genba.work.parts import register_part


def hang_life() -> None:
    """Hang everything in."""
    register_signable(APPROVAL)
    for part in (LIFE, NOTICES, TO_READ, READERS):
        register_part(part)
    register_subject(SUGGESTION)
    for tie in TIES:
        register_tie(tie)


SUGGESTION = Subject(
    Suggestion,
    _("Suggested change"),
    "idea",
    visible_to=lambda person: Suggestion.objects.visible_to(person).select_related("procedure"),
    url=lambda found: f"{reverse('work:procedure', args=[found.procedure_id])}#suggestions",
    title=lambda found: found.said,
    note=lambda found: str(found.procedure),
)
TIES = (
    Tie(Version, "asked_by", _("Versions they laid before others"), ("id", "number", "asked_at")),
    Tie(Pilot, "begun_by", _("Pilots they began"), ("id", "version", "begun_at")),
    Tie(Pilot, "decided_by", _("Pilots they ended"), ("id", "version", "decision", "learned")),
    Tie(PilotPerson, "person", _("Pilots in which they took part"), ("id", "pilot")),
    Tie(Retirement, "by", _("Procedures they retired"), ("id", "procedure", "because", "at")),
    Tie(Reading, "person", _("What they were asked to read"), ("id", "version", "read_at", "answer")),
    Tie(Suggestion, "by", _("Changes they suggested"), ("id", "procedure", "said", "instead")),
    Tie(Suggestion, "answered_by", _("Suggestions they answered"), ("id", "procedure", "answer")),
)
