"""What Genba counts from checks, reports and shadow tools.

Reports without a name are known by their week only: each counts in the month of its Monday.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Min, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from genba.analysis.double_handling import handling
from genba.listen.models import Report
from genba.people.models import Membership, Person, Team
from genba.understand.computed.registry import (
    Computation,
    Scope,
    moment_of,
    month_of,
    register_computation,
)
from genba.understand.measuring import NewReading
from genba.work.models import FirstPass, HourCost, ShadowTool

SECONDS_IN_A_DAY = 86_400


def first_pass_yield(scope: Scope) -> list[NewReading]:
    """Of the checks that ended in a month, those that passed at the first try."""
    found = FirstPass.objects.filter(month__gte=scope.months[0], month__lte=scope.months[-1])
    if scope.process:
        found = found.filter(procedure__process=scope.process)
    elif scope.team:
        found = found.filter(team__path__startswith=scope.team.path)
    rows = found.values_list("month").annotate(first=Sum("first_time"), all=Sum("ended")).order_by("month")
    return [NewReading(moment_of(month), first, ended) for month, first, ended in rows if ended]


def near_misses_per_head(scope: Scope) -> list[NewReading]:
    """Near misses told in a month, and how many people there are."""
    heads = heads_of(scope.team)
    counted = _reports_by_month(scope, Report.Kind.NEAR_MISS)
    return [NewReading(moment_of(month), told, heads) for month, told in counted.items()] if heads else []


def ideas_submitted(scope: Scope) -> list[NewReading]:
    """Ideas told in a month."""
    counted = _reports_by_month(scope, Report.Kind.IDEA)
    return [NewReading(moment_of(month), told) for month, told in counted.items()]


def time_to_first_answer(scope: Scope) -> list[NewReading]:
    """The median of days that the reports answered in a month had waited."""
    answered = of_team(Report.objects.current(), scope).filter(
        answered_at__gte=scope.begin, answered_at__lt=scope.end, import_id=None
    )
    waits: dict[date, list[float]] = defaultdict(list)
    for report in answered.only("received_on", "received_at", "answered_at").iterator():
        if report.answered_at:
            waits[month_of(report.answered_at)].append(report.wait.total_seconds() / SECONDS_IN_A_DAY)
    return medians(waits)


def double_handling(scope: Scope) -> list[NewReading]:
    """Money a month for keeping the same thing twice, as the register says now, where an hour has a cost."""
    cost = HourCost.as_number(HourCost.current())
    tools = ShadowTool.objects.current().costing()
    if scope.process:
        tools = tools.filter(process=scope.process)
    elif scope.team:
        tools = tools.filter(teams__path__startswith=scope.team.path).distinct()
    found = handling((tool.load for tool in tools), hour_costs=cost)
    if found.money is None or found.is_unknown:
        return []
    return [NewReading(moment_of(scope.months[-1]), round(found.money, 2))]


def heads_of(team: Team | None) -> int:
    """How many people work in a team and below it, or in all."""
    if team is None:
        return Person.objects.filter(is_active=True).count()
    members = Membership.objects.filter(team__path__startswith=team.path, person__is_active=True)
    return members.values("person").distinct().count()


def medians(values: Mapping[date, Sequence[float]]) -> list[NewReading]:
    """One reading for each month, to a tenth."""
    return [NewReading(moment_of(month), round(median(found), 1)) for month, found in sorted(values.items())]


def of_team(found: QuerySet[Any], scope: Scope, path: str = "team__path") -> QuerySet[Any]:
    """Those of the team of a scope and of the teams below it."""
    return found.filter(Q(**{f"{path}__startswith": scope.team.path})) if scope.team else found


def _reports_by_month(scope: Scope, kind: str) -> dict[date, int]:
    """How many in each month, from the first whole month in which reports were told at all."""
    reports = of_team(Report.objects.current(), scope)
    begun = reports.aggregate(first=Min("received_on"))["first"]
    if begun is None:
        return {}
    told = reports.filter(
        kind=kind, received_on__gte=scope.months[0], received_on__lt=scope.end.date()
    ).values_list("received_on", flat=True)
    counted = Counter(month_of(day) for day in told)
    return {month: counted[month] for month in scope.months if month > month_of(begun)}


_COUNTED: tuple[tuple[str, Any, Callable[[Scope], Sequence[NewReading]], dict[str, bool]], ...] = (
    ("first_pass_yield", _("from the checks run here"), first_pass_yield, {"of_people": False}),
    ("near_misses_per_head", _("from the reports"), near_misses_per_head, {}),
    ("ideas_submitted", _("from the reports"), ideas_submitted, {}),
    ("time_to_first_answer", _("from the reports"), time_to_first_answer, {}),
    (
        "double_handling",
        _("from the register of shadow tools"),
        double_handling,
        {"is_snapshot": True, "of_people": False},
    ),
)
for _name, _label, _compute, _kind in _COUNTED:
    register_computation(Computation(_name, _label, _compute, **_kind))
