"""The metrics that stand on the page of a process: each with its newest reading and its target."""

from typing import Any

from genba.people.models import Person
from genba.understand.listing import listed
from genba.understand.models import Metric
from genba.work.models import Process
from genba.work.parts import Part, register_part

SHOWN = 8


def metrics_of_process(person: Person, process: Process) -> dict[str, Any] | None:
    """What is measured of this process; nothing where nothing is and the reader cannot add any."""
    found = list(Metric.objects.visible_to(person).current().filter(process=process)[: SHOWN + 1])
    rows = listed(found[:SHOWN])
    may_add = person.is_quality or person.is_lead
    if not rows and not may_add:
        return None
    return {"rows": rows, "more": len(found) > SHOWN, "may_add": may_add}


register_part(
    Part(
        "metrics", "process", "understand/parts/of_process.html", metrics_of_process, order=30, place="aside"
    )
)
