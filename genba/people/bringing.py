"""Who brings a table in, and the facts that an import leaves: the same for every kind of record."""

from collections.abc import Iterator, Sequence

from django.db.models import Model

from genba.people.models import Person
from genba.sources.targets import ImportContext
from genba.trail.kinds import FactKind
from genba.trail.record import Telling, record_many


def brought_by(context: ImportContext) -> Person | None:
    """Who brings it; only the number is needed, so nothing is read."""
    return Person(pk=context.by_id) if context.by_id else None


def tell_of_import(kind: FactKind, model: type[Model], ids: Sequence[int], context: ImportContext) -> None:
    """Record one fact about each of these records. Nothing reacts to them."""
    by, data = brought_by(context), {"import": context.import_id}
    record_many(Telling(kind, record, by=by, data=data) for record in _named(model, ids))


def _named(model: type[Model], ids: Sequence[int]) -> Iterator[Model]:
    """One record that takes each number in turn: a fact needs the number only, and there may be 100,000."""
    record = model()
    for pk in ids:
        record.pk = pk
        yield record
