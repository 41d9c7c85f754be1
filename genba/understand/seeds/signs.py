"""Warning signs of the demonstration, true and false ones, from plain words to rows; and days of audits."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from genba.people.seeds import Town
from genba.trail.record import Telling
from genba.trail.subjects import kind_of
from genba.understand import facts
from genba.understand.models import AuditDate, Metric, Reading, Sign

WEEKS = 72
ANSWERED_AFTER, KNOWN_AFTER = timedelta(days=3), timedelta(days=40)


def tell_signs(town: Town, words: Mapping[str, Any], *, now: datetime) -> list[Telling]:
    """Write metrics, days of audits, and each sign once. Returns the facts."""
    tellings = [_audit(town, row, now=now) for row in words["audit"]]
    metrics = {row["name"]: _metric(town, row, now=now) for row in words["metric"]}
    begun = now - timedelta(weeks=WEEKS)
    tellings += [Telling(facts.METRIC_DEFINED, one, by=town.quality, at=begun) for one in metrics.values()]
    for row in words["sign"]:
        tellings += _sign(town, metrics, row, now=now)
    return tellings


def _audit(town: Town, row: Mapping[str, Any], *, now: datetime) -> Telling:
    day = (now + timedelta(weeks=row["weeks"])).date()
    audit = AuditDate.objects.create(day=day, name=row["name"], kind=row["kind"], kept_by=town.quality)
    at = min(now, now + timedelta(weeks=row["weeks"] - 8))
    return Telling(facts.AUDIT_DATE_ADDED, audit, by=town.quality, at=at)


def _metric(town: Town, row: Mapping[str, Any], *, now: datetime) -> Metric:
    crew = town.crews[row["team"]]
    metric = Metric.objects.create(
        name=row["name"],
        definition=row["definition"],
        better=row["better"],
        shape=Metric.Shape.COUNT,
        rhythm=Metric.Rhythm.WEEK,
        owner=crew.lead,
        team=crew.team,
        made_on=(now - timedelta(weeks=WEEKS)).date(),
    )
    steady, last = row["steady"], row["last"]
    values = [steady[week % len(steady)] for week in range(WEEKS - len(last))] + last
    first = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(weeks=WEEKS)
    Reading.objects.bulk_create(
        Reading(metric=metric, at=first + timedelta(weeks=week), value=value)
        for week, value in enumerate(values, start=1)
    )
    return metric


def _sign(
    town: Town, metrics: Mapping[str, Metric], row: Mapping[str, Any], *, now: datetime
) -> list[Telling]:
    at, lead = now - timedelta(days=row["days"]), town.quality
    subject: Any = town.organisation
    if "metric" in row:
        subject = metrics[row["metric"]]
    elif "team" in row:
        subject = town.crews[row["team"]].team
    ended = at + timedelta(days=row["lasted"]) if "lasted" in row else None
    sign = Sign(
        sign=row["sign"],
        subject_kind=kind_of(subject),
        subject_id=str(subject.pk),
        opened_at=at,
        last_seen_at=ended or now,
        looked_on=(ended or now).date(),
        ended_at=ended,
        numbers=row["numbers"],
        p=row["p"],
    )
    told = [Telling(facts.SIGN_RAISED, sign, at=at, data={"sign": row["sign"]})]
    if "reason" in row:
        sign.state, sign.reason = Sign.State.ANSWERED, row["reason"]
        sign.answered_by, sign.answered_at = lead, at + ANSWERED_AFTER
        told.append(Telling(facts.SIGN_ANSWERED, sign, by=lead, at=sign.answered_at))
    if ended is not None:
        told.append(Telling(facts.SIGN_ENDED, sign, at=ended))
    if "truth" in row:
        sign.truth, sign.truth_why = row["truth"], row["why"]
        sign.truth_by, sign.truth_at = lead, at + KNOWN_AFTER
        data = {"truth": row["truth"]}
        told.append(Telling(facts.SIGN_TRUTH_TOLD, sign, by=lead, at=sign.truth_at, data=data))
    sign.save()
    return told
