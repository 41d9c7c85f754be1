"""How readings are fetched from a source: by its schedule, now, or for a look; each with an end in time.

What a source says is stored as a code and a line of its words, with the secret taken out of them. One that
fails is asked again at its next turn and holds nobody else: each fetch is a job of its own.
"""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from genba.people.models import Person
from genba.sources.connectors.connector import (
    Call,
    Came,
    Fetched,
    LeftOut,
    Outside,
    SourceTrouble,
    State,
)
from genba.sources.connectors.gathering import SHOWN
from genba.trail.connections import judged_addresses
from genba.trail.envelope import CannotOpen
from genba.trail.outgoing import (
    Limits,
    OutgoingRefused,
    OutgoingTimedOut,
    OutgoingTooMuch,
    OutgoingTrouble,
    send,
)
from genba.trail.record import record
from genba.trail.work import job
from genba.understand import facts
from genba.understand.measuring import Arrived, NewReading, fault_of, take_readings
from genba.understand.models import Feed, Metric

SECONDS_TO_FETCH = 45.0
SECONDS_TO_TEST = 15.0
FEW_LETTERS, SHORTEST_PART = 3, 8
LONGEST_SHOWN = 200
_CREDENTIAL = re.compile(r"\b(basic|bearer|token)\s+(?=\S*[\d=+/])[^\s\"'<>,;]{8,}", re.I)

AT_ONCE = 200
"""How many feeds one turn of the schedule hands out; the rest has the next one."""


def outside(seconds: float) -> Outside:
    """What a source may do here: careful calls, judged addresses, files below one folder."""
    return Outside(
        call=_call,
        judged=_judged,
        root=folder_of_sources(),
        zone=timezone.get_current_timezone(),
        now=timezone.now(),
        seconds=seconds,
    )


def folder_of_sources() -> Path | None:
    """Where sources may read files; None where there is no such folder, or it would lay our own data open."""
    if not settings.GENBA_SOURCES_FOLDER:
        return None
    folder, ours = Path(settings.GENBA_SOURCES_FOLDER).resolve(), Path(settings.GENBA_DATA).resolve()
    lays_open = folder.is_relative_to(ours) or ours.is_relative_to(folder)
    return None if lays_open and not folder.is_relative_to(ours / "sources") else folder


def look(feed: Feed, *, seconds: float = SECONDS_TO_TEST) -> Fetched:
    """What the source gives at this moment; nothing is stored. Raises SourceTrouble without the secret."""
    try:
        secret = feed.secret
    except CannotOpen as trouble:
        raise SourceTrouble(State.LOST) from trouble
    try:
        came = feed.connector.fetch(feed.settings, secret, outside(seconds))
    except SourceTrouble as trouble:
        raise SourceTrouble(trouble.state, without(secret, trouble.detail)) from None
    cleaned = tuple(replace(one, why=without(secret, one.why)) for one in came.left_out)
    return _that_fits(feed.metric, replace(came, left_out=cleaned))


def _that_fits(metric: Metric, came: Fetched) -> Fetched:
    """Without the rows that cannot be readings of this metric. Raises SourceTrouble where none can."""
    faults = [fault_of(metric, NewReading(row.at, row.value, row.out_of)) for row in came.rows]
    refused = [
        LeftOut(0, f"{date_format(row.at, 'SHORT_DATE_FORMAT')}: {fault[1]}")
        for row, fault in zip(came.rows, faults, strict=True)
        if fault
    ]
    rows = tuple(row for row, fault in zip(came.rows, faults, strict=True) if not fault)
    left_out = (*came.left_out, *refused)[:SHOWN]
    if left_out and not rows:
        raise SourceTrouble(State.NONE_FITS, left_out[0].why)
    return Fetched(rows, left_out, came.left_out_count + len(refused))


def without(secret: str, words: str) -> str:
    """Words of the other side, of which some repeat what they were sent, whole or in part."""
    clean = _CREDENTIAL.sub(r"\1 •••", words)
    for part in sorted({secret, quote(secret, safe=""), *secret.split(":")}, key=len, reverse=True):
        if len(part) > FEW_LETTERS:
            clean = _cut_out(part, clean)
    return " ".join(clean.split())[:LONGEST_SHOWN]


def _cut_out(secret: str, words: str) -> str:
    """Without the secret, and without its beginning where the other side cut it off."""
    begun, at = secret[:SHORTEST_PART], 0
    while (at := words.find(begun, at)) >= 0:
        end = at + len(begun)
        while end < len(words) and words[at : end + 1] == secret[: end + 1 - at]:
            end += 1
        words = f"{words[:at]}•••{words[end:]}"
        at += 3
    return words


def fetch(feed: Feed, *, by: Person | None = None) -> Arrived | None:
    """Ask the source and take what it gives. None where it gave nothing; the feed then says why."""
    tried = timezone.now()
    try:
        came = look(feed, seconds=SECONDS_TO_FETCH)
    except SourceTrouble as trouble:
        _say(feed, trouble.state, trouble.detail, last_tried=tried)
        return None
    readings = [NewReading(row.at, row.value, row.out_of) for row in came.rows]
    with transaction.atomic():
        arrived = take_readings(feed.metric, readings, by=by)
        refused = came.left_out_count + len(arrived.refused)
        newest = max((one.at for one in readings), default=feed.newest_at)
        _say(
            feed, State.FINE if readings else State.EMPTY, "",
            last_tried=tried, last_success=tried, newest_at=newest, left_out_count=refused,
        )  # fmt: skip
    return arrived


@job()
def fetch_feed(pk: int) -> None:
    """Fetch one feed; bears being run twice, for a reading arrives once for each moment."""
    feed = Feed.objects.select_related("metric").filter(pk=pk, metric__is_closed=False).first()
    if feed:
        fetch(feed)


@job()
def fetch_what_is_due() -> None:
    """Hand out the feeds whose turn has come, each as a job of its own; claimed by the row count."""
    now = timezone.now()
    for feed in Feed.objects.due(now).order_by("next_at")[:AT_ONCE]:
        with transaction.atomic():
            if Feed.objects.due(now).filter(pk=feed.pk).update(next_at=now + feed.period):
                fetch_feed.enqueue(feed.pk)


@transaction.atomic
def _say(feed: Feed, state: str, detail: str, **more: object) -> None:
    """Store how a try went; a fact tells only of what has changed."""
    is_news = feed.state != state and (state, feed.state) not in {(State.FINE, ""), (State.FINE, State.EMPTY)}
    Feed.objects.filter(pk=feed.pk).update(state=state, detail=detail, **more)
    for name, value in {"state": state, "detail": detail, **more}.items():
        setattr(feed, name, value)
    if is_news:
        fact = facts.FEED_WORKS_AGAIN if state in {State.FINE, State.EMPTY} else facts.FEED_TROUBLED
        record(fact, feed, by=None, state=state)


def _call(call: Call) -> Came:
    limits = Limits(seconds=call.seconds, bytes=call.bytes)
    try:
        answer = send(call.method, call.url, body=call.body, headers=call.headers, limits=limits)
    except OutgoingTrouble as trouble:
        raise SourceTrouble(_state_of(trouble), trouble.sentence) from trouble
    return Came(answer.status, answer.body, answer.headers)


def _judged(name: str, port: int) -> list[str]:
    try:
        return judged_addresses(name, port)
    except OutgoingTrouble as trouble:
        raise SourceTrouble(_state_of(trouble), trouble.sentence) from trouble


def _state_of(trouble: OutgoingTrouble) -> str:
    if isinstance(trouble, OutgoingRefused):
        return State.INSIDE
    if isinstance(trouble, OutgoingTimedOut):
        return State.SLOW
    return State.HUGE if isinstance(trouble, OutgoingTooMuch) else State.AWAY
