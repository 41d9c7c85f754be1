"""Whether ideas dry up, a head."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from genba.analysis.signs import ideas_dry_up
from genba.listen.models import Report
from genba.people.facts import PERSON_DEACTIVATED
from genba.people.models import Person
from genba.trail.models import Fact
from genba.understand.looks.calendar import by_month, month_after, since_first, whole_months
from genba.understand.signs.registry import Found, of_all_of_us, register_look

MONTHS = ideas_dry_up.RECENT + ideas_dry_up.BEFORE


def look_at_ideas(today: date) -> Iterable[Found]:
    """Ideas of whole months since the first report of any kind, and the people who could have had one."""
    reports = Report.objects.current().filter(import_id=None)
    months = since_first(whole_months(today, MONTHS), reports.aggregate(first=Min("received_on"))["first"])
    ideas = reports.filter(kind=Report.Kind.IDEA, received_on__gte=months[0] if months else today)
    counted = by_month(ideas.values_list("received_on", flat=True), months)
    return of_all_of_us(ideas_dry_up.look(counted, _heads(months)))


def _heads(months: list[date]) -> list[float]:
    """Members of any team who had joined before a month was over and had not left before."""
    members = Person.objects.filter(memberships__isnull=False).distinct()
    gone: dict[int, datetime] = {}
    closed = Fact.objects.filter(name=PERSON_DEACTIVATED.name, subject_kind="people.person").order_by("id")
    for key, at in closed.values_list("subject_id", "at"):
        gone[int(key)] = at
    people = [
        (joined, timezone.localdate(gone[pk]) if not is_active and pk in gone else date.max)
        for pk, joined, is_active in members.values_list("pk", "joined_on", "is_active")
    ]
    return [
        float(sum(joined < month_after(month) and left >= month for joined, left in people))
        for month in months
    ]


register_look(ideas_dry_up.SIGN, look_at_ideas)
