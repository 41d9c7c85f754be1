"""Who is told what of questions at steps, looks of colleagues, changes to code and checks."""

from genba.front.notices import leads_of
from genba.front.reactions.telling import tell
from genba.people.models import Person
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


@on(QUESTION_ASKED)
def tell_whose_procedure_it_is(fact: Fact) -> None:
    """Somebody asks about a step: its procedure's owner hears of it, or else the owner of the process."""
    question = _question(fact)
    if question is not None:
        procedure = question.step.procedure
        tell(fact, procedure.owner or procedure.process.owner, code="asked", why="procedure_owner")


@on(QUESTION_ANSWERED, QUESTION_IN_VERSION)
def tell_who_asked(fact: Fact) -> None:
    """Whoever asked about a step hears that there is an answer."""
    question = _question(fact)
    if question is not None:
        tell(fact, question.by, code="question_answered", why="asker")


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
            tell(fact, person, code="review_asked", why="colleague")


@on(REVIEW_GOOD, REVIEW_NEEDS_WORK)
def tell_who_asked_for_a_look(fact: Fact) -> None:
    """Whoever asked hears what the colleague said."""
    review = PeerReview.objects.select_related("asked_by").filter(pk=fact.subject_id).first()
    if review is not None:
        code = "review_good" if fact.name == REVIEW_GOOD.name else "review_needs_work"
        tell(fact, review.asked_by, code=code, why="asker")


@on(MERGED_UNREVIEWED)
def tell_that_nobody_looked(fact: Fact) -> None:
    """A change to code came in and nobody else had looked: those who answer for the team hear of it, once."""
    change = MergeRequest.objects.select_related("repository__team").filter(pk=fact.subject_id).first()
    for person, why in leads_of(change.repository.team) if change else ():
        tell(fact, person, code="merged_unreviewed", why=why)


@on(CHECK_LATE)
def tell_of_a_late_check(fact: Fact) -> None:
    """Those who answer for the team hear once that a check which has come round is late."""
    due = DueCheck.objects.select_related("round__team").filter(pk=fact.subject_id).first()
    for person, why in leads_of(due.round.team) if due else ():
        tell(fact, person, code="check_late", why=why)
