"""Which charts somebody wants to see beside each other, said in the address."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.ui.wishes import Fits, Wishes, is_number, understood
from genba.understand.models import Metric
from genba.work.models import Process

LOOKS: dict[str, str | Promise] = {"": _("Small charts"), "icons": _("Icons only")}
WORDS: dict[str, str | Promise] = {
    "team": _("team"),
    "process": _("process"),
    "role": _("leading or lagging"),
    "look": _("what is shown"),
    "unusual": _("only what is unusual"),
}
FITS: dict[str, Fits] = {
    "team": is_number,
    "process": is_number,
    "role": lambda wish: wish in Metric.Role.values,
    "look": lambda wish: wish in LOOKS,
    "unusual": lambda wish: wish in {"1", "on"},
}


@dataclass(frozen=True)
class Wanted(Wishes):
    """What is wished for of all charts."""

    team: str = ""
    process: str = ""
    role: str = ""
    look: str = ""
    unusual: str = ""


def read_wishes(asked: Mapping[str, str]) -> Wanted:
    """Read the wishes of an address."""
    return Wanted(**understood(asked, FITS, WORDS))


def wanted_metrics(wishes: Wanted, person: Person) -> list[Metric]:
    """The metrics that are wished for, by team; those of no team come last. Whether unusual is not asked."""
    found = Metric.objects.visible_to(person).current().select_related("team", "process__team")
    if wishes.team:
        found = found.filter(team=int(wishes.team)) | found.filter(team=None, process__team=int(wishes.team))
    if wishes.process:
        found = found.filter(process=int(wishes.process))
    if wishes.role:
        found = found.filter(role=wishes.role)
    return sorted(found, key=lambda one: (not team_of(one), str(team_of(one) or ""), one.name))


def team_of(metric: Metric) -> Team | None:
    """Whose it is: its team, or the team of its process."""
    return metric.team or (metric.process.team if metric.process else None)


def choices() -> dict[str, list[tuple[str, str]]]:
    """The teams and processes that have metrics."""
    current = Metric.objects.current()
    teams = Team.objects.filter(pk__in=current.values("team")) | Team.objects.filter(
        pk__in=current.values("process__team")
    )
    processes = Process.objects.filter(pk__in=current.values("process"))
    return {
        "team": [(str(one.pk), str(one)) for one in teams.order_by("name")],
        "process": [(str(one.pk), str(one)) for one in processes.order_by("name")],
    }
