"""Peer review before done: somebody else looks at a card or a version, and says good or needs work.

What can be looked at is registered by the room that owns it (`register_reviewable`). Nobody looks at their
own work. A look counts as long as nothing has changed since.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person, Team
from genba.people.subjects import Subject, subject_named
from genba.trail.models import Fact
from genba.trail.record import record as record_fact
from genba.trail.subjects import kind_of
from genba.work import facts
from genba.work.models import PeerReview, Version

Verdict = PeerReview.Verdict


@dataclass(frozen=True)
class Reviewable:
    """A kind of record that colleagues look at: who made it, whose teams may look, when it last changed."""

    model: type[Model]
    authors: Callable[[Any], set[int]]
    teams: Callable[[Any], Iterable[Team]]
    changed_at: Callable[[Any], datetime | None] = lambda _record: None


_reviewables: dict[str, Reviewable] = {}


def register_reviewable(reviewable: Reviewable) -> None:
    """Let colleagues look at a kind of record."""
    _reviewables[kind_of(reviewable.model)] = reviewable


def reviewable_named(kind: str) -> Reviewable | None:
    """How a kind of record is looked at; None where it is not."""
    return _reviewables.get(kind)


def authors_of(record: Model) -> set[int]:
    """The numbers of those whose work it is; they cannot look at it themselves."""
    return _reviewables[kind_of(record)].authors(record)


def reviews_of(record: Model) -> list[PeerReview]:
    """Every look at a record that was not taken back, newest first. Each has `counts` set: still good."""
    found = PeerReview.objects.of(record).filter(withdrawn_at=None)
    return with_counts(record, list(found.select_related("asked_of", "asked_by", "by", "team")))


def with_counts(record: Model, reviews: list[PeerReview]) -> list[PeerReview]:
    """Set `counts` of the looks at a record: whether each still says good of it as it is."""
    changed_at = _reviewables[kind_of(record)].changed_at(record)
    for review in reviews:
        review.counts = review.still_counts(changed_at)  # type: ignore[attr-defined]  # for the template
    return reviews


def is_reviewed(record: Model) -> bool:
    """Whether the last look that was given says good, and nothing has changed since."""
    given = next((review for review in reviews_of(record) if review.verdict), None)
    return given is not None and bool(given.counts)  # type: ignore[attr-defined]  # set above


def may_look(person: Person, review: PeerReview, record: Model) -> bool:
    """Whether this person was asked, alone or with their team, and it is not their own work."""
    if not review.is_waiting or person.pk in authors_of(record) or person.pk == review.asked_by_id:
        return False
    return person.pk == review.asked_of_id or any(team.pk == review.team_id for team in person.teams)


@transaction.atomic
def ask_for_review(
    record: Model, *, by: Person, of: Person | None = None, team: Team | None = None, words: str = ""
) -> PeerReview:
    """Ask a colleague, or a team of which anybody may look. Raises ValidationError where it is their own."""
    if of is not None and (of.pk in authors_of(record) or of.pk == by.pk):
        raise ValidationError({"who": _("Ask somebody whose own work this is not.")})
    waiting = (
        PeerReview.objects.of(record).filter(verdict="", withdrawn_at=None, asked_of=of, team=team).first()
    )
    if waiting is not None:
        return waiting
    review = PeerReview.objects.create(
        subject_kind=kind_of(record),
        subject_id=str(record.pk),
        asked_by=by,
        asked_of=of,
        team=team,
        words=words,
    )
    record_fact(facts.REVIEW_ASKED, review, by=by)
    return review


@transaction.atomic
def give_verdict(review: PeerReview, *, by: Person, verdict: str, sentence: str) -> bool:
    """Say what one saw. False where somebody was faster."""
    given = PeerReview.objects.filter(pk=review.pk, verdict="", withdrawn_at=None).update(
        verdict=Verdict(verdict), sentence=sentence, by=by, at=timezone.now()
    )
    if given:
        kind = facts.REVIEW_GOOD if verdict == Verdict.GOOD else facts.REVIEW_NEEDS_WORK
        record_fact(kind, review, by=by)
    return bool(given)


@transaction.atomic
def withdraw_review(review: PeerReview, *, by: Person) -> None:
    """Nobody needs to look any more."""
    if PeerReview.objects.filter(pk=review.pk, verdict="", withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    ):
        record_fact(facts.REVIEW_WITHDRAWN, review, by=by)


def outdate_reviews(record: Model) -> None:
    """From now on another look is needed."""
    PeerReview.objects.of(record).exclude(verdict="").update(is_outdated=True)


def subject_of(review: PeerReview, person: Person | None) -> tuple[Subject, Any] | None:
    """What a look is about, as far as this person may see it."""
    subject = subject_named(review.subject_kind)
    if subject is None:
        return None
    record = subject.visible_to(person).filter(pk=review.subject_id).first()
    return None if record is None else (subject, record)


def title_of(review: PeerReview) -> str:
    """What a look is about, in the words of the record; empty where it is gone."""
    subject = subject_named(review.subject_kind)
    if subject is None:
        return ""
    record = subject.model._base_manager.filter(pk=review.subject_id).first()
    return "" if record is None else subject.title(record)


def _writers(version: Version) -> set[int]:
    wrote = Fact.objects.filter(
        name=facts.VERSION_WRITTEN.name,
        subject_kind=kind_of(version.procedure),
        subject_id=str(version.procedure_id),
        data__version=version.number,
    ).values_list("by_id", flat=True)
    return {number for number in (*wrote, version.made_by_id) if number is not None}


register_reviewable(
    Reviewable(
        Version,
        authors=_writers,
        teams=lambda version: version.procedure.teams.all(),
        changed_at=lambda version: version.changed_at,
    )
)
