"""Walks over every leaf: is its fact there and as sealed, and does the tree lead to what was signed?"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from genba.analysis.merkle import Frontier
from genba.trail.models import Checkpoint, Tile, Tree
from genba.trail.models.tree import TILE
from genba.trail.seals.canonical import canonical_bytes
from genba.trail.seals.note import NotANote, VerifierKey, read_checkpoint
from genba.trail.verifying import explaining
from genba.trail.verifying.judging import Judge, Root, Trust
from genba.trail.verifying.report import Kind, Report
from genba.trail.verifying.rows import LeafRow, copies_of, facts_of, leaf_rows, windows

Progress = Callable[[int, int], None]


class Walk:
    """One walk from a leaf that begins a tile to the end of the tree as it was when the walk began."""

    def __init__(
        self, report: Report, tree: Tree, *, outside: Sequence[Root], keys: Sequence[VerifierKey]
    ) -> None:
        self.report, self.tree, self.keys = report, tree, keys
        self.outside = sorted(outside, key=lambda root: root.size)
        self.sizes = [root.size for root in self.outside]
        self.judge = Judge(
            report,
            lambda doubts: explaining.explain_doubts(report, doubts),
            lambda doubt: explaining.changed(report, doubt.number, doubt.fact),
            lambda good, root: explaining.explain_stretch(report, good, root),
        )
        self.last_fact: int | None = None
        self.missing: dict[bytes, int] = {}
        """Hashes of leaves that are gone, as far as their tile still knows them."""

    def run(self, *, begin: Frontier | None = None, progress: Progress) -> None:
        """Walk. `begin` is the tree over the leaves that are left out."""
        if begin is not None:
            self.judge.by_rows = begin
            self.judge.good = {trust: begin.copy() for trust in Trust}
        for start, stop in windows(self.judge.size, self.tree.size):
            self._window(start, stop)
            progress(stop, self.tree.size)
        self.judge.finish()

    def _window(self, start: int, stop: int) -> None:
        rows, copies = leaf_rows(start, stop), copies_of(start, stop)
        hashes, altered = self._hashes(rows, start, stop)
        roots = [*self._own_roots(start, stop), *self._outside_roots(start, stop), *self._kept_root(stop)]
        roots.sort(key=lambda root: root.size)

        def fact_of(number: int) -> tuple[int | None, bytes | None]:
            found = next((row[2] for row in rows if row[0] == number), None)
            return found, altered.get(number)

        for first in range(start, stop, TILE):
            last = min(first + TILE, stop)
            here = hashes[first - start : last - start]
            copy = self._copy(copies, first, here)
            if altered or None in here:
                self._tell(first, here, copy, altered, fact_of)
            due = [root for root in roots if first < root.size <= last]
            root = self.judge.add_tile(here, copy, due, fact_of)
            if (kept := copies.get(first // TILE)) and kept[0] == here and kept[1] != root:
                words = f"The root of tile {first // TILE} was altered; proofs made from it do not hold."
                self.report.add(Kind.TILE, words)

    def _hashes(
        self, rows: list[LeafRow], start: int, stop: int
    ) -> tuple[list[bytes | None], dict[int, bytes]]:
        """The hashes of the window's leaves, and those of facts that differ. This is where the time goes."""
        digest, canonical = sha256, canonical_bytes
        hashes: list[bytes | None] = []
        altered: dict[int, bytes] = {}
        expected = start
        facts = facts_of(rows)
        for number, stored, fact in rows:
            if number != expected:
                if number < expected:
                    words = f"Leaf {number} is there twice; the second one names fact {fact}."
                    self.report.add(Kind.INSERTED, words, fact=fact, leaf=number)
                    continue
                self._miss(expected, number, hashes)
            if (row := facts.get(fact)) is None:
                explaining.deleted(self.report, number, fact)
            elif (actual := digest(b"\x00" + canonical(row)).digest()) != stored:
                altered[number] = actual
            hashes.append(stored)
            self.last_fact, expected = fact, number + 1
        self._miss(expected, stop, hashes)
        return hashes, altered

    def _miss(self, expected: int, number: int, hashes: list[bytes | None]) -> None:
        for missing in range(expected, number):
            explaining.missing_leaf(self.report, missing, self.last_fact)
            hashes.append(None)

    def _tell(
        self,
        first: int,
        here: Sequence[bytes | None],
        copy: Sequence[bytes | None],
        altered: dict[int, bytes],
        fact_of: Callable[[int], tuple[int | None, bytes | None]],
    ) -> None:
        """Name facts that fit neither copy of their seal; where the copies differ, the judge decides."""
        for number, (row, other) in enumerate(zip(here, copy, strict=True), start=first):
            if row is None and other is not None:
                self.missing[other] = number
            elif number in altered and row == other:
                explaining.changed(self.report, number, fact_of(number)[0])

    def _copy(
        self, copies: dict[int, tuple[list[bytes], bytes]], first: int, here: Sequence[bytes | None]
    ) -> Sequence[bytes | None]:
        """The second copy of the hashes of one tile: the tile, or the tail that the sealer keeps."""
        if len(here) < TILE:
            tail: list[bytes | None] = [*self.tree.unfinished]
            return (tail + [None] * TILE)[: len(here)]
        if first // TILE in copies:
            kept, _root = copies[first // TILE]
            if len(kept) == TILE:
                return kept
        self.report.add(Kind.TILE, f"Tile {first // TILE} is missing or cut: it was deleted.")
        return here

    def _kept_root(self, stop: int) -> Iterator[Root]:
        if stop == self.tree.size:
            yield Root(stop, bytes(self.tree.root), Trust.KEPT, "the root that the sealer keeps")

    def _outside_roots(self, start: int, stop: int) -> Sequence[Root]:
        return self.outside[bisect_right(self.sizes, start) : bisect_right(self.sizes, stop)]

    def _own_roots(self, start: int, stop: int) -> Iterator[Root]:
        for kept in Checkpoint.objects.filter(size__gt=start, size__lte=stop).order_by("size").iterator():
            self.report.own_checkpoints += 1
            yield Root(kept.size, bytes(kept.root), Trust.OWN, f"the checkpoint over {kept.size:,} facts")
            self._check_signature(kept)

    def _check_signature(self, kept: Checkpoint) -> None:
        try:
            signed = read_checkpoint(kept.note)
        except NotANote:
            signed = None
        if signed is None or not signed.is_signed_by_any(self.keys):
            words = f"The checkpoint over {kept.size:,} facts carries no signature of a key of this trail."
            self.report.add(Kind.SIGNATURE, words, leaf=kept.size - 1)
        elif (signed.size, signed.root) != (kept.size, bytes(kept.root)):
            words = f"The checkpoint over {kept.size:,} facts says something else in its signed words."
            self.report.add(Kind.CHECKPOINT, words, leaf=kept.size - 1)


def check_tiles_above(report: Report) -> None:
    """Whether each tile leads to its own root, and those above hold the roots of those below."""
    for tile in Tile.objects.filter(level__gt=0).order_by("level", "index").iterator(chunk_size=16):
        below = Tile.objects.filter(
            level=tile.level - 1, index__gte=tile.index * TILE, index__lt=(tile.index + 1) * TILE
        )
        roots = b"".join(bytes(root) for root in below.order_by("index").values_list("root", flat=True))
        if roots != bytes(tile.hashes):
            report.add(
                Kind.TILE, f"Tile {tile.level}/{tile.index} was altered; proofs made from it do not hold."
            )
