"""The shadow tools that stand beside a process and beside a procedure."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Subquery

from genba.people.models import Person
from genba.work.models import HourCost, Process, ShadowTool, Version
from genba.work.parts import Part, register_part
from genba.work.shadow.summing import sum_of
from genba.work.whole import whole_of

SHOWN = 6


def beside_process(person: Person, process: Process) -> dict[str, Any]:
    """Everything that runs this process beside the system, and what it costs."""
    tools = ShadowTool.objects.visible_to(person).filter(process=process)
    newest = HourCost.objects.order_by("-id")
    amount, currency = (Subquery(newest.values(name)[:1]) for name in ("amount", "currency"))
    found = list(tools.costing().annotate(hour_amount=amount, hour_currency=currency))
    return _words(found, _cost_read_with(found), process=process.pk)


def beside_procedure(person: Person, version: Version) -> dict[str, Any]:
    """Where people look instead of this page."""
    whole = whole_of(version, person)
    return _words(
        whole.tools, whole.cost, process=version.procedure.process_id, procedure=version.procedure_id
    )


def _cost_read_with(found: list[ShadowTool]) -> HourCost | None:
    """What an hour costs; it came in the same question as the tools."""
    said = found[0].__dict__ if found else {}
    if said.get("hour_amount") is None:
        return None
    return HourCost(amount=said["hour_amount"], currency=said["hour_currency"])


def _words(found: list[ShadowTool], cost: HourCost | None, **query: int) -> dict[str, Any]:
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
