"""How equipment is added, calibrated, taken out of use and used; each with its fact."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.analysis.months import months_later
from genba.people.models import Person
from genba.trail.files import keep_file
from genba.trail.record import record
from genba.work import facts
from genba.work.equipment.standing import last_calibration, standing_of
from genba.work.models import Calibration, Equipment, Measurement, StepResult

State, Unit = Equipment.State, Equipment.Unit


@transaction.atomic
def keep_equipment(equipment: Equipment, *, by: Person) -> None:
    """Save new or changed equipment. Another interval moves the day of the next calibration."""
    fact = facts.EQUIPMENT_CHANGED if equipment.pk else facts.EQUIPMENT_ADDED
    if equipment.pk:
        equipment.due_on = _due_after(equipment)
    try:
        with transaction.atomic():
            equipment.save()
    except IntegrityError:
        raise ValidationError({"code": _("This number is taken.")}) from None
    record(fact, equipment, by=by)


def next_due(equipment: Equipment, on: date) -> date | None:
    """Until when a calibration of this day is good; None where uses are counted or there is no interval."""
    if equipment.every is None or equipment.unit == Unit.USES:
        return None
    try:
        if equipment.unit == Unit.MONTHS:
            return months_later(on, equipment.every)
        return on + timedelta(days=equipment.every)
    except OverflowError:
        return date.max


@transaction.atomic
def calibrate(
    equipment: Equipment, *, by: Person, certificate: "UploadedFile[bytes] | None" = None, **words: Any
) -> Calibration:
    """Write a calibration down. `words` are the columns of `Calibration` that people fill.

    What is not good for use goes out of order, what is good again comes back.
    """
    held = Equipment.objects.select_for_update().get(pk=equipment.pk)
    words["due_on"] = words.get("due_on") or next_due(held, words["on"])
    done = Calibration.objects.create(equipment=held, written_by=by, **words)
    if certificate is not None:
        keep_file(done, certificate, by=by)
    record(facts.EQUIPMENT_CALIBRATED, held, by=by, calibration=done.pk)
    if not done.is_in_tolerance:
        record(facts.EQUIPMENT_OUT_OF_TOLERANCE, held, by=by, calibration=done.pk)
    _follow(held)
    equipment.refresh_from_db()
    return done


@transaction.atomic
def strike(calibration: Calibration, *, by: Person, why: str) -> bool:
    """It was entered by mistake: it stays to be read and counts no more. Whether anything changed."""
    if not Calibration.objects.filter(pk=calibration.pk, struck_on=None).update(
        struck_on=timezone.localdate(), struck_why=why
    ):
        return False
    record(facts.CALIBRATION_STRUCK, calibration.equipment, by=by, calibration=calibration.pk)
    _follow(Equipment.objects.select_for_update().get(pk=calibration.equipment_id))
    return True


def take_out(equipment: Equipment, *, by: Person, why: str) -> bool:
    """It is broken, lost or in doubt. Whether anything changed."""
    return _go(equipment, State.OUT_OF_ORDER, facts.EQUIPMENT_OUT_OF_ORDER, by=by, why=why)


def retire(equipment: Equipment, *, by: Person, why: str) -> bool:
    """Nobody will use it any more. Whether anything changed."""
    return _go(equipment, State.RETIRED, facts.EQUIPMENT_RETIRED, by=by, why=why)


def take_into_use(equipment: Equipment, *, by: Person) -> bool:
    """It may be used again, as far as its calibration allows. Whether anything changed."""
    return _go(equipment, State.IN_USE, facts.EQUIPMENT_IN_USE, by=by, why="")


@transaction.atomic
def note_measurement(
    equipment: Equipment,
    *,
    by: Person | None,
    what: str,
    on: date | None = None,
    result: StepResult | None = None,
) -> Measurement:
    """Note what was measured with it: by hand, or the result of a step of a run."""
    words: dict[str, Any] = {
        "equipment": equipment,
        "on": on or timezone.localdate(),
        "what": what[:300],
        "was_overdue": not standing_of(equipment).may_be_used,
        "noted_by": by,
    }
    if result is None:
        done = Measurement.objects.create(**words)
        record(facts.EQUIPMENT_MEASURED, equipment, by=by, measurement=done.pk)
        return done
    return Measurement.objects.create(result=result, **words)


def _due_after(equipment: Equipment) -> date | None:
    last = last_calibration(equipment)
    if last is None or not last.is_fit or not equipment.needs_calibration:
        return None
    return last.due_on if equipment.unit == Unit.USES else next_due(equipment, last.on)


def _follow(equipment: Equipment) -> None:
    """The newest calibration says until when it is good, and whether it may be used at all."""
    last = last_calibration(equipment)
    equipment.due_on = last.due_on if last is not None and last.is_fit else None
    if last is not None and equipment.state != State.RETIRED:
        equipment.state = State.IN_USE if last.is_fit else State.OUT_OF_ORDER
        equipment.state_why = "" if last.is_fit else last.as_found[:300]
    equipment.save(update_fields=["due_on", "state", "state_why"])


@transaction.atomic
def _go(equipment: Equipment, state: str, fact: Any, *, by: Person, why: str) -> bool:
    others = Equipment.objects.filter(pk=equipment.pk).exclude(state=state)
    if not others.update(state=state, state_why=why):
        return False
    record(fact, equipment, by=by)
    equipment.refresh_from_db()
    return True
