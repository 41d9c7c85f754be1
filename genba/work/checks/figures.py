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


def yields_of(
    procedure: Procedure | None = None, team: Team | None = None
) -> tuple[list[Yield], list[Yield]]:
    """Of the last twelve months: by month, the oldest first, and by team. Of all, a check or a team.

    The teams stand in the order of their names, so that nobody is ranked.
    """
    months = _last_months()
    ended, first, names = Counter[Any](), Counter[Any](), dict[int, str]()
    rows = _counted(months[0], procedure, team).values_list("month", "team", "team__name")
    for month, key, name, of_all, of_first in rows.annotate(*_sums()):
        for place in (month, *filter(None, [key])):
            ended[place] += of_all
            first[place] += of_first
        if key:
            names[key] = name
    named = [Team(pk=key, name=names[key]) for key in sorted(names, key=lambda one: names[one])]
    return (
        [Yield(month, ended[month], first[month]) for month in months],
        [Yield(team, ended[team.pk], first[team.pk]) for team in named],
    )


def median_seconds(runs: Sequence[Run]) -> float | None:
    """How long a run takes; None where there are too few to say."""
    known = [run.seconds for run in runs if run.seconds is not None]
    return median(known) if len(known) >= FEW else None


def step_times(runs: Sequence[Run], steps: Iterable[KnownStep]) -> list[StepTime]:
    """The steps of a procedure as they were done in these runs, the one that failed most first."""
    begun = {run.pk: run.begun_at for run in runs}
    results = StepResult.objects.filter(run__in=list(begun)).order_by("run_id", "position")
    seconds: dict[int, list[float]] = defaultdict(list)
    done: Counter[int] = Counter()
    failed: Counter[int] = Counter()
    for run, step, result, at in results.values_list("run_id", "step_id", "result", "at"):
        seconds[step].append(max((at - begun[run]).total_seconds(), 0.0))
        begun[run] = at
        done[step] += 1
        failed[step] += result == StepResult.Result.FAIL
    found = [
        StepTime(
            step, median(seconds[step.pk]) if done[step.pk] >= FEW else None, done[step.pk], failed[step.pk]
        )
        for step in steps
        if done[step.pk]
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
