"""The metrics that stand on the page of a process: each with its newest reading and its target."""

from typing import Any

from django.db.models import OuterRef, Subquery

from genba.people.models import Person
from genba.understand.listing import listed
from genba.understand.models import Metric, Target
from genba.work.models import Process
from genba.work.parts import Part, register_part

SHOWN = 8


def metrics_of_process(person: Person, process: Process) -> dict[str, Any] | None:
    """What is measured of this process; nothing where nothing is and the reader cannot add any."""
    target = Target.objects.filter(metric=OuterRef("pk"), ended_on=None).values("value")
    metrics = Metric.objects.visible_to(person).current().filter(process=process)
    found = list(metrics.annotate(to_reach=Subquery(target[:1]))[: SHOWN + 1])
    values = {metric.pk: metric.__dict__["to_reach"] for metric in found}
    targets = {pk: Target(metric_id=pk, value=value) for pk, value in values.items() if value is not None}
    rows = listed(found[:SHOWN], targets)
    may_add = person.is_quality or person.is_lead
    if not rows and not may_add:
        return None
    return {"rows": rows, "more": len(found) > SHOWN, "may_add": may_add}


register_part(
    Part(
        "metrics", "process", "understand/parts/of_process.html", metrics_of_process, order=30, place="aside"
    )
)
