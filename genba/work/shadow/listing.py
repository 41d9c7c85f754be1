"""The register as a list: which tools, in what order, and as lines for a spreadsheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OrderBy, Q
from django.utils.translation import gettext as _

from genba.sources.export import Exported
from genba.work.models import HourCost, ShadowTool
from genba.work.models.shadow_tool import ShadowToolQuerySet

OPEN, ALL = "open", "all"
SORTS = {
    "sentence": "sentence",
    "kind": "kind",
    "process": "process__name",
    "state": "state",
    "added": "added_on",
}
SORTS |= {"minutes": "minutes", "people": "people"}


@dataclass(frozen=True)
class Wish:
    """What of the register is wanted; what cannot be understood is left out."""

    state: str = OPEN
    process: str = ""
    sort: str = ""
    is_board: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Wish":
        """Read it from an address."""
        state, process, sort = (asked.get(name, "") for name in ("state", "process", "sort"))
        return cls(
            state=state if state in {ALL, *ShadowTool.State.values} else OPEN,
            process=process if process == "none" or (process.isascii() and process.isdigit()) else "",
            sort=sort if sort.removeprefix("-") in SORTS else "",
            is_board=asked.get("view") == "board",
        )

    def query(self, **changed: Any) -> str:
        """The address of this wish with something changed."""
        now = {"state": self.state, "process": self.process, "sort": self.sort}
        now |= {"view": "board" if self.is_board else ""} | changed
        return "&".join(f"{name}={value}" for name, value in now.items() if value and value != OPEN)

    def of_register(self, tools: ShadowToolQuerySet) -> ShadowToolQuerySet:
        """The tools wanted, in order."""
        if not self.is_board and self.state == OPEN:
            tools = tools.exclude(state__in=ShadowTool.ENDS)
        elif not self.is_board and self.state != ALL:
            tools = tools.filter(state=self.state)
        if self.process:
            tools = tools.filter(Q(process=None) if self.process == "none" else Q(process=self.process[:18]))
        by = SORTS.get(self.sort.removeprefix("-"), "id")
        is_down = self.sort.startswith("-") or not self.sort
        order = OrderBy(F(by), descending=is_down, nulls_last=True)
        return tools.select_related("process", "added_by").prefetch_related("teams").order_by(order, "-id")


def heading() -> list[str]:
    """The first line of the spreadsheet."""
    return [
        _("Number"),
        _("Where people really look"),
        _("Kind"),
        _("State"),
        _("Process"),
        _("Procedure"),
        _("Teams"),
        _("People"),
        _("How often"),
        _("Minutes of double entry a week"),
        _("Whose minutes"),
        _("Hours a month"),
        _("Money a month"),
        _("Currency"),
        _("What it has that our system lacks"),
        _("What became of it"),
        _("Added"),
        _("Added by"),
    ]


def lines(tools: ShadowToolQuerySet, cost: HourCost | None) -> Iterator[list[Exported]]:
    """One line for each tool."""
    for tool in tools:
        hours = tool.hours
        yield [
            tool.external_id or tool.pk,
            tool.sentence,
            tool.get_kind_display(),
            tool.get_state_display(),
            tool.process.name if tool.process else "",
            tool.procedure.title if tool.procedure else "",
            "; ".join(team.name for team in tool.teams.all()),
            tool.people,
            tool.get_often_display(),
            tool.minutes,
            tool.get_minutes_of_display(),
            None if hours is None else round(hours, 1),
            None if hours is None or cost is None else round(hours * float(cost.amount), 2),
            cost.currency if cost else "",
            tool.lacks,
            tool.ending,
            tool.added_on,
            tool.added_by.name if tool.added_by else "",
        ]
