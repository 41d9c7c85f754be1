"""Whether a gauge may be used today, in one word and one date."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from genba.work.models import Calibration, Equipment, Measurement

SOON = 30
AHEAD = 60
State = Equipment.State


class Comparison(NamedTuple):
    """What of a calibration says whether one may go on measuring."""

    on: date
    is_fit: bool


@dataclass(frozen=True)
class Standing:
    """What a label must answer.

    `code` is ok, soon, late, never, wrong, out, retired or free; `tone` colours it and `icon` draws it, the
    words stand beside both. `until` is the last day on which it may be used.
    """

    code: str
    words: str | Promise
    tone: str
    icon: str
    until: date | None = None
    note: str = ""

    @property
    def may_be_used(self) -> bool:
        """Whether one may measure with it today."""
        return self.code in ("ok", "soon", "free")


def standing_of(equipment: Equipment, *, today: date | None = None) -> Standing:
    """Whether it may be used today, and until when."""
    today = today or timezone.localdate()
    if equipment.state != State.IN_USE:
        return _out_of_use(equipment)
    if not equipment.needs_calibration:
        return Standing("free", _("Needs no calibration"), "ok", "check")
    last = _last_comparison(equipment)
    if last is None:
        return Standing("never", _("Never calibrated: do not use it"), "bad", "cross")
    if not last.is_fit:
        return Standing("wrong", _("Out of tolerance: do not use it"), "bad", "cross")
    if equipment.unit == Equipment.Unit.USES:
        return _by_uses(equipment, last)
    return _by_date(equipment.due_on, today)


def _out_of_use(equipment: Equipment) -> Standing:
    if equipment.state == State.RETIRED:
        return Standing("retired", _("Retired: do not use it"), "bad", "cross", note=equipment.state_why)
    return Standing("out", _("Out of order: do not use it"), "bad", "cross", note=equipment.state_why)


def _by_date(until: date | None, today: date) -> Standing:
    if until is None:
        return Standing("never", _("Nobody said until when: do not use it"), "bad", "cross")
    days = (until - today).days
    if days < 0:
        words = ngettext("Late by %(n)d day", "Late by %(n)d days", -days) % {"n": -days}
        return Standing("late", _("The calibration ran out: do not use it"), "bad", "cross", until, words)
    left = ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    if days <= SOON:
        return Standing("soon", _("Good, but due soon"), "warn", "clock", until, left)
    return Standing("ok", _("Good for use"), "ok", "check", until, left)


def _by_uses(equipment: Equipment, last: Comparison) -> Standing:
    every, used = equipment.every or 0, uses_since(equipment, last)
    note = ngettext("%(n)d use since the last calibration", "%(n)d uses since the last calibration", used)
    note = note % {"n": used}
    if used >= every:
        return Standing("late", _("The calibration ran out: do not use it"), "bad", "cross", note=note)
    if used * 10 >= every * 9:
        return Standing("soon", _("Good, but due soon"), "warn", "clock", note=note)
    return Standing("ok", _("Good for use"), "ok", "check", note=note)


def last_calibration(equipment: Equipment) -> Calibration | None:
    """The newest one that stands."""
    return equipment.calibrations.standing().first()


def with_last_comparison(found: QuerySet[Equipment]) -> QuerySet[Equipment]:
    """The same equipment, read together with what `standing_of` asks of its newest calibration."""
    newest = Calibration.objects.standing().filter(equipment=OuterRef("pk"))
    return found.annotate(
        last_compared_on=Subquery(newest.values("on")[:1]),
        last_was_fit=Subquery(newest.values("is_fit")[:1]),
    )


def _last_comparison(equipment: Equipment) -> Comparison | None:
    known = equipment.__dict__
    if "last_compared_on" not in known:
        last = last_calibration(equipment)
        return Comparison(last.on, last.is_fit) if last else None
    on = known["last_compared_on"]
    return Comparison(on, known["last_was_fit"]) if on else None


def uses_since(equipment: Equipment, last: Calibration | Comparison) -> int:
    """How often it was used after a calibration; what was measured on that very day counts."""
    return Measurement.objects.filter(equipment=equipment, on__gte=last.on).count()
