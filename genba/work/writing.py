"""How a procedure begins, and how a version of it is written."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person, Team
from genba.trail.record import record
from genba.work import facts
from genba.work.models import KnownStep, Procedure, Process, Version
from genba.work.steps import Steps, plain, walk

State = Version.State
WRITTEN = (
    "body",
    "title",
    "why",
    "reason",
    "question",
    "expected_answer",
    "answer_choices",
    "not_read_because",
)


@transaction.atomic
def open_procedure(
    *,
    title: str,
    process: Process,
    by: Person | None,
    steps: Steps = (),
    teams: list[Team] | None = None,
    **more: Any,
) -> Version:
    """Begin a procedure with its first draft. `more`: owner, code, is_check, review_months, why.

    Without a code it gets the next free number. Raises ValidationError where a given code is taken.
    """
    why = more.pop("why", "")
    code = more.pop("code", "")
    more.setdefault("owner", by)
    procedure = _saved(Procedure(title=title, process=process, **more), code)
    procedure.teams.set(teams if teams is not None else [process.team] if process.team else [])
    record(facts.PROCEDURE_OPENED, procedure, by=by, process=process.pk)
    version = Version.objects.create(procedure=procedure, number=1, title=title, why=why, made_by=by)
    record(facts.VERSION_BEGUN, procedure, by=by, version=1)
    if steps:
        write(version, by=by, steps=steps, quietly=True)
    else:
        _refresh_words(version)
    return version


@transaction.atomic
def begin_version(procedure: Procedure, *, by: Person | None, reason: str) -> Version:
    """The version under way; a new draft from the one in force where none is.

    A change needs a reason. Raises ValidationError without one.
    """
    if procedure.under_way is not None:
        return procedure.under_way
    if not reason.strip():
        raise ValidationError({"reason": _("Say in one sentence why it changes.")})
    last = procedure.in_force or procedure.versions.first()
    number = (procedure.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = Version(
        procedure=procedure, number=number, title=procedure.title, made_by=by, reason=reason.strip()
    )
    if last is not None:
        version.title, version.why, version.body = last.title, last.why, last.body
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError:  # somebody else began one at the same moment
        return procedure.versions.get(state__in=Version.UNDER_WAY)
    record(facts.VERSION_BEGUN, procedure, by=by, version=number)
    return version


@transaction.atomic
def write(
    version: Version, *, by: Person | None, steps: Steps | None = None, quietly: bool = False, **words: Any
) -> bool:
    """Keep what was written: steps, and words (title, why, reason, question …). Whether anything changed.

    Raises ValidationError where the version is no draft and no pilot any more.
    """
    held = Version.objects.select_for_update().get(pk=version.pk)
    if not held.may_be_written:
        raise ValidationError(_("This version is not a draft any more. Begin a new one to change it."))
    before = [getattr(held, name) for name in WRITTEN]
    if steps is not None:
        held.body = plain(steps)
    for name, value in words.items():
        setattr(held, name, value)
    if before == [getattr(held, name) for name in WRITTEN]:
        return False
    held.changed_at = timezone.now()
    held.save(update_fields=[*WRITTEN, "changed_at"])
    version.__dict__.pop("steps", None)
    version.refresh_from_db()
    _know_steps(version)
    _refresh_words(version)
    if not quietly:
        record(facts.VERSION_WRITTEN, version.procedure, by=by, version=version.number, steps=len(held.body))
    return True


@transaction.atomic
def put_in_force(version: Version, *, by: Person | None) -> None:
    """From now on this version counts, and the one before is replaced. Whether it may, the caller asks."""
    now = timezone.now()
    procedure = Procedure.objects.select_for_update().get(pk=version.procedure_id)
    procedure.versions.filter(state=State.IN_FORCE).update(state=State.REPLACED, ended_at=now)
    if not procedure.versions.filter(pk=version.pk, state__in=Version.UNDER_WAY).update(
        state=State.IN_FORCE, in_force_at=now
    ):
        raise ValidationError(_("This version is not under way any more."))
    version.refresh_from_db()
    procedure.title, procedure.review_on = version.title, day_of_review(procedure.review_months)
    procedure.save(update_fields=["title", "review_on"])
    _refresh_words(version)
    record(facts.VERSION_IN_FORCE, procedure, by=by, version=version.number)


def words_of(version: Version) -> str:
    """Everything a version says, for the search."""
    parts = [version.why]
    for _place, step in walk(version.steps):
        parts += [step.what, step.who, step.how_well, step.tools, step.why]
    return "\n".join(part for part in parts if part)


def day_of_review(months: int) -> date:
    """The day on which a procedure is looked at again, so many months from today."""
    today = timezone.localdate()
    whole = today.month - 1 + months
    year, month = today.year + whole // 12, whole % 12 + 1
    return today.replace(year=year, month=month, day=min(today.day, 28))


def _know_steps(version: Version) -> None:
    """Give every new line its lasting number, and keep the newest words of the known ones."""
    known = {step.key: step for step in KnownStep.objects.filter(procedure=version.procedure_id)}
    lines = [step for _place, step in walk(version.steps)]
    KnownStep.objects.bulk_create(
        KnownStep(procedure_id=version.procedure_id, key=line.key, what=line.what)
        for line in lines
        if line.key not in known
    )
    changed = [known[line.key] for line in lines if line.key in known and known[line.key].what != line.what]
    news = {line.key: line.what for line in lines}
    for step in changed:
        step.what = news[step.key]
    KnownStep.objects.bulk_update(changed, ["what"])


def _refresh_words(version: Version) -> None:
    """The search finds what is in force; before there is such a version, the newest."""
    procedure = version.procedure
    if version.state == State.IN_FORCE or procedure.in_force is None:
        Procedure.objects.filter(pk=procedure.pk).update(title=version.title, words=words_of(version))


def _saved(procedure: Procedure, code: str) -> Procedure:
    for _try in range(20):
        procedure.code = code.strip() or _next_code()
        try:
            with transaction.atomic():
                procedure.save()
        except IntegrityError:
            if code.strip():
                raise ValidationError({"code": _("This number is taken.")}) from None
        else:
            return procedure
    raise ValidationError(_("No free number was found. Please try once more."))


def _next_code() -> str:
    numbers = [
        int(found.group(1))
        for code in Procedure.objects.filter(code__startswith="P-").values_list("code", flat=True)
        if (found := re.fullmatch(r"P-(\d{1,8})", code))
    ]
    return f"P-{max(numbers, default=0) + 1:03d}"
