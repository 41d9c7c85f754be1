"""Whether a team has become silent, and whether reports stay away while complaints do not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Count, Min

from genba.analysis.signs import no_report, suppressed
from genba.analysis.signs.sign import State, Verdict, not_enough
from genba.listen.models import Report
from genba.people.models import Team
from genba.understand.looks.calendar import by_month, since_first, whole_months, working_day, working_days
from genba.understand.signs.registry import Found, of, of_all_of_us, register_look

REACH = timedelta(days=500)
FRIDAY = timedelta(days=4)
MONTHS = suppressed.BEFORE + suppressed.RECENT
INTERNAL = (Report.Kind.NEAR_MISS, Report.Kind.PROBLEM)


def look_for_silence(today: date) -> Iterable[Found]:
    """Each team that ever reported, by working days. One false alarm a month in a hundred, for all together.

    A report without a name counts on the Friday of its week, so that no silence is made up.
    """
    counted: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    rows = Report.objects.current().filter(received_on__gte=today - REACH, team__isnull=False, import_id=None)
    for team, day, at, count in (
        rows.order_by().values_list("team", "received_on", "received_at__date").annotate(count=Count("pk"))
    ):
        shown = day if at else day + FRIDAY
        counted[team][working_day(min(shown, today))] += count
    teams = Team.objects.in_bulk(list(counted))
    verdicts = {key: no_report.look(_daily(days, today)) for key, days in counted.items() if key in teams}
    if not verdicts:
        return of_all_of_us(not_enough(no_report.SIGN.name, "reports", no_report.FEWEST_REPORTS))
    tested = sum(verdict.state != State.NOT_ENOUGH for verdict in verdicts.values())
    return [of(teams[key], _among(verdict, tested)) for key, verdict in verdicts.items()]


def _daily(days: dict[date, int], today: date) -> list[int]:
    return [days.get(day, 0) for day in working_days(min(days), today)]


def _among(verdict: Verdict, tested: int) -> Verdict:
    """An alarm only where it holds although so many teams are looked at."""
    too_many = verdict.p is not None and verdict.p * tested > no_report.ALPHA
    return replace(verdict, state=State.CALM) if verdict.state == State.ALARM and too_many else verdict


def look_for_suppression(today: date) -> Iterable[Found]:
    """Complaints of customers beside near misses and problems, by whole months, of all of us."""
    reports = Report.objects.current()
    months = since_first(whole_months(today, MONTHS), reports.aggregate(first=Min("received_on"))["first"])
    seen = reports.filter(received_on__gte=months[0] if months else today)
    complaints = seen.filter(kind=Report.Kind.COMPLAINT).values_list("received_on", flat=True)
    internal = seen.filter(kind__in=INTERNAL).values_list("received_on", flat=True)
    return of_all_of_us(suppressed.look(by_month(complaints, months), by_month(internal, months)))


register_look(no_report.SIGN, look_for_silence)
register_look(suppressed.SIGN, look_for_suppression)
