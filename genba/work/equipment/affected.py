"""What was measured with a gauge between the last time it was right and the day it was found wrong."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from genba.work.models import Calibration, Measurement

MOST = 1000


@dataclass(frozen=True)
class Affected:
    """The measurements in doubt. `since` is None where it was never right before."""

    calibration: Calibration
    since: date | None
    rows: list[Measurement]
    count: int
    first: date | None
    last: date | None

    @property
    def is_cut(self) -> bool:
        """Whether there are more than `rows` holds."""
        return self.count > len(self.rows)

    @property
    def card(self) -> str:
        """The words of a card about it, as the query of an address."""
        gauge = self.calibration.equipment
        title = _("%(gauge)s was out of tolerance: what does it mean for what we measured?") % {
            "gauge": gauge
        }
        found = _("Found on %(day)s: %(words)s") % {
            "day": self.calibration.on.isoformat(),
            "words": self.calibration.as_found,
        }
        in_doubt = _("Measurements in doubt: %(count)d, from %(first)s to %(last)s.") % {
            "count": self.count,
            "first": self.first.isoformat() if self.first else "—",
            "last": self.last.isoformat() if self.last else "—",
        }
        lines = [f"- {row.on.isoformat()} {row.what}" for row in self.rows[:30]]
        return urlencode({"title": title, "text": "\n".join([found, in_doubt, *lines])})


def affected_by(calibration: Calibration) -> Affected:
    """The measurements from the last time the gauge was left right until this calibration.

    Both days are within: whatever was measured on the very day of a calibration is in doubt as well, because
    nobody knows the hour.
    """
    before = (
        Calibration.objects.standing()
        .filter(equipment=calibration.equipment_id, is_fit=True, on__lte=calibration.on)
        .exclude(pk=calibration.pk)
        .exclude(on=calibration.on, pk__gt=calibration.pk)
        .first()
    )
    rows = Measurement.objects.filter(equipment=calibration.equipment_id, on__lte=calibration.on)
    if before is not None:
        rows = rows.filter(on__gte=before.on)
    return _affected(calibration, before.on if before else None, rows)


def in_doubt(calibrations: list[Calibration]) -> list[Affected]:
    """For each calibration that found it out of tolerance, what it means."""
    return [affected_by(one) for one in calibrations if not one.is_in_tolerance and one.struck_on is None]


def _affected(calibration: Calibration, since: date | None, rows: "QuerySet[Measurement]") -> Affected:
    days = rows.order_by("on", "pk")
    first, last = days.first(), days.last()
    return Affected(
        calibration=calibration,
        since=since,
        rows=list(days.select_related("result")[:MOST]),
        count=days.count(),
        first=first.on if first else None,
        last=last.on if last else None,
    )
