"""Which equipment a list shows: the filters of an address."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.sources.export import Exported
from genba.work.equipment.standing import AHEAD, SOON, standing_of, with_last_comparison
from genba.work.models import Equipment

State = Equipment.State
MOST_DUE = 5  # on the home page


def listed(person: Person, asked: dict[str, Any]) -> QuerySet[Equipment]:
    """What this person asked for: q, team, place, state (late, 30, 60, out, retired, none)."""
    today, state = timezone.localdate(), asked.get("state") or ""
    found = Equipment.objects.visible_to(person).select_related("team", "place")
    found = found.filter(state=State.RETIRED) if state == "retired" else found.kept()
    for word in (asked.get("q") or "").split()[:8]:
        found = found.filter(
            Q(code__icontains=word)
            | Q(name__icontains=word)
            | Q(serial__icontains=word)
            | Q(kind__icontains=word)
        )
    if asked.get("team"):
        found = found.filter(team__path__startswith=asked["team"].path)
    if state == "late":
        found = found.filter(due_on__lt=today)
    if state in ("30", "60"):
        ahead = SOON if state == "30" else AHEAD
        found = found.filter(due_on__lte=today + timedelta(ahead)).order_by("due_on", "code")
    if state == "out":
        found = found.filter(state=State.OUT_OF_ORDER)
    return found


def due_soon(person: Person) -> dict[str, Any] | None:
    """For the home page: what those who answer for it should send away; nothing where nothing is due."""
    ahead = timezone.localdate() + timedelta(SOON)
    mine = Equipment.objects.changeable_by(person).kept()
    due = mine.filter(due_on__lte=ahead).order_by("due_on")
    first = list(with_last_comparison(due)[:MOST_DUE])
    rows = [(one, standing_of(one)) for one in first]
    return {"rows": rows, "count": due.count() if len(first) == MOST_DUE else len(first)} if rows else None


def heading() -> list[str]:
    """The columns of the exported list."""
    words = (
        _("Number"),
        _("Name"),
        _("Kind"),
        _("Serial number"),
        _("Team"),
        _("Place"),
        _("Tolerance"),
        _("State"),
        _("Good until"),
    )
    return [str(word) for word in words]


def lines(found: QuerySet[Equipment]) -> Iterator[list[Exported]]:
    """One line a gauge."""
    for one in with_last_comparison(found).iterator(chunk_size=500):
        yield [
            one.code,
            one.name,
            one.kind,
            one.serial,
            str(one.team),
            str(one.place or ""),
            one.tolerance,
            str(standing_of(one).words),
            one.due_on,
        ]
