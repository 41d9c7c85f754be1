"""What becomes of a procedure in force: it is looked at again, retired, taken into use again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.trail.record import record
from genba.trail.work import job
from genba.work import facts
from genba.work.models import Pilot, Procedure, Retirement
from genba.work.writing import day_of_review


@transaction.atomic
def confirm(procedure: Procedure, *, by: Person) -> None:
    """Somebody has looked: it is still right, and is looked at again after the usual months."""
    version = procedure.in_force
    if version is None or procedure.retired_on is not None:
        raise ValidationError(_("Only what is in force can be still right."))
    procedure.review_on = day_of_review(procedure.review_months)
    procedure.save(update_fields=["review_on"])
    record(facts.PROCEDURE_CONFIRMED, procedure, by=by, version=version.number)


@transaction.atomic
def retire(procedure: Procedure, *, by: Person, because: str) -> None:
    """Take it out of use, with a reason. Everything it said stays and can be read."""
    if not because.strip():
        raise ValidationError(_("Say in one sentence why it is not needed any more."))
    if not Procedure.objects.in_use().filter(pk=procedure.pk).update(retired_on=timezone.localdate()):
        raise ValidationError(_("It is retired already."))
    Retirement.objects.create(procedure=procedure, because=because.strip(), by=by)
    procedure.refresh_from_db()
    record(facts.PROCEDURE_RETIRED, procedure, by=by)


@transaction.atomic
def bring_back(procedure: Procedure, *, by: Person) -> None:
    """Take it into use again, as it was; somebody looks at once whether it is still right."""
    today = timezone.localdate()
    back = Procedure.objects.filter(pk=procedure.pk).exclude(retired_on=None)
    if not back.update(retired_on=None, review_on=today, review_told_on=None):
        raise ValidationError(_("It is in use."))
    procedure.retirements.filter(returned_at=None).update(returned_at=timezone.now())
    procedure.refresh_from_db()
    record(facts.PROCEDURE_RETURNED, procedure, by=by)


@job()
def look_for_due_reviews() -> None:
    """Say once of each procedure whose day has come: it is time to look whether it is still right."""
    today = timezone.localdate()
    untold = Q(review_told_on=None) | Q(review_told_on__lt=F("review_on"))
    for procedure in Procedure.objects.in_use().filter(untold, review_on__lte=today):
        with transaction.atomic():
            told = Procedure.objects.filter(untold, pk=procedure.pk).update(review_told_on=today)
            if told and procedure.in_force is not None:
                record(facts.REVIEW_DUE, procedure)


@job()
def look_for_ended_pilots() -> None:
    """Say once of each pilot whose day has come: what was learned?"""
    today = timezone.localdate()
    ended = Pilot.objects.running().filter(until__lte=today, told_on=None)
    for pilot in ended.select_related("version__procedure"):
        with transaction.atomic():
            if Pilot.objects.running().filter(pk=pilot.pk, told_on=None).update(told_on=today):
                number = pilot.version.number
                record(facts.PILOT_DUE, pilot.version.procedure, version=number, pilot=pilot.pk)
