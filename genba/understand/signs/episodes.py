"""From what a sign found to its episodes: raised once, seen again in silence, over after calm looks."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from genba.analysis.signs.sign import State
from genba.trail.record import record
from genba.understand import facts
from genba.understand.models import Look, Sign
from genba.understand.signs.registry import Found

CALM_LOOKS = 7


@transaction.atomic
def keep(name: str, found: Iterable[Found], *, now: datetime) -> int:
    """Keep what one sign found tonight; the number of episodes that began.

    Bears being run twice: a calm day counts once. Where there is too little data a running episode stays as
    it is, for nothing was seen that would end it.
    """
    found = list(found)
    running = {(one.subject_kind, one.subject_id): one for one in Sign.objects.going_on().filter(sign=name)}
    begun = 0
    for one in found:
        episode = running.get((one.kind, one.key))
        if one.verdict.state == State.ALARM:
            begun += _seen(episode, name, one, now)
        elif one.verdict.state == State.CALM and episode is not None:
            _calm(episode, now)
    _sum_up(name, found, now)
    return begun


def _seen(episode: Sign | None, name: str, found: Found, now: datetime) -> bool:
    today = timezone.localdate(now)
    if episode is not None:
        Sign.objects.filter(pk=episode.pk).update(last_seen_at=now, calm_looks=0, looked_on=today)
        return False
    episode, is_new = Sign.objects.get_or_create(
        sign=name,
        subject_kind=found.kind,
        subject_id=found.key,
        ended_at=None,
        defaults={
            "opened_at": now,
            "last_seen_at": now,
            "looked_on": today,
            "numbers": {key: float(number) for key, number in found.verdict.numbers.items()},
            "p": found.verdict.p,
        },
    )
    if is_new:
        record(facts.SIGN_RAISED, episode, sign=name)
    return is_new


def _calm(episode: Sign, now: datetime) -> None:
    """Whoever changes the row counts; a second worker on the same day finds nothing to count."""
    today = timezone.localdate(now)
    counted = Sign.objects.filter(pk=episode.pk, ended_at=None, looked_on__lt=today)
    if not counted.update(calm_looks=F("calm_looks") + 1, looked_on=today):
        return
    if Sign.objects.filter(pk=episode.pk, calm_looks__gte=CALM_LOOKS).update(ended_at=now):
        record(facts.SIGN_ENDED, episode)


def _sum_up(name: str, found: list[Found], now: datetime) -> None:
    states = Counter(one.verdict.state for one in found)
    lacking = Counter(one.verdict.needs for one in found if one.verdict.needs)
    needs, number = lacking.most_common(1)[0][0] if lacking else ("", None)
    Look.objects.update_or_create(
        sign=name,
        defaults={
            "looked_at": now,
            "alarms": states[State.ALARM],
            "calm": states[State.CALM],
            "not_enough": states[State.NOT_ENOUGH],
            "needs": needs,
            "needs_number": number,
        },
    )
