"""How a value stream begins, changes, moves in the list, closes and opens again."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from genba.people.models import Person
from genba.trail.record import record
from genba.work import facts
from genba.work.models import ValueStream


@transaction.atomic
def add_stream(*, by: Person, **words: Any) -> ValueStream:
    """A new value stream at the end of the list. `words`: name, purpose, customer, owner."""
    last = ValueStream.objects.aggregate(last=Max("position"))["last"]
    stream = ValueStream.objects.create(**words, position=0 if last is None else last + 1)
    record(facts.STREAM_ADDED, stream, by=by)
    return stream


@transaction.atomic
def change_stream(stream: ValueStream, *, by: Person, **words: Any) -> list[str]:
    """Change what is said about it; the names of what really changed."""
    held = ValueStream.objects.select_for_update().get(pk=stream.pk)
    changed = [name for name, value in words.items() if getattr(held, name) != value]
    if changed:
        for name in changed:
            setattr(held, name, words[name])
        held.save(update_fields=changed)
        record(facts.STREAM_CHANGED, held, by=by, fields=changed)
    return changed


@transaction.atomic
def close_stream(stream: ValueStream, *, by: Person) -> None:
    """It leaves the list and the searches; everything about it stays readable."""
    if ValueStream.objects.filter(pk=stream.pk, is_closed=False).update(is_closed=True):
        record(facts.STREAM_CLOSED, stream, by=by)


@transaction.atomic
def reopen_stream(stream: ValueStream, *, by: Person) -> None:
    """It is back in the list."""
    if ValueStream.objects.filter(pk=stream.pk, is_closed=True).update(is_closed=False):
        record(facts.STREAM_REOPENED, stream, by=by)


@transaction.atomic
def shift_stream(stream: ValueStream, *, by: Person, step: int) -> bool:
    """One place up (-1) or down (+1) in the list; whether there was one to change with."""
    rows = list(ValueStream.objects.select_for_update().filter(is_closed=False))
    place = next((number for number, row in enumerate(rows) if row.pk == stream.pk), None)
    if place is None or not 0 <= place + step < len(rows):
        return False
    rows[place], rows[place + step] = rows[place + step], rows[place]
    for number, row in enumerate(rows):
        row.position = number
    ValueStream.objects.bulk_update(rows, ["position"])
    record(facts.STREAM_MOVED, stream, by=by)
    return True
