"""`record()`: the one way into the trail, in the transaction of the change it tells of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import connection
from django.db.models import Model
from django.db.transaction import get_connection
from django.utils import timezone

from genba.trail import reactions
from genba.trail.kinds import FactKind
from genba.trail.models import Fact
from genba.trail.subjects import kind_of
from genba.trail.wordless import refuse_words


class HasKey(Protocol):
    """Somebody with a number: a person."""

    pk: Any


class OutsideTransactionError(RuntimeError):
    """A fact was recorded outside the transaction of its change."""


def record(
    kind: FactKind, subject: Model, *, by: HasKey | None = None, at: datetime | None = None, **data: Any
) -> Fact:
    """Write one fact and set off what reacts to it.

    `data` holds numbers, codes and ids, never names or words of people.
    Raises OutsideTransactionError where the change and its fact could come apart, and WordsInFactError.
    """
    refuse_words(kind.name, data)
    if not get_connection().in_atomic_block:
        message = f"{kind.name} was recorded outside a transaction."
        raise OutsideTransactionError(message)
    fact = Fact.objects.create(**_line(kind, subject, by=by, at=at, data=data))
    reactions.set_off(fact)
    return fact


@dataclass(frozen=True)
class Telling:
    """One fact of a bulk change, told after the event: an import, the demonstration."""

    kind: FactKind
    subject: Model
    by: HasKey | None = None
    at: datetime | None = None
    data: dict[str, Any] = field(default_factory=dict)


def record_many(tellings: Iterable[Telling]) -> None:
    """Write the facts of a bulk change in the given order. Nothing reacts to them."""
    prepare, adapt = Fact._meta.get_field("data").get_db_prep_save, connection.ops.adapt_datetimefield_value
    now, data, prepared = adapt(timezone.now()), None, None
    lines = []
    for t in tellings:
        if t.data is not data:  # an import tells the same of each of its records
            refuse_words(t.kind.name, t.data)
            data, prepared = t.data, prepare(t.data, connection)
        at = adapt(t.at) if t.at else now
        by_id = t.by.pk if t.by else None
        lines.append((t.kind.name, kind_of(t.subject), str(t.subject.pk), by_id, at, prepared))
    columns = "name, subject_kind, subject_id, by_id, at, data"
    with connection.cursor() as cursor:  # bulk_create takes five times as long
        cursor.executemany(
            f"INSERT INTO {Fact._meta.db_table} ({columns}) VALUES (%s, %s, %s, %s, %s, %s)",  # noqa: S608  (names of our own columns)
            lines,
        )


def _line(
    kind: FactKind, subject: Model, *, by: HasKey | None, at: datetime | None, data: dict[str, Any]
) -> dict[str, Any]:
    return {
        "name": kind.name,
        "subject_kind": kind_of(subject),
        "subject_id": str(subject.pk),
        "by_id": by.pk if by else None,
        "at": at or timezone.now(),
        "data": data,
    }
