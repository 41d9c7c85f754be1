"""Who is told what of cards, reports and the talk about them."""

from genba.front.mailing import mail_now
from genba.front.notices import leads_of
from genba.front.reactions.telling import tell
from genba.improve.facts import (
    CARD_GIVEN,
    CARD_OPENED,
    CARD_REOPENED,
    COMMENT_WRITTEN,
    EFFECTIVENESS_DUE,
)
from genba.improve.models import Card
from genba.listen.facts import (
    OUTCOME_PUBLISHED,
    REPORT_ADMITTED,
    REPORT_ANSWERED,
    REPORT_CARDED,
    REPORT_JOINED,
    REPORT_PASSED_ON,
    REPORT_RECEIVED,
    REPORTER_TOLD,
    REPORTER_WROTE_AGAIN,
)
from genba.listen.models import Report
from genba.trail.models import Fact
from genba.trail.reactions import on

_TOLD_TO_THE_REPORTER = {
    REPORT_PASSED_ON.name: "passed",
    REPORTER_TOLD.name: "told",
    OUTCOME_PUBLISHED.name: "told",
}


@on(CARD_GIVEN, CARD_OPENED, CARD_REOPENED, COMMENT_WRITTEN)
def tell_the_owner(fact: Fact) -> None:
    """A card came into somebody's hands, or something happened to it there."""
    card = Card.objects.current().select_related("owner").filter(pk=fact.subject_id).first()
    codes = {COMMENT_WRITTEN.name: "commented", CARD_REOPENED.name: "reopened"}
    if card is not None and not _was_given_since(fact):
        tell(fact, card.owner, code=codes.get(fact.name, "assigned"), why="owner")


@on(REPORT_ANSWERED, REPORT_CARDED, REPORT_JOINED, REPORT_PASSED_ON, REPORTER_TOLD, OUTCOME_PUBLISHED)
def tell_the_reporter(fact: Fact) -> None:
    """Somebody who gave their name hears back. Who gave none reads it with the receipt."""
    report = Report.objects.current().select_related("reporter").filter(pk=fact.subject_id).first()
    if report is not None:
        tell(fact, report.reporter, code=_TOLD_TO_THE_REPORTER.get(fact.name, "answered"), why="reporter")


def _is_danger(fact: Fact) -> bool:
    return bool(fact.data.get("severity") == Report.Severity.HIGH)


@on(REPORT_RECEIVED, only_if=_is_danger)
@on(REPORT_ADMITTED)
def warn_of_danger(fact: Fact) -> None:
    """Danger does not wait for the digest."""
    report = Report.objects.current().select_related("team").filter(pk=fact.subject_id).first()
    if report is None or report.severity != Report.Severity.HIGH or report.state != Report.State.NEW:
        return
    for person, why in leads_of(report.team):
        if tell(fact, person, code="danger", why=why):
            mail_now.enqueue(person.pk)


@on(REPORTER_WROTE_AGAIN)
def tell_those_who_answer(fact: Fact) -> None:
    """The talk goes on."""
    report = Report.objects.current().select_related("team").filter(pk=fact.subject_id).first()
    for person, why in leads_of(report.team) if report else ():
        tell(fact, person, code="wrote_again", why=why)


@on(EFFECTIVENESS_DUE)
def ask_whether_it_helped(fact: Fact) -> None:
    """The day of the look has come: for the owner and for those who answer for the team."""
    card = Card.objects.current().select_related("owner", "board__team").filter(pk=fact.subject_id).first()
    if card is None:
        return
    tell(fact, card.owner, code="look_due", why="owner")
    for person, why in leads_of(card.board.team):
        if person.pk != card.owner_id:
            tell(fact, person, code="look_due", why=why)


def _was_given_since(fact: Fact) -> bool:
    """Whether a card that was only opened has meanwhile changed hands: then that is what is told."""
    given = Fact.objects.filter(subject_kind=fact.subject_kind, subject_id=fact.subject_id)
    return fact.name == CARD_OPENED.name and given.filter(name=CARD_GIVEN.name, pk__gt=fact.pk).exists()
