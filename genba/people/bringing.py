"""Who brings a table in, and the facts that an import leaves: the same for every kind of record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.utils import timezone

from genba.people.models import Person
from genba.sources.targets import Ids, ImportContext
from genba.trail.kinds import FactKind
from genba.trail.record import Telling, record_many


@dataclass(frozen=True)
class Withdrawable:
    """How a `Target` shows and hides records with `withdrawn_at` and `import_id`, and what tells of it."""

    model: type[Model]
    imported: FactKind
    undone: FactKind

    def show(self, ids: Ids, context: ImportContext) -> None:
        """Show records that an import made, or brought back."""
        self._chosen(ids).update(withdrawn_at=None, import_id=context.import_id)
        tell_of_import(self.imported, self.model, ids, context)

    def withdraw(self, ids: Ids, context: ImportContext) -> None:
        """Hide the records of an import that is undone; they can come back."""
        self._chosen(ids).update(withdrawn_at=timezone.now())
        tell_of_import(self.undone, self.model, ids, context)

    def discard(self, ids: Ids) -> None:
        """Remove records that nobody has ever seen."""
        self.unseen(ids).delete()

    def unseen(self, ids: Ids) -> QuerySet[Model]:
        """Those of them that were never shown, or are hidden."""
        return self._chosen(ids).exclude(withdrawn_at=None)

    def _chosen(self, ids: Ids) -> QuerySet[Model]:
        return self.model._default_manager.filter(pk__in=ids)


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
