"""Competences that run out within thirty days, told once; and evidence that goes with an erased person."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from genba.people.facts import PERSON_ERASED
from genba.trail.models import Blob, Fact, File
from genba.trail.reactions import on
from genba.trail.record import record
from genba.trail.work import job
from genba.work import facts
from genba.work.models import Competence
from genba.work.skills.matrix import SOON

KIND = "work.competence"


@job()
def look_for_competences_that_run_out() -> int:
    """Tell of each competence once when it runs out within thirty days and nothing newer replaces it."""
    today = timezone.localdate()
    ending = Competence.objects.standing().filter(
        expires_on__gte=today, expires_on__lte=today + timedelta(SOON), person__is_active=True
    )
    newer = Competence.objects.standing().filter(
        Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")), person=OuterRef("person")
    )
    same = Q(skill__isnull=False, skill=OuterRef("skill")) | Q(
        procedure__isnull=False, procedure=OuterRef("procedure")
    )
    ending = ending.exclude(Q(told_for__isnull=False) & Q(told_for=F("expires_on")))
    return sum(_tell(one) for one in ending.exclude(Exists(newer.filter(same))))


@transaction.atomic
def _tell(competence: Competence) -> bool:
    """Whoever changes the row tells; a second worker finds nothing to change."""
    fresh = Competence.objects.filter(
        Q(told_for=None) | ~Q(told_for=competence.expires_on), pk=competence.pk, withdrawn_on=None
    )
    claimed = fresh.update(told_for=competence.expires_on)
    if claimed:
        record(facts.COMPETENCE_EXPIRES, competence)
    return bool(claimed)


@on(PERSON_ERASED)
def forget_the_evidence(_fact: Fact) -> None:
    """What a person has shown goes with them, and so do the files that showed it."""
    kept = {str(pk) for pk in Competence.objects.values_list("pk", flat=True)}
    for file in File.objects.filter(subject_kind=KIND):
        if file.subject_id not in kept:
            if file.blob:
                file.blob.delete(save=False)
            Blob.objects.filter(file=file).delete()
            file.delete()
