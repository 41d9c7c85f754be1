"""What double handling costs here, from the register: per process, in total, and what was won back."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F

from genba.analysis.double_handling import Handling, Load, handling, handling_by
from genba.work.models import HourCost, Process, ShadowTool
from genba.work.models.shadow_tool import ShadowToolQuerySet

INPUTS_SHOWN = 100


@dataclass(frozen=True)
class Bar:
    """One process in the chart, or None for tools of no process; `share` of the longest bar, 0 to 100."""

    process: Process | None
    sum: Handling
    share: float


@dataclass(frozen=True)
class Sums:
    """Everything that the page says about double handling."""

    total: Handling
    won_back: Handling
    bars: list[Bar]
    cost: HourCost | None
    inputs: list[ShadowTool]

    @property
    def more_inputs(self) -> int:
        """How many tools of the sum are not among the inputs shown."""
        return self.total.tools - len(self.inputs)


def sums() -> Sums:
    """Over the whole register, in five questions to the database."""
    cost = HourCost.current()
    hour_costs = HourCost.as_number(cost)
    open_, won = (
        ShadowTool.objects.current().costing(),
        ShadowTool.objects.current().filter(state__in=ShadowTool.WON_BACK),
    )
    groups: dict[int | None, list[Load]] = defaultdict(list)
    for process, load in _loads(open_):
        groups[process].append(load)
    found = handling_by(groups, hour_costs=hour_costs)
    processes = Process.objects.in_bulk([key for key in groups if key])
    longest = max((one.hours for _key, one in found), default=0.0)
    bars = [
        Bar(processes.get(key) if key else None, one, 100 * one.hours / longest if longest else 0.0)
        for key, one in found
    ]
    every = [load for loads in groups.values() for load in loads]
    return Sums(
        total=handling(every, hour_costs=hour_costs),
        won_back=handling((load for _process, load in _loads(won)), hour_costs=hour_costs),
        bars=bars,
        cost=cost,
        inputs=list(open_.order_by(F("minutes").desc(nulls_last=True), "id")[:INPUTS_SHOWN]),
    )


def sum_of(tools: list[ShadowTool], cost: HourCost | None) -> Handling:
    """The sum over some tools, of those that still cost something."""
    costing = [tool.load for tool in tools if tool.state not in ShadowTool.WON_BACK]
    return handling(costing, hour_costs=HourCost.as_number(cost))


def _loads(tools: ShadowToolQuerySet) -> list[tuple[int | None, Load]]:
    each = ShadowTool.Minutes.EACH
    rows = tools.order_by("id").values_list("process_id", "minutes", "people", "minutes_of")
    return [(process, Load(minutes, people, of == each)) for process, minutes, people, of in rows]
