"""How it stands with the seals, for people: what waits, what was signed last, and which places have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from genba.trail.models import Checkpoint, Fact, Tree, Witness
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
    """As it is now."""
    tree, last = Tree.current(), Checkpoint.objects.first()
    waiting, first = waiting_facts(tree, most=MOST_COUNTED)
    return SealState(
        sealed=tree.size,
        sealed_at=tree.sealed_at,
        waiting=waiting,
        waiting_since=_since(tree, first) if first is not None else None,
        trouble=tree.trouble,
        signed=last.size if last else 0,
        signed_at=last.signed_at if last else None,
        places=_places(last),
    )


def _since(tree: Tree, first: int) -> datetime | None:
    """Since when it waits: an import tells of long ago, but nothing waits since before the last seal."""
    told = Fact.objects.filter(pk=first).values_list("at", flat=True).first()
    return max((at for at in (told, tree.sealed_at) if at is not None), default=None)


def _places(last: Checkpoint | None) -> list[PlaceState]:
    rows = {row.name: row for row in Witness.objects.all()}
    states = []
    for place in all_places():
        row = rows.get(place.name) or Witness(name=place.name)
        behind = last is not None and row.size != last.size and _waited_long(row, last, place.pace)
        states.append(PlaceState(place.name, row.size, row.reached_at, row.trouble, behind))
    return states


def _waited_long(row: Witness, last: Checkpoint, pace: timedelta) -> bool:
    since = row.reached_at or Checkpoint.objects.order_by("size").values_list("signed_at", flat=True)[0]
    return last.signed_at - since > pace + LATE or bool(row.trouble)
