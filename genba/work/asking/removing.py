"""An optional field is taken off the forms and the pages, and put back. Stored answers stay."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from genba.people.models import Person
from genba.trail.record import record
from genba.work import facts
from genba.work.asking.decided import decided, forget_decided
from genba.work.asking.fields import field_coded
from genba.work.models import FieldOff


def is_asked(code: str) -> bool:
    """Whether a field is asked and shown."""
    return code not in fields_off()


def fields_off() -> frozenset[str]:
    """The codes of the fields that are not asked at the moment."""
    return decided().off


@transaction.atomic
def take_off(code: str, *, by: Person) -> bool:
    """Ask it no more. Whether it was asked; False too for a field that must stay or that nobody knows."""
    found = field_coded(code)
    if found is None or found[1].kept_because:
        return False
    try:
        with transaction.atomic():
            off = FieldOff.objects.create(field=code)
    except IntegrityError:
        return False
    record(facts.FIELD_OFF, off, by=by, field=code)
    forget_decided()
    return True


@transaction.atomic
def ask_again(code: str, *, by: Person) -> bool:
    """Put it back. Whether it was off."""
    off = FieldOff.objects.filter(field=code, back_on=None).first()
    if off is None or not FieldOff.objects.filter(pk=off.pk, back_on=None).update(
        back_on=timezone.localdate()
    ):
        return False
    record(facts.FIELD_ON, off, by=by, field=code)
    forget_decided()
    return True
