"""How a process begins, changes, closes and opens again."""

from typing import Any

from django.db import transaction

from genba.people.models import Person
from genba.trail.record import record
from genba.work import facts
from genba.work.models import Process, ValueStream


@transaction.atomic
def add_process(stream: ValueStream, *, by: Person, **words: Any) -> Process:
    """A new box on the map. `words`: name, purpose, customer, inputs, outputs, owner, team."""
    words.setdefault("owner", by)
    process = Process.objects.create(value_stream=stream, **words)
    record(facts.PROCESS_ADDED, process, by=by)
    return process


@transaction.atomic
def change_process(process: Process, *, by: Person, **words: Any) -> list[str]:
    """Change what is said about it; the names of what really changed.

    In another value stream it gets a place of its own on the map there.
    """
    held = Process.objects.select_for_update().get(pk=process.pk)
    changed = [name for name, value in words.items() if getattr(held, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(held, name, words[name])
    if "value_stream" in changed:
        held.x = held.y = None
    held.save(update_fields=[*changed, "x", "y"])
    record(facts.PROCESS_CHANGED, held, by=by, fields=changed)
    return changed


@transaction.atomic
def close_process(process: Process, *, by: Person) -> None:
    """Its box leaves the map. Its page, its procedures and its cards stay."""
    if Process.objects.filter(pk=process.pk, is_closed=False).update(is_closed=True):
        record(facts.PROCESS_CLOSED, process, by=by)


@transaction.atomic
def reopen_process(process: Process, *, by: Person) -> None:
    """Its box is back on the map, with its arrows."""
    if Process.objects.filter(pk=process.pk, is_closed=True).update(is_closed=False):
        record(facts.PROCESS_REOPENED, process, by=by)
