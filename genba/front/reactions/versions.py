"""Who is told what in the life of a version: to read, to approve, to try, to decide, to look again."""

from datetime import datetime

from django.utils import timezone

from genba.front.models import Notification
from genba.front.notices import leads_of
from genba.front.reactions.telling import tell
from genba.people.models import Membership, Person
from genba.trail.models import Fact
from genba.trail.reactions import on
from genba.trail.subjects import kind_of
from genba.trail.work import job
from genba.work.facts import (
    APPROVAL_ASKED,
    PILOT_BEGUN,
    PILOT_DUE,
    READING_ASKED,
    READING_DONE,
    REVIEW_DUE,
    SUGGESTION_DECLINED,
    SUGGESTION_TAKEN,
    VERSION_IN_FORCE,
    VERSION_SENT_BACK,
)
from genba.work.life.approval import approvers
from genba.work.models import Pilot, Procedure, Reading, Suggestion, Version
from genba.work.readings import claim_reminders


@on(READING_ASKED)
def tell_those_who_read(fact: Fact) -> None:
    """Those who are newly asked; whoever was asked before is reminded by the clock."""
    version = _version(fact)
    if version is not None:
        for one in version.readings.open().filter(asked_at=fact.at).select_related("person"):
            tell(fact, one.person, about=version, code="to_read", why="works_with_it")


@on(APPROVAL_ASKED)
def tell_those_who_approve(fact: Fact) -> None:
    """A version waits for one signature."""
    version = _version(fact)
    if version is not None and version.state == Version.State.APPROVAL:
        for person in approvers(version):
            tell(fact, person, about=version, code="approval_asked", why="approver")


@on(VERSION_SENT_BACK)
def tell_who_wrote_it(fact: Fact) -> None:
    """It is a draft again: whoever made it and whoever asked reads why."""
    version = _version(fact)
    if version is not None:
        for person in {version.made_by, version.asked_by}:
            tell(fact, person, about=version, code="sent_back", why="author")


@on(PILOT_BEGUN)
def tell_who_tries_it(fact: Fact) -> None:
    """The small team hears that it tries a version."""
    pilot = Pilot.objects.filter(pk=fact.data["pilot"]).select_related("version", "team").first()
    if pilot is None:
        return
    members = Membership.objects.filter(team=pilot.team_id) if pilot.team_id else Membership.objects.none()
    for person in Person.objects.filter(pk__in=[*members.values_list("person", flat=True), *_chosen(pilot)]):
        tell(fact, person, about=pilot.version, code="pilot_begun", why="tries_it")


@on(PILOT_DUE)
def ask_what_was_learned(fact: Fact) -> None:
    """The day of the pilot has come, for those who look after the procedure."""
    version = _version(fact)
    if version is not None:
        for person in _keepers(version.procedure):
            tell(fact, person, about=version, code="pilot_due", why="procedure_keeper")


@on(REVIEW_DUE)
def ask_whether_it_is_right(fact: Fact) -> None:
    """The day of the review has come, for those who look after the procedure."""
    procedure = Procedure.objects.filter(pk=fact.subject_id).select_related("owner", "process__team").first()
    if procedure is not None:
        for person in _keepers(procedure):
            tell(fact, person, about=procedure, code="review_due", why="procedure_keeper")


@on(SUGGESTION_TAKEN, SUGGESTION_DECLINED)
def tell_who_suggested_it(fact: Fact) -> None:
    """Whoever suggested a change hears what became of it."""
    found = Suggestion.objects.filter(pk=fact.data["suggestion"]).select_related("by").first()
    code = "suggestion_taken" if fact.name == SUGGESTION_TAKEN.name else "suggestion_declined"
    if found is not None:
        tell(fact, found.by, about=found, code=code, why="suggester")


@on(VERSION_IN_FORCE)
def forget_what_was_asked(fact: Fact) -> None:
    """What somebody was asked of a version is over when it, or the next one, is in force."""
    asked = Version.objects.filter(procedure=int(fact.subject_id)).values_list("pk", flat=True)
    codes = ("approval_asked", "pilot_due", "to_read", "sent_back", "pilot_begun")
    told = Notification.objects.unread().filter(subject_kind=kind_of(Version), code__in=codes)
    told.filter(subject_id__in=[str(pk) for pk in asked], created_at__lte=fact.at).update(read_at=fact.at)


@on(READING_DONE)
def forget_what_is_read(fact: Fact) -> None:
    """Who has read it is told nothing more of it."""
    version = _version(fact)
    if version is not None and fact.by_id is not None:
        told = Notification.objects.unread().filter(person=fact.by_id, code="to_read")
        told.filter(subject_kind=kind_of(Version), subject_id=str(version.pk)).update(read_at=fact.at)


@job()
def remind_of_readings() -> None:
    """Remind those who have not read what they work with: three times, ever more slowly, then no more."""
    for reading in claim_reminders(timezone.now()):
        remind(reading, timezone.now())


def remind(reading: Reading, now: datetime) -> None:
    """Put the notice before them once more; an unread one is renewed, not doubled."""
    subject = (kind_of(Version), str(reading.version_id))
    Notification.objects.tell(
        reading.person, subject, code="to_read", why="works_with_it", data={}, created_at=now
    )


def _keepers(procedure: Procedure) -> list[Person]:
    """The owner; where there is none any more, the process's owner; else those who answer for the team."""
    for person in (procedure.owner, procedure.process.owner):
        if person is not None and person.is_active:
            return [person]
    return [person for person, _why in leads_of(procedure.process.team)]


def _chosen(pilot: Pilot) -> list[int]:
    return list(pilot.people.values_list("pk", flat=True))


def _version(fact: Fact) -> Version | None:
    found = Version.objects.filter(procedure=int(fact.subject_id), number=fact.data["version"])
    return found.select_related("procedure__process__team", "procedure__owner", "made_by", "asked_by").first()
