"""The calendar of audits: days are added, changed and taken out, each with its fact."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.trail.record import record
from genba.understand import facts
from genba.understand.models import AuditDate


@transaction.atomic
def keep_audit_date(audit: AuditDate, *, by: Person) -> None:
    """Save a new or changed day. Raises ValidationError where that audit stands on that day already."""
    fact = facts.AUDIT_DATE_CHANGED if audit.pk else facts.AUDIT_DATE_ADDED
    audit.kept_by = by
    try:
        with transaction.atomic():
            audit.save()
    except IntegrityError:
        raise ValidationError({"name": _("This audit stands on this day already.")}) from None
    record(fact, audit, by=by)


@transaction.atomic
def withdraw(audit: AuditDate, *, by: Person) -> bool:
    """It did not take place or was entered by mistake. Whether anything changed."""
    if not AuditDate.objects.filter(pk=audit.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        return False
    record(facts.AUDIT_DATE_WITHDRAWN, audit, by=by)
    return True
