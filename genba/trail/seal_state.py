"""How it stands with the seals, for people: what waits, what was signed last, and which places have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Subquery
from django.utils import timezone

from genba.trail.models import Checkpoint, Tree, Witness
from genba.trail.seals.sealer import waiting_facts
from genba.trail.witnesses.places import ENOUGH, all_places

MOST_COUNTED = 10_000
LATE = timedelta(minutes=2)
VERY_LATE = timedelta(hours=1)


@dataclass(frozen=True)
class PlaceState:
    """One place outside: which checkpoint has reached it, and why no newer one."""

    name: str
    size: int
    reached_at: datetime | None
    trouble: str
    is_behind: bool


@dataclass(frozen=True)
class SealState:
    """Everything that the worker page and the doctor say about seals."""

    sealed: int
    sealed_at: datetime | None
    waiting: int
    waiting_since: datetime | None
    trouble: str
    signed: int
    signed_at: datetime | None
    places: Sequence[PlaceState]

    @property
    def counts_no_further(self) -> bool:
        """Whether more wait than were counted."""
        return self.waiting == MOST_COUNTED

    @property
    def is_late(self) -> bool:
        """Whether facts wait longer than two minutes."""
        return self.waiting_since is not None and timezone.now() - self.waiting_since > LATE

    @property
    def has_enough_places(self) -> bool:
        """Whether at least two places are named."""
        return len(self.places) >= ENOUGH


def seal_state() -> SealState:
    """As it is now. Asks the database twice, and once more where places are named."""
    newest = Checkpoint.objects.order_by("-size")
    signed, signed_at = (Subquery(newest.values(name)[:1]) for name in ("size", "signed_at"))
    tree = Tree.objects.annotate(signed=signed, signed_at=signed_at).first()
    waiting, told = waiting_facts(tree or Tree(), most=MOST_COUNTED)
    if tree is None:
        return SealState(0, None, waiting, told, "", 0, None, _places(0, None))
    return SealState(
        sealed=tree.size,
        sealed_at=tree.sealed_at,
        waiting=waiting,
        # An import tells of long ago, but nothing waits since before the last seal.
        waiting_since=max((at for at in (told, tree.sealed_at) if at is not None), default=None)
        if waiting
        else None,
        trouble=tree.trouble,
        signed=tree.signed or 0,
        signed_at=tree.signed_at,
        places=_places(tree.signed or 0, tree.signed_at),
    )


def _places(signed: int, signed_at: datetime | None) -> list[PlaceState]:
    states, named = [], all_places()
    rows = {row.name: row for row in Witness.objects.all()} if named else {}
    for place in named:
        row = rows.get(place.name) or Witness(name=place.name)
        behind = signed_at is not None and row.size != signed and _waited_long(row, signed_at, place.pace)
        states.append(PlaceState(place.name, row.size, row.reached_at, row.trouble, behind))
    return states


def _waited_long(row: Witness, signed_at: datetime, pace: timedelta) -> bool:
    since = row.reached_at or Checkpoint.objects.order_by("size").values_list("signed_at", flat=True)[0]
    return signed_at - since > pace + LATE or bool(row.trouble)
