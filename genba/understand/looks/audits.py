"""Whether work piles up before audits, stalls after a certificate, and whether audits find more."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import numpy as np
from django.db.models import Count, Min
from django.db.models.functions import TruncDate
from django.utils import timezone

from genba.analysis.signs import actions_stall, findings_rise, only_before_audits
from genba.trail.models import Fact
from genba.understand.looks.calendar import by_month, month_after, since_first, whole_months
from genba.understand.looks.given import Action, Audit, activity, count_as_activity, given
from genba.understand.models import AuditDate
from genba.understand.signs.registry import Found, of_all_of_us, register_look
from genba.work import facts as of_work

SEED = 20_26
WEEK = timedelta(days=7)
REACH = timedelta(weeks=156)
WORKING_DAYS = 5.0
MONTHS = actions_stall.BEFORE + 2 * actions_stall.AFTER

count_as_activity(
    of_work.VERSION_IN_FORCE,
    of_work.PROCEDURE_CONFIRMED,
    of_work.SUGGESTION_TAKEN,
    of_work.QUESTION_ANSWERED,
    of_work.DOCUMENT_IN_FORCE,
    of_work.DOCUMENT_STILL_RIGHT,
    of_work.EQUIPMENT_CALIBRATED,
    of_work.COMPETENCE_SHOWN,
)


def look_before_audits(today: date) -> Iterable[Found]:
    """Facts that only daily work on quality makes, by whole weeks, and the weeks in which audits began."""
    first = _first_week(today)
    weeks = max(0, (_monday(today) - first) // WEEK)
    events = np.zeros(weeks)
    begin = timezone.make_aware(datetime.combine(first, time.min))
    found = Fact.objects.filter(name__in=activity(), at__gte=begin).order_by()
    for day, count in found.values_list(TruncDate("at")).annotate(count=Count("pk")):
        week = (_monday(day) - first) // WEEK
        if 0 <= week < weeks:
            events[week] += count
    days = AuditDate.objects.filter(withdrawn_at=None, day__gte=first, day__lt=_monday(today))
    audits = [(_monday(day) - first) // WEEK for day in days.values_list("day", flat=True)]
    generator = np.random.default_rng(SEED)
    verdict = only_before_audits.look(events.tolist(), [WORKING_DAYS] * weeks, audits, generator=generator)
    return of_all_of_us(verdict)


def look_after_certification(today: date) -> Iterable[Found]:
    """Actions finished, for each day that one stood open, since the last certification."""
    certified = (
        AuditDate.objects.filter(withdrawn_at=None, kind=AuditDate.Kind.CERTIFICATION, day__lt=today)
        .order_by("-day")
        .values_list("day", flat=True)
        .first()
    )
    actions: list[Action] = given(Action, today)
    first = min((one.opened_on for one in actions), default=None)
    months = since_first(whole_months(today, MONTHS), first) if certified else []
    finished = by_month((one.finished_on for one in actions if one.finished_on), months)
    open_days = [_open_days(actions, month) for month in months]
    after = sum(month <= certified for month in months) if certified else 0
    return of_all_of_us(actions_stall.look(finished, open_days, certified=after))


def look_at_findings(today: date) -> Iterable[Found]:
    """Findings of audits, as the room of audits gives them."""
    audits: list[Audit] = given(Audit, today)
    return of_all_of_us(findings_rise.look([one.findings for one in audits], [one.days for one in audits]))


def _open_days(actions: list[Action], month: date) -> float:
    """The days that all actions together stood open in a month."""
    end = month_after(month)
    spans = ((max(one.opened_on, month), min(one.finished_on or end, end)) for one in actions)
    return float(sum(max(0, (until - since).days) for since, until in spans))


def _first_week(today: date) -> date:
    """The first whole week of the trail, three years back at most."""
    begun = Fact.objects.filter(name__in=activity()).order_by().aggregate(first=Min("at"))["first"]
    first = max(timezone.localdate(begun), today - REACH) if begun else today
    return min(_monday(first) + WEEK, _monday(today))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


register_look(only_before_audits.SIGN, look_before_audits)
register_look(actions_stall.SIGN, look_after_certification)
register_look(findings_rise.SIGN, look_at_findings)
