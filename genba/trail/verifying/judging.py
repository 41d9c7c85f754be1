"""Compares the tree as it grows with every checkpoint that was signed on the way.

The hashes of leaves are kept twice, in their rows and in tiles. Where the two differ, both trees are followed
until a checkpoint says which of them was signed. A checkpoint that nothing leads to was itself altered when a
later one, at least as much to be trusted, is reached; otherwise what lies before it was rewritten.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from genba.analysis.merkle import Frontier, perfect_root
from genba.trail.models.tree import TILE, TILE_LEVEL
from genba.trail.verifying.report import Kind, Report

NO_HASH = bytes(32)
MOST_DOUBTS = 20_000


class Trust(IntEnum):
    """How much a root is worth: the row that the sealer keeps, our own checkpoints, those from outside."""

    KEPT = 0
    OWN = 1
    OUTSIDE = 2


@dataclass(frozen=True)
class Root:
    """The root of the first `size` leaves, as somebody says it was."""

    size: int
    root: bytes
    trust: Trust
    source: str


@dataclass(frozen=True)
class Doubt:
    """A leaf whose row and tile say different things; `actual` is the hash of its fact as it is now."""

    number: int
    fact: int | None
    row: bytes
    copy: bytes
    actual: bytes


@dataclass
class Judge:
    """Follows the tree and judges.

    `explain` names leaves whose rows are not what was signed, `changed` a fact that is not, and `rewritten` a
    stretch that nobody has signed.
    """

    report: Report
    explain: Callable[[Sequence[Doubt]], None]
    changed: Callable[[Doubt], None]
    rewritten: Callable[[Frontier, Root], None]
    by_rows: Frontier = field(default_factory=Frontier)
    by_copies: Frontier | None = None
    good: dict[Trust, Frontier] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    unmatched: list[Root] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many leaves were added."""
        return self.by_rows.size

    def add_tile(
        self,
        rows: Sequence[bytes | None],
        copies: Sequence[bytes | None],
        due: Sequence[Root],
        facts: Callable[[int], tuple[int | None, bytes | None]],
    ) -> bytes:
        """Add up to 256 leaves, as rows and as copies, and judge the roots that fall among them.

        `facts` gives the number of a leaf's fact, and its hash where that is not the one in the row. Returns
        the root of the tile as it goes into the tree, or nothing where the tile is not whole.
        """
        row_hashes = [row or copy or NO_HASH for row, copy in zip(rows, copies, strict=True)]
        copy_hashes = [copy or row or NO_HASH for row, copy in zip(rows, copies, strict=True)]
        if row_hashes != copy_hashes:
            self._doubt(row_hashes, copy_hashes, facts)
            self.by_copies = self.by_copies or self.by_rows.copy()
        for root in due:
            self._judge(root, row_hashes, copy_hashes)
        if self.by_copies is not None:
            _grow(self.by_copies, copy_hashes)
        return _grow(self.by_rows, row_hashes)

    def finish(self) -> None:
        """Say what no later root can decide any more."""
        if self.doubts:
            self.explain(self.doubts)
        for trust in Trust:
            missed = [root for root in self.unmatched if root.trust is trust]
            if missed:
                self.rewritten(self.good.get(trust, Frontier()), missed[0])
            if len(missed) > 1:
                self.report.notes.append(f"{len(missed) - 1:,} later checkpoints are not reached either.")

    def _doubt(
        self,
        rows: Sequence[bytes],
        copies: Sequence[bytes],
        facts: Callable[[int], tuple[int | None, bytes | None]],
    ) -> None:
        for number, (row, copy) in enumerate(zip(rows, copies, strict=True), start=self.size):
            if row != copy and len(self.doubts) < MOST_DOUBTS:
                fact, actual = facts(number)
                self.doubts.append(Doubt(number, fact, row, copy, actual or row))

    def _judge(self, root: Root, rows: list[bytes], copies: list[bytes]) -> None:
        """The hashes of the tile in hand become what was signed, as far as the root reaches."""
        inside = root.size - self.size
        tree = _grown(self.by_rows, rows[:inside])
        if tree.root() == root.root:
            copies[:inside] = rows[:inside]
            self._matches(root, tree, rows_are_right=True)
            return
        if self.by_copies is not None:
            tree = _grown(self.by_copies, copies[:inside])
            if tree.root() == root.root:
                rows[:inside] = copies[:inside]
                self._matches(root, tree, rows_are_right=False)
                return
        self.unmatched.append(root)

    def _matches(self, root: Root, tree: Frontier, *, rows_are_right: bool) -> None:
        for trust in Trust:
            if trust <= root.trust:
                self.good[trust] = tree
        self._settle(root.size, rows_are_right=rows_are_right)
        for earlier in [other for other in self.unmatched if other.trust <= root.trust]:
            self.unmatched.remove(earlier)
            self.report.add(
                Kind.CHECKPOINT,
                f"{earlier.source} is not what was signed: the trail leads to later ones, and not to it.",
            )

    def _settle(self, upto: int, *, rows_are_right: bool) -> None:
        """Go on with the tree that was signed."""
        settled = [doubt for doubt in self.doubts if doubt.number < upto]
        self.doubts = [doubt for doubt in self.doubts if doubt.number >= upto]
        if rows_are_right:
            for tile in sorted({doubt.number // TILE for doubt in settled}):
                words = f"The second copy of the seals of tile {tile} was altered."
                self.report.add(Kind.TILE, words)
            for doubt in settled:
                if doubt.actual != doubt.row:
                    self.changed(doubt)
        elif settled:
            self.explain(settled)
        if self.by_copies is not None:
            kept = self.by_rows if rows_are_right else self.by_copies
            self.by_rows, self.by_copies = kept.copy(), kept.copy() if self.doubts else None


def _grown(tree: Frontier, leaves: Sequence[bytes]) -> Frontier:
    grown = tree.copy()
    _grow(grown, leaves)
    return grown


def _grow(tree: Frontier, leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == TILE and tree.size % TILE == 0:
        root = perfect_root(leaves)
        tree.append_perfect(TILE_LEVEL, root)
        return root
    tree.extend(leaves)
    return b""
