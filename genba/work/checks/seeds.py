"""Half a year of checks in the demonstration: runs with their results, rounds with their turns."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from genba.people.models import Place
from genba.people.seeds import Crew, Town
from genba.trail.record import Telling
from genba.work import facts
from genba.work.checks.course import Course
from genba.work.checks.tally import count_anew
from genba.work.checks.turns import come_round
from genba.work.models import CheckRound, DueCheck, KnownStep, Procedure, Run, StepResult, UseCount, Version
from genba.work.steps import Step

SEED = 8
LENGTH = timedelta(days=182)
ROUNDS_BEGAN = timedelta(days=21)
WORKDAY = (6, 20)


@dataclass
class Log:
    """What was run, before it is written in one go."""

    now: datetime
    rng: Random
    runs: list[Run] = field(default_factory=list)
    results: list[tuple[Run, StepResult]] = field(default_factory=list)
    turns: list[DueCheck] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)
    _known: dict[int, tuple[Version | None, dict[str, KnownStep]]] = field(default_factory=dict)

    def known(self, procedure: Procedure) -> tuple[Version | None, dict[str, KnownStep]]:
        """The version in force and the steps of a procedure; asked for once."""
        if procedure.pk not in self._known:
            steps = KnownStep.objects.filter(procedure=procedure)
            self._known[procedure.pk] = (procedure.in_force, {step.key: step for step in steps})
        return self._known[procedure.pk]


def tell_checks(town: Town, words: Mapping[str, Any], *, now: datetime) -> list[Telling]:
    """Write down half a year of checks. Returns the facts, for whoever writes them in order."""
    log = Log(now, Random(SEED))  # noqa: S311  (a story, not a secret)
    for row in words["check"]:
        procedure = Procedure.objects.get(title=row["title"])
        for by in row["by"]:
            for at in _moments(log, by["a_week"]):
                wear = 1 - by.get("better_by", 0) * (1 - (now - at) / LENGTH)
                _run(log, town.crews[by["team"]], procedure, row, at=at, wear=wear)
        for round_ in row.get("round", []):
            _round(log, town.crews[round_["team"]], procedure, row, round_)
    _write(log)
    return log.tellings


def _moments(log: Log, a_week: float) -> list[datetime]:
    count = round(a_week * LENGTH.days / 7)
    found = []
    for _number in range(count):
        day = timezone.localtime(log.now - timedelta(days=1) - LENGTH * log.rng.random())
        if day.weekday() < 5:
            found.append(day.replace(hour=log.rng.randint(*WORKDAY), minute=log.rng.randint(0, 59)))
    return sorted(at for at in found if at < log.now - timedelta(hours=1))


def _run(
    log: Log, crew: Crew, procedure: Procedure, row: dict[str, Any], *, at: datetime, wear: float = 1.0
) -> Run | None:
    version, steps = log.known(procedure)
    if version is None or not version.in_force_at or at < version.in_force_at:
        return None
    by, place = log.rng.choice(crew.people), log.rng.choice(crew.places) if crew.places else None
    run = Run(procedure=procedure, version=version, team=crew.team, place=place, by=by, begun_at=at)
    course = Course(version.steps)
    moment = at
    for key in _way(log, row, wear):
        fails = key.startswith("!")
        step = course.steps[key.lstrip("!")]
        moment += timedelta(minutes=row["minutes"] / len(row["way"]) * log.rng.uniform(0.5, 1.6))
        result = _result(log, row, step, fails=fails)
        result.step, result.position, result.at = steps[step.key], course.count, moment
        course.go(step.key, result.result)
        log.results.append((run, result))
    run.ended_at, run.seconds = moment, round((moment - at).total_seconds())
    run.state = Run.State.FAILED if course.has_failed else Run.State.PASSED
    run.went_first_time = not course.ever_failed
    log.runs.append(run)
    data = {"procedure": procedure.pk, "state": str(run.state)}
    told = {**data, "results": course.count, "failed": course.failures}
    log.tellings.append(Telling(facts.RUN_ENDED, run, by=by, at=moment, data=told))
    return run


def _way(log: Log, row: dict[str, Any], wear: float) -> list[str]:
    """The keys of the steps in their order; a failed one is marked, and may be tried again."""
    way: list[str] = []
    has_failed = False
    for key in row["way"][:-1]:
        if log.rng.random() < row["fails"].get(key, 0) * wear:
            way.append(f"!{key}")
            if log.rng.random() < 0.4:
                way.append(key)
            else:
                has_failed = True
        else:
            way.append(key)
    return [*way, *(row["after"] if has_failed else row["way"][-1:])]


def _result(log: Log, row: dict[str, Any], step: Step, *, fails: bool) -> StepResult:
    kept = StepResult(
        result="fail" if fails else "pass", note=row["notes"].get(step.key, "") if fails else ""
    )
    if step.is_measured and step.low is not None and step.high is not None:
        middle, spread = row["values"].get(step.key, ((step.low + step.high) / 2, 0.0))
        value = min(max(log.rng.gauss(middle, spread), step.low), step.high)
        past = abs(log.rng.gauss(0, spread)) + spread / 4
        kept.value = round(step.high + past if fails else value, 2)
        kept.is_within = step.low <= kept.value <= step.high
        kept.result = "pass" if kept.is_within else "fail"
    return kept


def _round(log: Log, crew: Crew, procedure: Procedure, row: dict[str, Any], words: dict[str, Any]) -> None:
    kept = {name: words[name] for name in ("rhythm", "times", "days", "grace_minutes")}
    place: Place | None = crew.places[0] if crew.places else None
    begins_at = log.now - ROUNDS_BEGAN
    round_ = CheckRound.objects.create(
        procedure=procedure, team=crew.team, place=place, begins_at=begins_at, set_by=crew.lead, **kept
    )
    data = {"procedure": procedure.pk, "team": crew.team.pk}
    log.tellings.append(Telling(facts.ROUND_SET, round_, by=crew.lead, at=begins_at, data=data))
    come_round(round_, log.now)
    for due in round_.turns.filter(state=DueCheck.State.MISSED):
        if log.rng.random() < words["kept"]:
            late = timedelta(minutes=log.rng.randint(2, words["grace_minutes"] // 2))
            due.run = _run(log, crew, procedure, row, at=due.due_at + late)
            if due.run is not None:
                due.run.place = place
                log.turns.append(due)


def _write(log: Log) -> None:
    Run.objects.bulk_create(log.runs)
    for run, result in log.results:
        result.run = run
    StepResult.objects.bulk_create([result for _run, result in log.results])
    for due in log.turns:
        due.state, due.run = DueCheck.State.DONE, due.run
    DueCheck.objects.bulk_update(log.turns, ["state", "run"])
    weeks = Counter((run.procedure_id, _monday(run.ended_at)) for run in log.runs if run.ended_at)
    UseCount.objects.bulk_create(
        [
            UseCount(procedure_id=procedure, what=UseCount.What.RUN, week=week, times=times)
            for (procedure, week), times in weeks.items()
        ],
        ignore_conflicts=True,
    )
    count_anew()


def _monday(moment: datetime) -> Any:
    day = timezone.localdate(moment)
    return day - timedelta(days=day.weekday())
