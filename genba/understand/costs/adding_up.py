"""The tree of the cost of poor quality as the page shows it, with double handling in it by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.analysis.cost_of_quality import Branch, Kind, Line, tree_of
from genba.people.models import Person
from genba.understand.listing import listed
from genba.understand.models import CostLine, Metric
from genba.work.models import HourCost
from genba.work.shadow.summing import sums

Category, Rhythm = CostLine.Category, Metric.Rhythm

DOUBLE_HANDLING = 0
"""The key of the line that Genba adds by itself; those of the database begin at 1."""

IN_A_MONTH: Mapping[str, float] = {
    Rhythm.DAY: 365 / 12,
    Rhythm.WEEK: 52 / 12,
    Rhythm.MONTH: 1.0,
    Rhythm.QUARTER: 1 / 3,
    Rhythm.YEAR: 1 / 12,
}
EXAMPLES: Mapping[str, str | Promise] = {
    Category.PREVENTION: _("Training, maintenance, better fixtures, planning with those who do the work."),
    Category.APPRAISAL: _("Inspections, tests, audits, calibrated gauges."),
    Category.INTERNAL: _("Scrap, doing it again, waiting, searching, keeping the same thing twice."),
    Category.EXTERNAL: _("Returns, repairs, penalties, visits, orders that never came again."),
}
TONES: Mapping[str, str] = {
    Category.PREVENTION: "ok",
    Category.APPRAISAL: "info",
    Category.INTERNAL: "warn",
    Category.EXTERNAL: "bad",
}


@dataclass(frozen=True)
class Shown:
    """One line of the page. `line` is None for double handling. `percent` is the share of all."""

    branch: Branch
    line: CostLine | None
    own: float | None
    percent: float
    may_change: bool
    below: list["Shown"]


@dataclass(frozen=True)
class ShownKind:
    """One of the four kinds with its lines. `start` and `percent` place it in a bar of all, 0 to 100."""

    kind: Kind
    label: str
    example: str | Promise
    tone: str
    start: float
    percent: float
    lines: list[Shown]


@dataclass(frozen=True)
class CostOfQuality:
    """The whole page. `failing` of a hundred pay for what went wrong; None where nothing is known."""

    kinds: list[ShownKind]
    total: float
    unknown: int
    failing: int | None
    currency: str
    is_empty: bool


def cost_of_quality(person: Person) -> CostOfQuality:
    """Everything that is said about it, and what double handling costs by the register of shadow tools."""
    lines = {line.pk: line for line in CostLine.objects.current().select_related("metric", "said_by")}
    own = {**_money(lines), **_double_handling()}
    kinds = tree_of(_rows(lines, own), Category.values)
    total = sum(kind.money for kind in kinds)
    mine = set(CostLine.objects.changeable_by(person).values_list("pk", flat=True))

    def shown(branch: Branch) -> Shown:
        percent = 100 * branch.money / total if total else 0.0
        below = [shown(one) for one in branch.below]
        return Shown(branch, lines.get(branch.key), own[branch.key], percent, branch.key in mine, below)

    cost = HourCost.current()
    return CostOfQuality(
        kinds=_beside_each_other(
            kinds, {kind.category: [shown(one) for one in kind.branches] for kind in kinds}
        ),
        total=total,
        unknown=sum(kind.unknown for kind in kinds),
        failing=_failing(kinds),
        currency=cost.currency if cost else "",
        is_empty=not own,
    )


def _beside_each_other(kinds: list[Kind], lines: Mapping[str, list[Shown]]) -> list[ShownKind]:
    found: list[ShownKind] = []
    for kind in kinds:
        start = found[-1].start + found[-1].percent if found else 0.0
        category = Category(kind.category)
        label, example, tone = str(category.label), EXAMPLES[category], TONES[category]
        percent = 100 * (kind.share or 0.0)
        found.append(ShownKind(kind, label, example, tone, start, percent, lines[kind.category]))
    return found


def _failing(kinds: list[Kind]) -> int | None:
    shares = [kind.share for kind in kinds if kind.category in {Category.INTERNAL, Category.EXTERNAL}]
    return None if None in shares else round(100 * sum(share or 0.0 for share in shares))


def _rows(lines: Mapping[int, CostLine], own: Mapping[int, float | None]) -> list[Line]:
    """What goes into the tree; double handling stands among what we find ourselves."""
    rows = [Line(pk, line.parent_id, line.category, own[pk]) for pk, line in lines.items()]
    if DOUBLE_HANDLING in own:
        rows.append(Line(DOUBLE_HANDLING, None, Category.INTERNAL, own[DOUBLE_HANDLING]))
    return rows


def _double_handling() -> dict[int, float | None]:
    """What the register of shadow tools says; nothing where it is empty."""
    handling = sums().total
    return {DOUBLE_HANDLING: None if handling.is_unknown else handling.money} if handling.tools else {}


def _money(lines: Mapping[int, CostLine]) -> dict[int, float | None]:
    """What each line costs itself in a month; None where nobody knows."""
    metrics = {line.metric_id: line.metric for line in lines.values() if line.metric}
    newest = {one.metric.pk: _in_a_month(one.metric, one.shown) for one in listed(list(metrics.values()))}
    return {
        pk: newest[line.metric_id]
        if line.metric_id
        else (None if line.amount is None else float(line.amount))
        for pk, line in lines.items()
    }


def _in_a_month(metric: Metric, reading: float | None) -> float | None:
    return None if reading is None else max(0.0, reading) * IN_A_MONTH.get(metric.rhythm, 1.0)
