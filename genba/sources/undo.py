"""Undo a whole import: what it brought is withdrawn, what it changed is put back; it can come again."""

from django.db import transaction
from django.utils import timezone

from genba.sources.check import context_of
from genba.sources.commit import BATCH
from genba.sources.dry_run import batches
from genba.sources.models import Arrival, Change, Import
from genba.sources.targets import Target


@transaction.atomic
def undo_import(committed: Import, target: Target) -> bool:
    """Undo a committed import, in one transaction. False when somebody else was first."""
    claimed = Import.objects.filter(pk=committed.pk, state=Import.State.COMMITTED).update(
        state=Import.State.UNDONE, undone_at=timezone.now()
    )
    if not claimed:
        return False
    committed.refresh_from_db()
    context = context_of(committed)
    _put_back(committed, target)
    brought = Arrival.objects.filter(brought_by=committed, is_here=True, is_ours=True)
    for part in batches(list(brought.values_list("subject_id", flat=True)), BATCH):
        target.withdraw(part, context)
    brought.update(is_here=False)
    return True


def _put_back(committed: Import, target: Target) -> None:
    """Put back what nobody's later import has changed again."""
    changes = committed.changes.select_related("arrival").order_by("-id")
    for part in batches(changes.iterator(chunk_size=BATCH), BATCH):
        current: list[Change] = [
            change for change in part if change.arrival.fingerprint == change.fingerprint_after
        ]
        target.put_back(
            [(change.arrival.subject_id, change.before) for change in current], context_of(committed)
        )
        for change in current:
            change.arrival.fingerprint = change.fingerprint_before
        Arrival.objects.bulk_update([change.arrival for change in current], ["fingerprint"])
