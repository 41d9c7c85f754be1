"""Take an import over: all of it or nothing, without letting anybody else wait."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.sources.check import context_of, reading_of
from genba.sources.dry_run import batches
from genba.sources.models import Arrival, Change, Import, Register
from genba.sources.progress import forget_progress, note_progress
from genba.sources.rows import FineRow
from genba.sources.table import TableUnreadable
from genba.sources.targets import ImportContext, Target
from genba.sources.writing import write_many

log = logging.getLogger("genba.sources")

BATCH = 1000


@transaction.atomic
def claim_commit(checked: Import) -> bool:
    """Claim a checked import for being taken over; of several claims exactly one succeeds.

    Two imports of the same list at once would not know of each other's rows, so the second has to wait.
    """
    same_list = Import.objects.filter(
        target=checked.target,
        place=checked.place,
        register_name=checked.register_name,
        state=Import.State.COMMITTING,
    )
    if same_list.exists():
        return False
    claimed = Import.objects.filter(pk=checked.pk, state=Import.State.CHECKED).update(
        state=Import.State.COMMITTING
    )
    return claimed == 1


def commit_import(claimed: Import, target: Target) -> None:
    """Take over every fine row of a claimed import. A run that was killed is begun again from the start.

    New records are made withdrawn, batch by batch in short transactions; then one transaction shows them all,
    applies the changes and marks the import. If anything fails before, nothing stays and `error` says why.
    """
    if claimed.state != Import.State.COMMITTING:
        return
    _discard(claimed, target)
    row = 0
    try:
        register = _register(claimed, target)
        work = _Work(claimed, target, register, context_of(claimed))
        done = 0
        for batch in batches(reading_of(claimed, target), BATCH):
            fine = [found for found in batch if isinstance(found, FineRow)]
            row = fine[0].number if fine else row
            with transaction.atomic():
                work.stage(fine)
            done += len(batch)
            note_progress(claimed, done)
        with transaction.atomic():
            work.show()
    except Exception as trouble:
        log.exception("The import %s failed", claimed.pk)
        _discard(claimed, target)
        _fail(claimed, trouble, row)
    finally:
        forget_progress(claimed)


@dataclass
class _Work:
    batch: Import
    target: Target
    register: Register
    context: ImportContext
    changed: list[tuple[Arrival, FineRow]] = field(default_factory=list)
    returning: list[tuple[Arrival, FineRow]] = field(default_factory=list)
    new: int = 0
    unchanged: int = 0

    def stage(self, rows: Sequence[FineRow]) -> None:
        """Make the records of new rows, still withdrawn; remember changed and returning ones for the end."""
        arrived = {
            arrival.external_id: arrival
            for arrival in self.register.arrivals.filter(external_id__in=[row.external_id for row in rows])
        }
        unknown = [row for row in rows if row.external_id not in arrived]
        known = self.target.known(unknown, self.context) if unknown else {}
        for row in rows:
            arrival = arrived.get(row.external_id)
            if arrival is None and row.external_id in known:
                arrival = self._adopted(row, known[row.external_id])
            if arrival is None:
                continue
            if not arrival.is_here:
                self.returning.append((arrival, row))
            elif arrival.fingerprint != row.fingerprint:
                self.changed.append((arrival, row))
            else:
                self.unchanged += 1
        self._make([row for row in unknown if row.external_id not in known])

    def show(self) -> None:
        """Show everything at once: new, returning and changed rows."""
        staged = Arrival.objects.filter(brought_by=self.batch, is_here=False, is_ours=True)
        ids = list(staged.values_list("subject_id", flat=True))
        for part in batches(ids, BATCH):
            self.target.show(part, self.context)
        staged.update(is_here=True)
        self._bring_back()
        self._change(self.changed)
        self._mark()

    def _make(self, rows: Sequence[FineRow]) -> None:
        if not rows:
            return
        ids = self.target.make(rows, self.context)
        write_many(
            Arrival,
            ("register_id", "external_id", "fingerprint", "subject_id", "brought_by_id"),
            (
                (self.register.pk, row.external_id, row.fingerprint, subject_id, self.batch.pk)
                for row, subject_id in zip(rows, ids, strict=True)
            ),
        )
        self.new += len(rows)

    def _adopted(self, row: FineRow, subject_id: int) -> Arrival:
        """A record that was here before any import: from now on this row means it."""
        return Arrival.objects.create(
            register=self.register,
            external_id=row.external_id,
            fingerprint="",
            subject_id=subject_id,
            brought_by=self.batch,
            is_here=True,
            is_ours=False,
        )

    def _bring_back(self) -> None:
        for part in batches([arrival for arrival, _row in self.returning], BATCH):
            self.target.show([arrival.subject_id for arrival in part], self.context)
            Arrival.objects.filter(pk__in=[arrival.pk for arrival in part]).update(
                is_here=True, brought_by=self.batch
            )
        self.new += len(self.returning)
        self._change([pair for pair in self.returning if pair[0].fingerprint != pair[1].fingerprint])

    def _change(self, pairs: Iterable[tuple[Arrival, FineRow]]) -> None:
        for part in batches(pairs, BATCH):
            befores = self.target.change([(arrival.subject_id, row) for arrival, row in part], self.context)
            Change.objects.bulk_create(
                [
                    Change(
                        by_import=self.batch,
                        arrival=arrival,
                        before=before,
                        fingerprint_before=arrival.fingerprint,
                        fingerprint_after=row.fingerprint,
                    )
                    for (arrival, row), before in zip(part, befores, strict=True)
                ]
            )
            for arrival, row in part:
                arrival.fingerprint = row.fingerprint
            Arrival.objects.bulk_update([arrival for arrival, _row in part], ["fingerprint"])

    def _mark(self) -> None:
        batch = self.batch
        batch.register = self.register
        batch.new, batch.changed, batch.unchanged = self.new, len(self.changed), self.unchanged
        batch.state, batch.error, batch.committed_at = Import.State.COMMITTED, "", timezone.now()
        batch.save()


def _register(claimed: Import, target: Target) -> Register:
    with transaction.atomic():
        place = target.settle(claimed.place, claimed.started_by)
        if place != claimed.place:
            claimed.place = place
            claimed.save(update_fields=["place"])
        return Register.objects.get_or_create(target=claimed.target, place=place, name=claimed.register_name)[
            0
        ]


def _discard(claimed: Import, target: Target) -> None:
    """Remove what an unfinished run has made; nobody has ever seen it."""
    staged = Arrival.objects.filter(brought_by=claimed, is_here=False, is_ours=True)
    while part := list(staged.values_list("pk", "subject_id")[:BATCH]):
        with transaction.atomic():
            target.discard([subject_id for _pk, subject_id in part])
            Arrival.objects.filter(pk__in=[pk for pk, _subject in part]).delete()
    Arrival.objects.filter(brought_by=claimed, is_ours=False, fingerprint="").delete()


def _fail(claimed: Import, trouble: Exception, row: int) -> None:
    if isinstance(trouble, TableUnreadable):
        words = str(trouble.sentence)
    else:
        words = _("Something went wrong near row %(row)s, so nothing was taken over: %(kind)s.") % {
            "row": row,
            "kind": type(trouble).__name__,
        }
    claimed.state, claimed.error = Import.State.FAILED, words
    claimed.save(update_fields=["state", "error"])
