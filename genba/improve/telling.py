"""What the people who reported something read when their card moves. Plain words, in their language."""

from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.improve.models import Card, CardReport, Column
from genba.listen.models import Report
from genba.listen.triage import tell
from genba.people.models import Person

Stage = Column.Stage

WORDS: Final[dict[str, str | Promise]] = {
    Stage.NEW: _("We have put it back on our list. It is not forgotten; we have not begun yet."),
    Stage.UNDERSTAND: _("We are now looking for what in our system allowed this."),
    Stage.TRY: _("We are now trying a change."),
    Stage.CHECK: _("We have changed something. Now we look whether it really helps."),
    Stage.STANDARDISE: _("The change works. We are making it the normal way."),
    Stage.DONE: _("The work on this is done. Later we will look again whether it really helped."),
    "helped": _("We looked again: it helped. What we saw: %(seen)s"),
    "did_not_help": _(
        "We looked again, and honestly: it did not help enough. What we saw: %(seen)s "
        "We have opened the work again and are looking for the cause."
    ),
}


@transaction.atomic
def tell_of_the_stage(card: Card) -> int:
    """Tell everybody who has not yet read of the card's present stage; how many were told.

    Who changes the row tells: run twice, or moved away and back, it is told once.
    """
    stage = card.column.stage
    behind = CardReport.objects.filter(card=card).exclude(told_stage=stage)
    told = 0
    for knot in behind.select_related("report"):
        if behind.filter(pk=knot.pk).update(told_stage=stage):
            _say(knot.report, stage)
            told += 1
    return told


@transaction.atomic
def tell_of_the_look(card: Card, words: str, *, stage: str, seen: str, by: Person) -> None:
    """Tell everybody behind a card what the look showed; the move to `stage` is told with it."""
    card.report_ties.update(told_stage=stage)
    for knot in card.report_ties.select_related("report"):
        _say(knot.report, words, seen=seen, by=by)


def _say(report: Report, words: str, *, seen: str = "", by: Person | None = None) -> None:
    with translation.override(report.language or settings.LANGUAGE_CODE):
        sentence = str(WORDS[words]) % {"seen": seen}
    tell(report, words=sentence, by=by)
