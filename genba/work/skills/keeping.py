"""Skills, what the work needs, who works as what, and what people have shown; each change with its fact."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from genba.analysis.months import months_later
from genba.people.models import Person, Team
from genba.trail.files import keep_file
from genba.trail.record import record
from genba.work import facts
from genba.work.models import Competence, Need, RoleHolder, Skill, Teacher, WorkRole
from genba.work.skills.things import Thing


@transaction.atomic
def keep_skill(skill: Skill, *, by: Person) -> None:
    """Save a new or changed skill."""
    fact = facts.SKILL_CHANGED if skill.pk else facts.SKILL_ADDED
    skill.save()
    record(fact, skill, by=by)


@transaction.atomic
def close_skill(skill: Skill, *, by: Person) -> bool:
    """Nobody needs it any more. Whether anything changed."""
    if not Skill.objects.filter(pk=skill.pk, is_closed=False).update(is_closed=True):
        return False
    Need.objects.filter(skill=skill, ended_on=None).update(ended_on=timezone.localdate())
    record(facts.SKILL_CLOSED, skill, by=by)
    return True


@transaction.atomic
def add_need(team: Team, thing: Thing, *, by: Person, role: str = "", reading_counts: bool = False) -> Need:
    """The work of a team needs something, of everybody or of one role; the same need twice is one."""
    named = WorkRole.objects.get_or_create(name=role)[0] if role else None
    need, is_new = Need.objects.get_or_create(
        team=team, role=named, ended_on=None, **thing.columns, defaults={"reading_counts": reading_counts}
    )
    if not is_new and need.reading_counts != reading_counts:
        need.reading_counts = reading_counts
        need.save(update_fields=["reading_counts"])
    record(facts.NEED_ADDED, team, by=by, need=need.pk)
    return need


@transaction.atomic
def end_need(need: Need, *, by: Person) -> bool:
    """The work does not need it any more. Whether anything changed."""
    if not Need.objects.filter(pk=need.pk, ended_on=None).update(ended_on=timezone.localdate()):
        return False
    record(facts.NEED_ENDED, need.team, by=by, need=need.pk)
    return True


@transaction.atomic
def give_role(person: Person, team: Team, *, role: str, by: Person) -> None:
    """Somebody works in a team as something."""
    named, _new = WorkRole.objects.get_or_create(name=role)
    _holder, is_new = RoleHolder.objects.get_or_create(role=named, person=person, team=team)
    if is_new:
        record(facts.ROLE_GIVEN, team, by=by, role=named.pk, person=person.pk)


@transaction.atomic
def take_role(holder: RoleHolder, *, by: Person) -> None:
    """Somebody does not work as this any more."""
    told: dict[str, Any] = {"role": holder.role_id, "person": holder.person_id}
    if RoleHolder.objects.filter(pk=holder.pk).delete()[0]:
        record(facts.ROLE_TAKEN, holder.team, by=by, **told)


@transaction.atomic
def show_competence(
    person: Person,
    thing: Thing,
    *,
    by: Person,
    evidence: "UploadedFile[bytes] | None" = None,
    **words: Any,
) -> Competence:
    """Somebody has shown that they can do it. `words`: way, shown_by, on, expires_on.

    Without an end, the skill says for how many months it is good.
    """
    words["expires_on"] = words.get("expires_on") or _until(thing, words["on"])
    shown = Competence.objects.create(person=person, by=by, **thing.columns, **words)
    if evidence is not None:
        keep_file(shown, evidence, by=by)
    record(facts.COMPETENCE_SHOWN, shown, by=by)
    return shown


@transaction.atomic
def withdraw_competence(competence: Competence, *, by: Person, why: str) -> bool:
    """It was a mistake, or they cannot do it any more. It stays to be read. Whether anything changed."""
    standing = Competence.objects.standing().filter(pk=competence.pk)
    if not standing.update(withdrawn_on=timezone.localdate(), withdrawn_why=why):
        return False
    record(facts.COMPETENCE_WITHDRAWN, competence, by=by)
    return True


@transaction.atomic
def offer_teaching(person: Person, thing: Thing) -> None:
    """I would show others how this is done."""
    _row, is_new = Teacher.objects.get_or_create(person=person, **thing.columns)
    if is_new:
        record(facts.TEACHING_CHANGED, person, by=person, offered=True, about=thing.pk)


@transaction.atomic
def stop_teaching(person: Person, thing: Thing) -> None:
    """Not any more; nobody has to say why."""
    if Teacher.objects.filter(person=person, **thing.columns).delete()[0]:
        record(facts.TEACHING_CHANGED, person, by=person, offered=False, about=thing.pk)


def _until(thing: Thing, on: date) -> date | None:
    months = (
        Skill.objects.filter(pk=thing.pk).values_list("valid_months", flat=True).first()
        if thing.kind == "skill"
        else None
    )
    return months_later(on, months) if months else None
