"""The shadow tools that stand beside a process and beside a procedure."""

from typing import Any
from urllib.parse import urlencode

from genba.people.models import Person
from genba.work.models import HourCost, Process, ShadowTool, Version
from genba.work.models.shadow_tool import ShadowToolQuerySet
from genba.work.parts import Part, register_part
from genba.work.shadow.summing import sum_of

SHOWN = 6


def beside_process(person: Person, process: Process) -> dict[str, Any]:
    """Everything that runs this process beside the system, and what it costs."""
    tools = ShadowTool.objects.visible_to(person).filter(process=process)
    return _words(tools, process=process.pk)


def beside_procedure(person: Person, version: Version) -> dict[str, Any]:
    """Where people look instead of this page."""
    tools = ShadowTool.objects.visible_to(person).filter(procedure=version.procedure_id)
    return _words(tools, process=version.procedure.process_id, procedure=version.procedure_id)


def _words(tools: ShadowToolQuerySet, **query: int) -> dict[str, Any]:
    found = list(tools.costing())
    cost = HourCost.current() if found else None
    return {
        "tools": found[:SHOWN],
        "more": len(found) - len(found[:SHOWN]),
        "sum": sum_of(found, cost),
        "cost": cost,
        "process": query["process"],
        "query": urlencode(query),
    }


for _page, _look in (("process", beside_process), ("procedure", beside_procedure)):
    register_part(Part("shadow_tools", _page, "work/shadow/part.html", _look, order=70, place="aside"))
