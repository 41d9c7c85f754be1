"""What the demonstration organisation measures, from plain words to rows: readings, targets, costs."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from genba.people.models import Person
from genba.people.seeds import Town
from genba.trail.record import Telling
from genba.understand import facts
from genba.understand.computed.registry import month_before
from genba.understand.library.ready import ready_named
from genba.understand.library.taking import fill_in
from genba.understand.models import CostLine, Metric, Reading, StepChange, Target
from genba.work.models import Process

SEED = 19_31
READINGS = 30
WEEK = timedelta(days=7)
WRITTEN_AFTER, MARKED_AFTER = timedelta(hours=31), timedelta(days=9)
OWN_WORDS = ("name", "definition", "unit", "shape", "per", "better", "role", "how_measured", "rhythm")
Row = Mapping[str, Any]


def tell_metrics(town: Town, words: Row, *, now: datetime) -> list[Telling]:
    """Write the metrics with all that stands on their charts, and the costs. Returns the facts."""
    rng = Random(SEED)  # noqa: S311  (a story, not a secret)
    made: dict[str, Metric] = {}
    tellings: list[Telling] = []
    for row in words["metric"]:
        moments = _moments(row.get("rhythm", "week"), now)
        metric = made[row["name"]] = _metric(town, row, moments[0], now)
        tellings.append(Telling(facts.METRIC_DEFINED, metric, by=metric.owner, at=moments[0]))
        if row.get("readings", READINGS):
            tellings += _readings(metric, row, moments, rng)
            tellings += [*_step(metric, row, moments), *_frozen(metric, row, moments)]
    for row in words["counted"]:
        metric = _metric(town, row, now - timedelta(days=400), now, is_counted=True)
        tellings.append(Telling(facts.METRIC_DEFINED, metric, by=metric.owner, at=now - timedelta(days=400)))
    tellings += [_target(made, row, now) for row in words["metric"] if "target" in row]
    return tellings + _costs(town, made, words["cost"], now)


def _metric(town: Town, row: Row, at: datetime, now: datetime, *, is_counted: bool = False) -> Metric:
    crew = town.crews.get(row.get("team", ""))
    metric = Metric(owner=crew.lead if crew else town.quality, made_on=at.date())
    if ready := ready_named(row.get("library", "")):
        fill_in(metric, ready)
    if not is_counted:
        metric.computes = ""
    for name in OWN_WORDS:
        if name in row:
            setattr(metric, name, row[name])
    metric.team = crew.team if crew else None
    metric.process = Process.objects.filter(name=row.get("process")).first()
    metric.reviewed_on = (now - timedelta(days=row.get("looked_days_ago", 12))).date()
    metric.save()
    return metric


def _moments(rhythm: str, now: datetime) -> list[datetime]:
    """The midnights of thirty readings: Mondays, or the first days of months that are over."""
    today = timezone.localdate(now - WRITTEN_AFTER)
    monday, month = today - timedelta(days=today.weekday()), month_before(today.replace(day=1))
    days: list[date] = []
    for number in range(READINGS):
        days.append(monday - number * WEEK if rhythm == "week" else month)
        month = month_before(month)
    return [timezone.make_aware(datetime.combine(day, time.min)) for day in reversed(days)]


def _readings(metric: Metric, row: Row, moments: list[datetime], rng: Random) -> list[Telling]:
    """Readings around a level, with a step, a gap or an odd one where the story has it."""
    step, odd, notes = row.get("step", {}), row.get("odd", {}), row.get("notes", {})
    readings = []
    for number, at in enumerate(moments):
        level = step["level"] if step and number >= step["at"] else row["level"]
        value, out_of = _drawn(metric, row, level, rng)
        reading = Reading(metric=metric, at=at, value=value, denominator=out_of, by=metric.owner)
        reading.note = notes.get(str(number), "")
        if odd.get("at") == number:
            reading.value, reading.left_out_why = odd["value"], odd["why"]
        if number not in row.get("gap", ()):
            readings.append(reading)
    Reading.objects.bulk_create(readings)
    return [told for one in readings for told in _told(metric, one)]


def _told(metric: Metric, one: Reading) -> list[Telling]:
    written, by = one.at + WRITTEN_AFTER, metric.owner
    data = {"reading": one.pk, "value": one.value}
    told = [Telling(facts.READING_TAKEN, metric, by=by, at=written, data=data)]
    if one.left_out_why:
        at, data = written + MARKED_AFTER, {"reading": one.pk}
        told.append(Telling(facts.READING_LEFT_OUT, metric, by=by, at=at, data=data))
    return told


def _drawn(metric: Metric, row: Row, level: float, rng: Random) -> tuple[float, float | None]:
    """One reading: what is measured is normal around its level; what is counted is a sum of chances."""
    if metric.shape == Metric.Shape.MEASURE:
        return round(max(0.0, rng.gauss(level, row["spread"])), row.get("places", 1)), None
    usual = row.get("out_of", 0)
    out_of = max(1, round(rng.gauss(usual, usual / 20))) if usual else None
    expected = level * (out_of or 1)
    tries = out_of if out_of and metric.shape == Metric.Shape.PROPORTION else max(200, round(expected * 20))
    value = sum(rng.random() < expected / tries for _one in range(tries))
    return float(value), None if out_of is None else float(out_of)


def _step(metric: Metric, row: Row, moments: list[datetime]) -> list[Telling]:
    """A change that its owner has marked; without a why nobody has marked it yet."""
    step = row.get("step", {})
    if "why" not in step:
        return []
    at = moments[step["at"]]
    change = StepChange.objects.create(metric=metric, at=at, why=step["why"], by=metric.owner)
    data = {"step_change": change.pk}
    return [Telling(facts.STEP_CHANGE_MARKED, metric, by=metric.owner, at=at + MARKED_AFTER, data=data)]


def _frozen(metric: Metric, row: Row, moments: list[datetime]) -> list[Telling]:
    if "frozen" not in row:
        return []
    metric.frozen_until = moments[row["frozen"]]
    metric.save(update_fields=["frozen_until"])
    at = metric.frozen_until + MARKED_AFTER
    return [Telling(facts.BASELINE_FROZEN, metric, by=metric.owner, at=at)]


def _target(made: Mapping[str, Metric], row: Row, now: datetime) -> Telling:
    told, metric, at = row["target"], made[row["name"]], now - timedelta(days=40)
    target = Target.objects.create(
        metric=metric,
        value=told["value"],
        by_day=(now + timedelta(days=120)).date(),
        why=told["why"],
        counter=made[told["counter"]],
        set_by=metric.owner,
        set_on=at.date(),
    )
    data = {"target": target.pk, "value": told["value"]}
    return Telling(facts.TARGET_SET, metric, by=metric.owner, at=at, data=data)


def _costs(town: Town, made: Mapping[str, Metric], rows: list[Row], now: datetime) -> list[Telling]:
    """What poor quality costs, one line after the other so that each finds the one it is part of."""
    lines: dict[str, CostLine] = {}
    tellings = []
    for number, row in enumerate(rows):
        at = now - timedelta(days=60 - 3 * number)
        by: Person = town.crews[row["team"]].lead
        line = lines[row["name"]] = CostLine.objects.create(
            name=row["name"],
            category=row["category"],
            amount=row.get("amount"),
            metric=made.get(row.get("metric", "")),
            parent=lines.get(row.get("part_of", "")),
            note=row.get("note", ""),
            said_by=by,
            said_on=at.date(),
        )
        tellings.append(Telling(facts.COST_LINE_SAID, line, by=by, at=at))
    return tellings
