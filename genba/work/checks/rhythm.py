"""When a check comes round: the moments of a rhythm, on the clock of the house."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from genba.work.models import CheckRound

Rhythm = CheckRound.Rhythm
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def moments(round_: CheckRound, *, after: datetime, until: datetime) -> Iterator[datetime]:
    """The moments of a round after one moment and up to another, in their order.

    Days go by the local calendar, so that seven in the morning stays seven when the clocks change; a time
    that is skipped on such a day comes an hour later.
    """
    if round_.rhythm == Rhythm.HOURS:
        yield from _hours(round_, after, until)
        return
    first = timezone.localdate(round_.begins_at)
    day = max(timezone.localdate(after), first)
    last = timezone.localdate(until)
    while day <= last:
        if _is_on(round_, (day - first).days, day.weekday()):
            for at in _times(round_):
                moment = timezone.make_aware(datetime.combine(day, at)).astimezone(UTC)
                if max(after, just_before(round_)) < moment <= until:
                    yield moment
        day += timedelta(days=1)


def just_before(round_: CheckRound) -> datetime:
    """The moment before the minute in which a round begins."""
    return round_.begins_at.replace(second=0, microsecond=0) - timedelta(seconds=1)


def next_moment(round_: CheckRound, *, after: datetime) -> datetime | None:
    """The moment after a moment; None where there is none within two years."""
    return next(moments(round_, after=after, until=after + timedelta(days=732)), None)


def _hours(round_: CheckRound, after: datetime, until: datetime) -> Iterator[datetime]:
    step, begins_at = timedelta(hours=max(round_.every, 1)), round_.begins_at.astimezone(UTC)
    passed = max((after - begins_at) // step + 1, 0)
    moment = begins_at + passed * step
    while moment <= until:
        yield moment
        moment += step


def _is_on(round_: CheckRound, day_number: int, weekday: int) -> bool:
    if round_.rhythm == Rhythm.DAYS:
        return day_number % max(round_.every, 1) == 0
    return not round_.days or weekday in round_.days


def _times(round_: CheckRound) -> list[time]:
    read = sorted(time.fromisoformat(at) for at in round_.times if TIME.fullmatch(str(at)))
    return read or [timezone.localtime(round_.begins_at).time().replace(second=0, microsecond=0)]
