"""Approval: who may give it, what is asked before, and the signature with which a version comes in force."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genba.people.models import Membership, Person
from genba.people.signables import Signable, canonical
from genba.trail.meanings import APPROVED, REVIEWED, Meaning
from genba.trail.models import Fact
from genba.trail.record import record
from genba.trail.subjects import kind_of
from genba.work import facts
from genba.work.models import Pilot, Version
from genba.work.step_words import said_of
from genba.work.steps import Step, numbered, steps_from
from genba.work.writing import put_in_force

State = Version.State


def missing(version: Version, *, is_tried: bool | None = None) -> list[str]:
    """What has to be done before somebody can approve it. `is_tried`: whether a pilot runs, where known."""
    found = []
    if is_tried is None:
        is_tried = Pilot.objects.running().filter(version=version).exists()
    if version.procedure.retired_on is not None:
        found.append(_("The procedure is retired. Take it into use again first."))
    if not version.body:
        found.append(_("There is no step yet."))
    if version.number > 1 and not version.reason.strip():
        found.append(_("Say in one sentence why it changes."))
    if is_tried:
        found.append(_("The pilot waits for its decision."))
    return found


@transaction.atomic
def ask_for_approval(version: Version, *, by: Person) -> None:
    """Lay the version before those who may approve it. Raises ValidationError with what is missing."""
    if faults := missing(version):
        raise ValidationError(faults)
    asked = Version.objects.filter(pk=version.pk, state__in=(State.DRAFT, State.PILOT)).update(
        state=State.APPROVAL, asked_by=by, asked_at=timezone.now(), sent_back_because=""
    )
    if not asked:
        raise ValidationError(_("This version is not a draft any more."))
    version.refresh_from_db()
    record(facts.APPROVAL_ASKED, version.procedure, by=by, version=version.number)


@transaction.atomic
def send_back(version: Version, *, by: Person, because: str) -> None:
    """Make a draft of it again, with a sentence. Raises ValidationError where it does not wait any more."""
    if not because.strip():
        raise ValidationError(_("Say in one sentence what is missing."))
    if not Version.objects.filter(pk=version.pk, state=State.APPROVAL).update(
        state=State.DRAFT, sent_back_because=because.strip()
    ):
        raise ValidationError(_("This version does not wait for approval any more."))
    version.refresh_from_db()
    record(facts.VERSION_SENT_BACK, version.procedure, by=by, version=version.number)


def authors(version: Version) -> set[int]:
    """The numbers of those who wrote on it."""
    wrote = Fact.objects.about(version.procedure).filter(
        name=facts.VERSION_WRITTEN.name, data__version=version.number
    )
    return {by for by in (version.made_by_id, *wrote.values_list("by_id", flat=True)) if by is not None}


def approvers(version: Version) -> list[Person]:
    """Who may approve it: the owner of its process, those who answer for the team, and quality.

    Who alone has written it does not approve it as long as there is anybody else. Where nobody else is, as
    in a small house, quality, the procedure's owner or the author may.
    """
    found = _answerable(version)
    wrote = authors(version)
    alone = wrote if len(wrote) == 1 else set()
    if others := [person for person in found if person.pk not in alone]:
        return others
    last = Q(pk=version.procedure.owner_id) | Q(pk__in=[person.pk for person in found])
    owners = list(Person.objects.filter(last, is_active=True))
    return owners or list(Person.objects.filter(pk__in=wrote, is_active=True))


def may_approve(person: Person, version: Version) -> bool:
    """Whether this person may approve it now."""
    if version.made_by_id not in (None, person.pk) and _answers(person, version):
        return True  # they have not written it alone, so nobody has to be looked for
    return any(one.pk == person.pk for one in approvers(version))


def _answers(person: Person, version: Version) -> bool:
    process = version.procedure.process
    if not person.is_active:
        return False
    return person.is_quality or process.owner_id == person.pk or person.answers_for(process.team)


def _answerable(version: Version) -> list[Person]:
    process = version.procedure.process
    teams = [process.team] if process.team else list(version.procedure.teams.all())
    numbers = [int(part) for team in teams for part in team.path.split("/") if part]
    leads = Membership.objects.filter(
        team__in=numbers, role__in=(Membership.Role.LEAD, Membership.Role.PROCESS_OWNER)
    )
    who = Q(is_quality=True) | Q(pk=process.owner_id) | Q(pk__in=leads.values("person"))
    return list(Person.objects.filter(who, is_active=True))


def version_bytes(version: Version) -> bytes:
    """Everything that a signature under a version affirms. Asked for again, it is signed again."""
    return canonical(
        {
            "kind": kind_of(version),
            "procedure": version.procedure_id,
            "code": version.procedure.code,
            "version": version.number,
            "title": version.title,
            "why": version.why,
            "steps": version.body,
            "reason": version.reason,
            "question": version.question,
            "expected_answer": version.expected_answer,
            "answer_choices": version.answer_choices,
            "not_read_because": version.not_read_because,
            "asked_at": version.asked_at.isoformat() if version.asked_at else None,
        }
    )


def _meanings(version: Version) -> tuple[Meaning, ...]:
    waits = version.state == State.APPROVAL and version.procedure.retired_on is None
    return (APPROVED, REVIEWED) if waits else ()


def _bring_in_force(version: Version, by: Person, meaning: str) -> None:
    """The approval is what was needed: in the transaction of the signature, the version counts."""
    if meaning == APPROVED.code:
        put_in_force(version, by=by)


def _steps_in_words(body: object) -> str:
    return "\n".join(
        _line_in_words(number, depth, step) for number, depth, step in numbered(steps_from(body))
    )


def _line_in_words(number: str, depth: int, step: Step) -> str:
    return "   " * depth + f"{number}  " + " · ".join(said_of(step))


def _moment_in_words(moment: object) -> str:
    local = timezone.localtime(datetime.fromisoformat(str(moment)))
    return f"{date_format(local, 'DATE_FORMAT')}, {date_format(local, 'H:i')}"


APPROVAL = Signable(
    kind=kind_of(Version),
    version_bytes=version_bytes,
    meanings=_meanings,
    who_may=may_approve,
    told_of=lambda version: version.procedure,
    then=_bring_in_force,
    words={
        "title": gettext_lazy("What is done"),
        "version": gettext_lazy("Version"),
        "reason": gettext_lazy("Why it changes"),
        "why": gettext_lazy("Why we do it this way"),
        "steps": gettext_lazy("Steps"),
        "question": gettext_lazy("Question to those who read it"),
        "expected_answer": gettext_lazy("What a good answer says"),
        "answer_choices": gettext_lazy("Answers to choose from"),
        "not_read_because": gettext_lazy("Why nobody needs to read it"),
        "asked_at": gettext_lazy("When approval was asked for"),
        "code": gettext_lazy("Number of the procedure"),
        "procedure": gettext_lazy("Number of the record"),
        "kind": gettext_lazy("Kind of record"),
    },
    codes={"steps": _steps_in_words, "answer_choices": "\n".join, "asked_at": _moment_in_words},
)
