"""A pilot: a version tried by a small named team until a day, ended by a decision with what was learned."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person, Team
from genba.trail.record import record
from genba.work import facts
from genba.work.models import Pilot, PilotPerson, Version

State = Version.State
Decision = Pilot.Decision
AFTER = {Decision.GO_ON: State.PILOT, Decision.CHANGE: State.DRAFT, Decision.STOP: State.WITHDRAWN}


@transaction.atomic
def begin_pilot(version: Version, *, by: Person, until: date, team: Team | None = None, **more: Any) -> Pilot:
    """Let a small team try it. `more`: people (chosen ones), question (what it shall show).

    Raises ValidationError where nobody is named, the day is over, there is no step, or it is no draft.
    """
    people: list[Person] = list(more.pop("people", ()))
    if team is None and not people:
        raise ValidationError(_("Name a team, or choose the people who try it."))
    if until <= timezone.localdate():
        raise ValidationError(
            {"until": _("Choose a day from tomorrow on: a trial needs time to show something.")}
        )
    if not version.body:
        raise ValidationError(_("There is no step yet."))
    if not Version.objects.filter(pk=version.pk, state__in=(State.DRAFT, State.PILOT)).update(
        state=State.PILOT
    ):
        raise ValidationError(_("This version is not a draft any more."))
    try:
        with transaction.atomic():
            pilot = Pilot.objects.create(version=version, team=team, until=until, begun_by=by, **more)
    except IntegrityError:
        raise ValidationError(_("A pilot of this version runs already.")) from None
    PilotPerson.objects.bulk_create(PilotPerson(pilot=pilot, person=person) for person in people)
    version.refresh_from_db()
    record(facts.PILOT_BEGUN, version.procedure, by=by, version=version.number, pilot=pilot.pk)
    return pilot


@transaction.atomic
def decide(pilot: Pilot, *, by: Person, decision: str, learned: str) -> None:
    """End the pilot. Raises ValidationError without what was learned, or where it is decided already."""
    if not learned.strip():
        raise ValidationError({"learned": _("Say in a sentence what was learned.")})
    now = timezone.now()
    if (
        not Pilot.objects.running()
        .filter(pk=pilot.pk)
        .update(decision=decision, learned=learned.strip(), decided_at=now, decided_by=by)
    ):
        raise ValidationError(_("This pilot is decided already."))
    _lead_on(pilot, Decision(decision), learned.strip())
    version = pilot.version
    record(
        facts.PILOT_DECIDED,
        version.procedure,
        by=by,
        version=version.number,
        pilot=pilot.pk,
        decision=str(decision),
    )
    if decision == Decision.STOP:
        record(facts.VERSION_WITHDRAWN, version.procedure, by=by, version=version.number)


def _lead_on(pilot: Pilot, decision: Decision, learned: str) -> None:
    news: dict[str, Any] = {"state": AFTER[decision]}
    if decision == Decision.STOP:
        news |= {"ended_at": timezone.now(), "ended_because": learned[:500]}
    Version.objects.filter(pk=pilot.version_id, state=State.PILOT).update(**news)
    pilot.refresh_from_db()


@transaction.atomic
def withdraw(version: Version, *, by: Person, because: str) -> None:
    """Let go of a version that is under way. Raises ValidationError without a reason."""
    because = because.strip()
    if not because:
        raise ValidationError(_("Say in one sentence why it is not needed."))
    now = timezone.now()
    if not Version.objects.filter(pk=version.pk, state__in=Version.UNDER_WAY).update(
        state=State.WITHDRAWN, ended_at=now, ended_because=because
    ):
        raise ValidationError(_("This version is not under way any more."))
    Pilot.objects.running().filter(version=version).update(
        decision=Decision.STOP, learned=because, decided_at=now, decided_by=by
    )
    version.refresh_from_db()
    record(facts.VERSION_WITHDRAWN, version.procedure, by=by, version=version.number)
