"""Who is told what when another room has said something. Nobody is told of their own doings."""

from genba.front import (
    news_of_versions,
    told_of_control,  # noqa: F401  (listens as well)
)
from genba.front.mailing import mail_now
from genba.front.models import Notification
from genba.front.notices import leads_of
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
from genba.people.facts import INVITATION_ACCEPTED, SIGNING_PAUSED
from genba.people.models import Invitation, Person
from genba.trail.models import Fact
from genba.trail.reactions import on
from genba.work.facts import (
    CHECK_LATE,
    MERGED_UNREVIEWED,
    QUESTION_ANSWERED,
    QUESTION_ASKED,
    QUESTION_IN_VERSION,
    REVIEW_ASKED,
    REVIEW_GOOD,
    REVIEW_NEEDS_WORK,
)
from genba.work.models import DueCheck, MergeRequest, PeerReview, StepQuestion
from genba.work.reviewing import may_look, subject_of

_LISTEN_THEMSELVES = (news_of_versions,)
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
        _tell(fact, card.owner, code=codes.get(fact.name, "assigned"), why="owner")


@on(REPORT_ANSWERED, REPORT_CARDED, REPORT_JOINED, REPORT_PASSED_ON, REPORTER_TOLD, OUTCOME_PUBLISHED)
def tell_the_reporter(fact: Fact) -> None:
    """Somebody who gave their name hears back. Who gave none reads it with the receipt."""
    report = Report.objects.current().select_related("reporter").filter(pk=fact.subject_id).first()
    if report is not None:
        _tell(fact, report.reporter, code=_TOLD_TO_THE_REPORTER.get(fact.name, "answered"), why="reporter")


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
        if _tell(fact, person, code="danger", why=why):
            mail_now.enqueue(person.pk)


@on(REPORTER_WROTE_AGAIN)
def tell_those_who_answer(fact: Fact) -> None:
    """The talk goes on."""
    report = Report.objects.current().select_related("team").filter(pk=fact.subject_id).first()
    for person, why in leads_of(report.team) if report else ():
        _tell(fact, person, code="wrote_again", why=why)


@on(EFFECTIVENESS_DUE)
def ask_whether_it_helped(fact: Fact) -> None:
    """The day of the look has come: for the owner and for those who answer for the team."""
    card = Card.objects.current().select_related("owner", "board__team").filter(pk=fact.subject_id).first()
    if card is None:
        return
    _tell(fact, card.owner, code="look_due", why="owner")
    for person, why in leads_of(card.board.team):
        if person.pk != card.owner_id:
            _tell(fact, person, code="look_due", why=why)


@on(QUESTION_ASKED)
def tell_whose_procedure_it_is(fact: Fact) -> None:
    """Somebody asks about a step: its procedure's owner hears of it, or else the owner of the process."""
    question = _question(fact)
    if question is not None:
        procedure = question.step.procedure
        _tell(fact, procedure.owner or procedure.process.owner, code="asked", why="procedure_owner")


@on(QUESTION_ANSWERED, QUESTION_IN_VERSION)
def tell_who_asked(fact: Fact) -> None:
    """Whoever asked about a step hears that there is an answer."""
    question = _question(fact)
    if question is not None:
        _tell(fact, question.by, code="question_answered", why="asker")


def _question(fact: Fact) -> StepQuestion | None:
    found = StepQuestion.objects.select_related(
        "by", "step__procedure__owner", "step__procedure__process__owner"
    )
    return found.filter(pk=fact.subject_id).first()


@on(REVIEW_ASKED)
def tell_who_is_asked_to_look(fact: Fact) -> None:
    """A colleague, or everybody in a team who may look, is asked to look before something is done."""
    review = (
        PeerReview.objects.select_related("asked_of", "asked_by", "team").filter(pk=fact.subject_id).first()
    )
    about = subject_of(review, review.asked_by) if review else None
    if review is None or about is None:
        return
    in_team = Person.objects.filter(memberships__team=review.team, is_active=True) if review.team_id else []
    for person in [*in_team, *([review.asked_of] if review.asked_of else [])]:
        if may_look(person, review, about[1]):
            _tell(fact, person, code="review_asked", why="colleague")


@on(REVIEW_GOOD, REVIEW_NEEDS_WORK)
def tell_who_asked_for_a_look(fact: Fact) -> None:
    """Whoever asked hears what the colleague said."""
    review = PeerReview.objects.select_related("asked_by").filter(pk=fact.subject_id).first()
    if review is not None:
        code = "review_good" if fact.name == REVIEW_GOOD.name else "review_needs_work"
        _tell(fact, review.asked_by, code=code, why="asker")


@on(MERGED_UNREVIEWED)
def tell_that_nobody_looked(fact: Fact) -> None:
    """A change to code came in and nobody else had looked: those who answer for the team hear of it, once."""
    change = MergeRequest.objects.select_related("repository__team").filter(pk=fact.subject_id).first()
    for person, why in leads_of(change.repository.team) if change else ():
        _tell(fact, person, code="merged_unreviewed", why=why)


@on(INVITATION_ACCEPTED)
def tell_who_invited(fact: Fact) -> None:
    """Whoever sent the invitation hears that somebody came."""
    invitation = Invitation.objects.select_related("invited_by").filter(person=fact.by_id).first()
    if invitation is not None:
        _tell(fact, invitation.invited_by, code="accepted", why="inviter")


@on(SIGNING_PAUSED)
def warn_of_wrong_tries(fact: Fact) -> None:
    """Somebody may be using another's sign-in: the person and the administrators hear of it at once."""
    warned = [(person, "administrator") for person in Person.objects.filter(is_administrator=True)]
    warned += [(person, "signer") for person in Person.objects.filter(pk=fact.subject_id)]
    for person, why in warned:
        if _tell(fact, person, code="signing_paused", why=why):
            mail_now.enqueue(person.pk)


@on(CHECK_LATE)
def tell_of_a_late_check(fact: Fact) -> None:
    """Those who answer for the team hear once that a check which has come round is late."""
    due = DueCheck.objects.select_related("round__team").filter(pk=fact.subject_id).first()
    for person, why in leads_of(due.round.team) if due else ():
        _tell(fact, person, code="check_late", why=why)


def _was_given_since(fact: Fact) -> bool:
    """Whether a card that was only opened has meanwhile changed hands: then that is what is told."""
    given = Fact.objects.filter(subject_kind=fact.subject_kind, subject_id=fact.subject_id)
    return fact.name == CARD_OPENED.name and given.filter(name=CARD_GIVEN.name, pk__gt=fact.pk).exists()


def _tell(fact: Fact, person: Person | None, *, code: str, why: str) -> bool:
    if person is None or person.pk == fact.by_id or not person.is_active:
        return False
    subject = (fact.subject_kind, fact.subject_id)
    return Notification.objects.tell(person, subject, code=code, why=why, data={}, fact_id=fact.pk)
