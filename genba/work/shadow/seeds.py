"""Where the demonstration organisation really looks, from plain words to rows."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from genba.people.models import Person
from genba.people.seeds import Town
from genba.trail.models import Link
from genba.trail.record import Telling
from genba.work import facts
from genba.work.models import HourCost, Procedure, Process, ShadowTool
from genba.work.shadow.ending import FACT_OF_END, OFFICIAL_AS

State = ShadowTool.State
DAYS_BETWEEN = 23


def tell_shadow_tools(town: Town, words: Mapping[str, Any], *, at: datetime) -> list[Telling]:
    """Write them down as told one after the other from a moment of the past. Returns the facts."""
    people = {person.name: person for person in Person.objects.all()}
    executive = town.officers["executive"][0]
    cost = HourCost.objects.create(said_by=executive, said_on=at.date(), **words["hour_cost"])
    tellings = [Telling(facts.HOUR_COST_SAID, cost, by=executive, at=at)]
    for number, row in enumerate(words["tool"]):
        told = at + timedelta(days=DAYS_BETWEEN * number, hours=number)
        tool = _tool(town, people, row, told)
        tellings.append(Telling(facts.SHADOW_FOUND, tool, by=tool.added_by, at=told))
        tellings += _life(town, tool, row, told)
    return tellings


def _tool(town: Town, people: dict[str, Person], row: dict[str, Any], at: datetime) -> ShadowTool:
    names = ("sentence", "kind", "people", "often", "minutes", "minutes_of", "lacks")
    tool = ShadowTool.objects.create(
        **{name: row[name] for name in names if name in row},
        process=Process.objects.filter(name=row.get("process")).first(),
        procedure=Procedure.objects.filter(title=row.get("procedure")).first(),
        added_by=people.get(row.get("by", "")),
        added_on=at.date(),
    )
    tool.teams.set(town.crews[key].team for key in row.get("teams", []))
    return tool


def _life(town: Town, tool: ShadowTool, row: dict[str, Any], at: datetime) -> list[Telling]:
    state = State(row.get("state", State.FOUND))
    if state == State.FOUND:
        return []
    tool.state, looked, ended = state, at + timedelta(days=4), at + timedelta(days=19)
    tellings = [Telling(facts.SHADOW_LOOKED_AT, tool, by=town.quality, at=looked)]
    if state in ShadowTool.ENDS:
        tool.ending, tool.ended_on, tool.ended_by = row["ending"], ended.date(), town.quality
        tellings.append(Telling(FACT_OF_END[state], tool, by=town.quality, at=ended))
        official = Procedure.objects.filter(title=row.get("official")).first()
        if official is not None:
            tool.official_kind, tool.official_key = "work.procedure", str(official.pk)
            Link.objects.tie(tool, official, meaning=OFFICIAL_AS)
    tool.save()
    return tellings
