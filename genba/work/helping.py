"""Does it help? Taps and sentences without a name, counted in closed lots.

A tap is kept as a random key, the version and the Monday of the week: no person, no time, no fact, no order.
Once a day, and never when a tap comes, five taps chosen by lot are counted together and deleted. Of the five
only "0 or 1", "2 or 3" or "4 or 5 say that it helps" is kept: whoever watches the page after every tap, or
reads the database later, can neither read off one tap nor show that all said the same. Sentences come ten
at a time. What does not fill a lot waits, at most a year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import SystemRandom

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext

from genba.people.models import Person
from genba.trail.record import record
from genba.trail.work import job
from genba.ui.charts import Segment
from genba.work import facts
from genba.work.models import HelpLot, HelpSentence, HelpVote, Procedure, Version
from genba.work.using import week_of

LOT = 5
SENTENCES = 10
BALLOT_WEEKS = 2
WAITS_AT_MOST = timedelta(days=365)
MOST_SHOWN = 30
_lot = SystemRandom()


@dataclass(frozen=True)
class Helpfulness:
    """What a version's closed lots say: of `votes`, between `at_least` and `at_most` say that it helps."""

    votes: int
    at_least: int
    at_most: int

    @property
    def segments(self) -> list[Segment]:
        """The parts of its bar: surely yes, either, surely no."""
        return [
            Segment(self.at_least, gettext("It helps"), "ok"),
            Segment(self.at_most - self.at_least, gettext("hidden by rounding"), "mute"),
            Segment(self.votes - self.at_most, gettext("It is in my way"), "warn"),
        ]


def ballot_of(version: Version) -> str:
    """The paper that a page hands out for voting on a version: in one week the same for everybody."""
    week = week_of(timezone.localdate())
    return _signer().sign(f"{version.procedure_id}.{version.number}.{week.isoformat()}")


def read_ballot(paper: str) -> Version | None:
    """The version that a paper of this week or the last is for; None for any other paper."""
    try:
        procedure, number, week = _signer().unsign(paper[:200]).split(".")
        oldest = week_of(timezone.localdate()) - timedelta(weeks=BALLOT_WEEKS - 1)
        if date.fromisoformat(week) < oldest:
            return None
    except (BadSignature, ValueError):
        return None
    return (
        Version.objects.filter(procedure=int(procedure), number=int(number))
        .select_related("procedure")
        .first()
    )


@transaction.atomic
def say_whether_it_helps(version: Version, *, helps: bool, sentence: str = "") -> None:
    """Put a tap, and a sentence apart from it, where they wait for others. Nothing else is written."""
    week = week_of(timezone.localdate())
    HelpVote.objects.bulk_create(
        [HelpVote(procedure_id=version.procedure_id, number=version.number, week=week, helps=helps)]
    )
    if sentence.strip():
        HelpSentence.objects.bulk_create(
            [HelpSentence(procedure_id=version.procedure_id, week=week, text=sentence.strip())]
        )


def helpfulness_of(version: Version) -> Helpfulness | None:
    """What the closed lots say; None before the first is closed."""
    found = HelpLot.objects.filter(procedure=version.procedure_id, number=version.number).aggregate(
        lots=Count("pk"), least=Sum("at_least")
    )
    return helpfulness(found["lots"], found["least"] or 0)


def helpfulness(lots: int, least: int) -> Helpfulness | None:
    """The same of the number of closed lots, and of how many at least said that it helps."""
    if not lots:
        return None
    return Helpfulness(votes=LOT * lots, at_least=least, at_most=least + lots)


def sentences_of(procedure: Procedure) -> list[HelpSentence]:
    """The sentences that may be read, in no order that means anything."""
    shown = HelpSentence.objects.filter(procedure=procedure, state=HelpSentence.State.SHOWN)
    return list(shown[:MOST_SHOWN])


@transaction.atomic
def take_off(sentence: HelpSentence, *, by: Person) -> bool:
    """Take a sentence off the page, because it names somebody. False where it is off already."""
    shown = HelpSentence.objects.filter(pk=sentence.pk, state=HelpSentence.State.SHOWN)
    if not shown.update(state=HelpSentence.State.TAKEN_OFF, text=""):
        return False
    record(facts.SENTENCE_TAKEN_OFF, sentence.procedure, by=by)
    return True


@job(whole=True)
def close_lots() -> None:
    """Count what fills a lot, show sentences ten at a time, and forget what waited for a year."""
    week = week_of(timezone.localdate())
    full = HelpVote.objects.values_list("procedure", "number").annotate(n=Count("pk")).filter(n__gte=LOT)
    for procedure, number, _n in full.order_by():
        _close(procedure, number, week)
    for procedure in _with_enough_sentences():
        _show(procedure, week)
    for kind in (HelpVote, HelpSentence):
        kind._default_manager.filter(week__lt=week - WAITS_AT_MOST).delete()


def _close(procedure: int, number: int, week: date) -> None:
    waiting = list(
        HelpVote.objects.select_for_update()
        .filter(procedure=procedure, number=number)
        .values_list("pk", "helps")
    )
    _lot.shuffle(waiting)
    lots = [waiting[start : start + LOT] for start in range(0, len(waiting) - LOT + 1, LOT)]
    HelpLot.objects.bulk_create(
        HelpLot(procedure_id=procedure, number=number, closed_week=week, at_least=_rounded(lot))
        for lot in lots
    )
    HelpVote.objects.filter(pk__in=[pk for lot in lots for pk, _helps in lot]).delete()


def _rounded(lot: Sequence[tuple[int, bool]]) -> int:
    """0, 2 or 4: the smaller of the two numbers between which the truth is hidden."""
    return sum(helps for _pk, helps in lot) // 2 * 2


def _with_enough_sentences() -> list[int]:
    waiting = HelpSentence.objects.filter(state=HelpSentence.State.WAITING)
    counted = waiting.values_list("procedure").annotate(n=Count("pk")).filter(n__gte=SENTENCES)
    return [procedure for procedure, _n in counted.order_by()]


def _show(procedure: int, week: date) -> None:
    waiting = HelpSentence.objects.select_for_update().filter(
        procedure=procedure, state=HelpSentence.State.WAITING
    )
    keys = list(waiting.values_list("pk", flat=True))
    chosen = _lot.sample(keys, len(keys) // SENTENCES * SENTENCES)
    HelpSentence.objects.filter(pk__in=chosen).update(state=HelpSentence.State.SHOWN, week=week)


def _signer() -> Signer:
    return Signer(salt="work.helping")
