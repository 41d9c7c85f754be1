"""Documents whose day of being looked at again has come. Told once a day that was set."""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from genba.trail.record import record
from genba.trail.work import job
from genba.work import facts
from genba.work.models import Document


@job()
def look_for_document_reviews() -> int:
    """Tell of each document once when its review is due; how many were told."""
    due = (
        Document.objects.current()
        .in_use()
        .filter(review_on__lte=timezone.localdate())
        .exclude(Q(review_told_for__isnull=False) & Q(review_told_for=F("review_on")))
    )
    return sum(_tell(document) for document in due)


@transaction.atomic
def _tell(document: Document) -> bool:
    """Whoever changes the row tells; a second worker finds nothing to change."""
    claimed = Document.objects.filter(
        Q(review_told_for=None) | ~Q(review_told_for=document.review_on),
        pk=document.pk,
        review_on=document.review_on,
    ).update(review_told_for=document.review_on)
    if claimed:
        record(facts.DOCUMENT_REVIEW_DUE, document)
    return bool(claimed)
