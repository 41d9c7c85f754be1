"""What somebody wants to see of all procedures, said in the address: sharing the address shares the view."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.ui.wishes import NOBODY, Fits, Wishes, is_number, is_number_or_nobody, is_text, understood
from genba.work.models import Procedure, Process, Version
from genba.work.models.procedure import ProcedureQuerySet

# From the top of a map to its foot. Boxes that nobody has put anywhere stand in the order in which they came.
AS_VALUE_IS_MADE = (
    "process__value_stream__position",
    "process__value_stream",
    F("process__y").asc(nulls_last=True),
    "process__x",
    "process_id",
    "title",
    "pk",
)

STATES: dict[str, str | Promise] = {
    "in_force": _("In force"),
    "under_way": _("Being changed"),
    "pilot": _("On pilot"),
    "new": _("Not in force yet"),
    "due": _("To be looked at again"),
    "retired": _("Retired"),
}
WORDS: dict[str, str | Promise] = {
    "q": _("words"),
    "process": _("process"),
    "stream": _("value stream"),
    "team": _("team"),
    "owner": _("owner"),
    "state": _("state"),
    "check": _("checks"),
}


@dataclass(frozen=True)
class Wished(Wishes):
    """What is wished for of all procedures."""

    q: str = ""
    process: str = ""
    stream: str = ""
    team: str = ""
    owner: str = ""
    state: str = ""
    check: str = ""


def read_wishes(asked: Mapping[str, str]) -> Wished:
    """Read the wishes of an address."""
    return Wished(**understood(asked, FITS, WORDS))


def found(wishes: Wished, person: Person) -> ProcedureQuerySet:
    """The procedures that are wished for, by value stream and process, each with its living versions."""
    living = Version.objects.filter(state__in=(Version.State.IN_FORCE, *Version.UNDER_WAY))
    seen = Procedure.objects.visible_to(person).filter(_wanted(wishes))
    return (
        seen.select_related("process__value_stream", "owner")
        .defer("words")
        .prefetch_related(
            "teams", Prefetch("versions", living.defer("body", "why", "question"), to_attr="living")
        )
        .order_by(*AS_VALUE_IS_MADE)
    )


def choices() -> dict[str, list[tuple[str, str]]]:
    """What can be chosen: processes with procedures, the teams that work with them, and their owners."""
    used = Procedure.objects.in_use()
    processes = Process.objects.filter(pk__in=used.values("process")).select_related("value_stream")
    teams = Team.objects.filter(pk__in=Procedure.teams.through.objects.values("team"))
    owners = Person.objects.filter(pk__in=used.values("owner"))
    return {
        "process": [(str(one.pk), f"{one.value_stream} · {one}") for one in processes],
        "team": [(str(one.pk), str(one)) for one in teams],
        "owner": [(str(one.pk), str(one)) for one in owners],
    }


def _wanted(wishes: Wished) -> Q:
    wanted = _in_state(wishes.state)
    if wishes.q:
        wanted &= Q(code__iexact=wishes.q) | Q(title__icontains=wishes.q) | Q(words__icontains=wishes.q)
    if wishes.process:
        wanted &= Q(process=int(wishes.process))
    if wishes.stream:
        wanted &= Q(process__value_stream=int(wishes.stream))
    if wishes.team:
        ours = Procedure.teams.through.objects.filter(team=int(wishes.team))
        wanted &= Q(pk__in=ours.values("procedure"))
    if wishes.owner:
        wanted &= Q(owner=None if wishes.owner == NOBODY else int(wishes.owner))
    if wishes.check:
        wanted &= Q(is_check=True)
    return wanted


def _in_state(state: str) -> Q:
    if state == "retired":
        return Q(retired_on__isnull=False)
    in_use = Q(retired_on=None)
    versions = Version.objects.filter(procedure=OuterRef("pk"))
    ways = {
        "in_force": Q(Exists(versions.filter(state=Version.State.IN_FORCE))),
        "new": ~Q(Exists(versions.filter(state=Version.State.IN_FORCE))),
        "under_way": Q(Exists(versions.filter(state__in=Version.UNDER_WAY))),
        "pilot": Q(Exists(versions.filter(state=Version.State.PILOT))),
        "due": Q(review_on__lt=timezone.localdate()),
    }
    return in_use & ways[state] if state in ways else in_use


FITS: dict[str, Fits] = {
    "q": is_text,
    "process": is_number,
    "stream": is_number,
    "team": is_number,
    "owner": is_number_or_nobody,
    "state": lambda wish: wish in STATES,
    "check": lambda wish: wish == "1",
}
