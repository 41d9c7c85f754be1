"""What the runs of a check say by themselves: first-pass yield, time, the step that fails most. Of nobody."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from genba.analysis.share import Share, share
from genba.people.models import Team
from genba.work.models import FirstPass, KnownStep, Procedure, Run, StepResult

FEW = 10  # below this a share says nothing
MONTHS = 12
LATEST = 500  # runs from which times and failures are taken


@dataclass(frozen=True)
class Yield:
    """First-pass yield of a team or a month: how many ended, and the share, where there are enough."""

    label: Any
    ended: int
    first_time: int

    @property
    def share(self) -> Share | None:
        """None means too few to say."""
        return share(self.first_time, self.ended) if self.ended >= FEW else None

    @property
    def percent(self) -> int | None:
        """The share in whole percent."""
        return round(self.share.value * 100) if self.share else None

    @property
    def between(self) -> tuple[int, int] | None:
        """The ends of the interval in whole percent."""
        return (round(self.share.low * 100), round(self.share.high * 100)) if self.share else None


@dataclass(frozen=True)
class StepTime:
    """One step over the latest runs: the median of its seconds, how often it was done and failed."""

    step: KnownStep
    seconds: float | None
    done: int
    failed: int


def yields_by_month(procedure: Procedure | None = None, team: Team | None = None) -> list[Yield]:
    """One for each of the last twelve months, the oldest first; of one check or team where that is given."""
    months = _last_months()
    rows = _counted(months[0], procedure, team).values_list("month").annotate(*_sums())
    known = {month: (ended, first) for month, ended, first in rows}
    return [Yield(month, *known.get(month, (0, 0))) for month in months]


def yields_by_team(procedure: Procedure | None = None) -> list[Yield]:
    """One for each team that ran it in the last twelve months, by name, so that nobody is ranked."""
    rows = _counted(_last_months()[0], procedure, None).values_list("team").annotate(*_sums())
    known = {team: (ended, first) for team, ended, first in rows}
    teams = Team.objects.in_bulk([team for team in known if team])
    named = sorted(teams.values(), key=lambda team: team.name)
    return [Yield(team, *known[team.pk]) for team in named]


def latest_runs(procedure: Procedure) -> list[tuple[int, Any, int | None]]:
    """The number, the beginning and the seconds of the latest runs that ended."""
    rows = Run.objects.ended().filter(procedure=procedure).order_by("-ended_at")
    return list(rows.values_list("pk", "begun_at", "seconds")[:LATEST])


def median_seconds(runs: Sequence[tuple[int, Any, int | None]]) -> float | None:
    """How long a run takes; None where there are too few to say."""
    known = [seconds for _pk, _begun, seconds in runs if seconds is not None]
    return median(known) if len(known) >= FEW else None


def step_times(runs: Sequence[tuple[int, Any, int | None]]) -> list[StepTime]:
    """The steps as they were done in these runs, the one that failed most first."""
    results = StepResult.objects.filter(run__in=[pk for pk, _begun, _seconds in runs]).order_by(
        "run", "position"
    )
    begun = {pk: at for pk, at, _seconds in runs}
    seconds: dict[int, list[float]] = defaultdict(list)
    done: Counter[int] = Counter()
    failed: Counter[int] = Counter()
    for run, step, result, at in results.values_list("run_id", "step_id", "result", "at"):
        seconds[step].append(max((at - begun[run]).total_seconds(), 0.0))
        begun[run] = at
        done[step] += 1
        failed[step] += result == StepResult.Result.FAIL
    steps = KnownStep.objects.in_bulk(list(done))
    found = [
        StepTime(step, median(seconds[pk]) if done[pk] >= FEW else None, done[pk], failed[pk])
        for pk, step in steps.items()
    ]
    return sorted(found, key=lambda one: (-one.failed, one.step.pk))


def _counted(since: date, procedure: Procedure | None, team: Team | None) -> Any:
    counted = FirstPass.objects.filter(month__gte=since).order_by()
    if procedure is not None:
        counted = counted.filter(procedure=procedure)
    return counted.filter(team__path__startswith=team.path) if team else counted


def _sums() -> Iterable[Any]:
    return [Sum("ended"), Sum("first_time")]


def _last_months() -> list[date]:
    month = timezone.localdate().replace(day=1)
    months = [month]
    while len(months) < MONTHS:
        month = (month - timedelta(days=1)).replace(day=1)
        months.append(month)
    return months[::-1]
