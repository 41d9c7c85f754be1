"""Somebody says where they really look, and anybody completes it later."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from genba.people.models import Person, Team
from genba.trail.record import record
from genba.work import facts
from genba.work.models import HourCost, Procedure, Process, ShadowTool

COMPLETED = (
    "sentence",
    "kind",
    "people",
    "often",
    "minutes",
    "minutes_of",
    "lacks",
    "process",
    "procedure",
)


@transaction.atomic
def add_tool(
    *,
    sentence: str,
    by: Person,
    with_name: bool = True,
    process: Process | None = None,
    procedure: Procedure | None = None,
    **more: Any,
) -> ShadowTool:
    """Put it into the register. `more`: what `complete` takes.

    Without a name no person is kept, neither in the register nor in its history, which then holds the day and
    no hour.
    """
    who = by if with_name else None
    if process is None and procedure is not None:
        process = procedure.process
    teams = more.pop("teams", ())
    tool = ShadowTool.objects.create(
        sentence=sentence, added_by=who, process=process, procedure=procedure, **more
    )
    tool.teams.set(teams)
    record(facts.SHADOW_FOUND, tool, by=who, at=None if with_name else _the_day())
    return tool


@transaction.atomic
def complete(
    tool: ShadowTool, *, by: Person | None, teams: Iterable[Team] | None = None, **words: Any
) -> bool:
    """Keep what is known now; `words` are fields of `COMPLETED`. Whether anything changed."""
    held = ShadowTool.objects.select_for_update(of=("self",)).get(pk=tool.pk)
    changed = [name for name in COMPLETED if name in words and getattr(held, name) != words[name]]
    for name in changed:
        setattr(held, name, words[name])
    held.save(update_fields=changed)
    if teams is not None:
        wanted = {team.pk for team in teams}
        if wanted != set(held.teams.values_list("pk", flat=True)):
            held.teams.set(wanted)
            changed.append("teams")
    if changed:
        record(facts.SHADOW_COMPLETED, held, by=by, fields=changed)
    tool.refresh_from_db()
    return bool(changed)


def _the_day() -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(), time()))


@transaction.atomic
def say_what_an_hour_costs(cost: HourCost, *, by: Person) -> None:
    """A new figure for the sum; those of before stay to be read."""
    cost.said_by = by
    cost.save(force_insert=True)
    record(facts.HOUR_COST_SAID, cost, by=by)
