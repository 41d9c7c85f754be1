"""Calibrations that fall due or are late, told once an episode; and the due days as a calendar."""

from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from genba.people.models import Person
from genba.trail.kinds import FactKind
from genba.trail.record import record
from genba.trail.work import job
from genba.work import facts
from genba.work.equipment.standing import SOON, last_calibration, standing_of
from genba.work.models import Equipment

SALT = "genba.work.calibrations"
MARK = 16  # characters of the mark that changes with the password


@job()
def look_for_due_calibrations() -> int:
    """Tell of each calibration once when it falls due within thirty days, and once when it is late."""
    today = timezone.localdate()
    dated = Equipment.objects.filter(state=Equipment.State.IN_USE, due_on__isnull=False, every__isnull=False)
    dated = dated.exclude(unit=Equipment.Unit.USES)
    soon = dated.filter(due_on__gte=today, due_on__lte=today + timedelta(SOON))
    told = sum(_tell(one, "told_for", facts.EQUIPMENT_DUE, one.due_on) for one in _new(soon, "told_for"))
    late = _new(dated.filter(due_on__lt=today), "late_told_for")
    told += sum(_tell(one, "late_told_for", facts.EQUIPMENT_LATE, one.due_on) for one in late)
    return told + _tell_of_uses()


def _new(found: "QuerySet[Equipment]", column: str) -> "QuerySet[Equipment]":
    return found.exclude(Q(**{f"{column}__isnull": False}) & Q(**{column: F("due_on")}))


def _tell_of_uses() -> int:
    counted = Equipment.objects.filter(
        state=Equipment.State.IN_USE, unit=Equipment.Unit.USES, every__isnull=False
    )
    told = 0
    for one in counted:
        last = last_calibration(one)
        if last is not None and standing_of(one).code == "late":
            told += _tell(one, "late_told_for", facts.EQUIPMENT_LATE, last.on)
    return told


@transaction.atomic
def _tell(equipment: Equipment, column: str, fact: FactKind, day: date | None) -> bool:
    """Whoever changes the row tells; a second worker finds nothing to change."""
    fresh = Equipment.objects.filter(Q(**{f"{column}__isnull": True}) | ~Q(**{column: day}), pk=equipment.pk)
    claimed = fresh.update(**{column: day})
    if claimed:
        record(fact, equipment)
    return bool(claimed)


def calendar_key(person: Person) -> str:
    """What opens the calendar of this person without signing in; another password makes it worthless."""
    mark = person.get_session_auth_hash()[:MARK]
    return signing.dumps([person.pk, mark], salt=SALT)


def person_with(key: str) -> Person | None:
    """Whose key this is; None where it opens nothing any more."""
    try:
        pk, mark = signing.loads(key, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = Person.objects.filter(pk=pk, is_active=True).first()
    return person if person is not None and person.get_session_auth_hash()[:MARK] == mark else None


def calendar_of(person: Person) -> bytes:
    """The days on which calibrations run out, of all that this person looks after; else of their teams."""
    mine = Equipment.objects.changeable_by(person) | Equipment.objects.filter(team__in=person.teams)
    calendar = Calendar()
    calendar.add("prodid", "-//Genba//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Calibrations"))
    for one in mine.kept().exclude(due_on=None).distinct():
        calendar.add_component(_event(one))
    return bytes(calendar.to_ical())


def _event(equipment: Equipment) -> Event:
    event, day = Event(), equipment.due_on
    host = settings.GENBA_ADDRESS.partition("://")[2]
    event.add("uid", f"calibration-{equipment.pk}@{host}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", day)
    event.add("summary", _("Calibration runs out: %(gauge)s") % {"gauge": equipment})
    event.add("url", f"{settings.GENBA_ADDRESS}{reverse('work:equipment', args=[equipment.pk])}")
    return event
