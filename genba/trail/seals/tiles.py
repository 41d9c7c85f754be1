"""Reads the nodes of the sealed tree from its tiles: a proof costs a handful of rows in any tree."""

from functools import lru_cache

from genba.analysis.merkle import consistency_proof, inclusion_proof, perfect_root, range_root
from genba.trail.models import Leaf, Tile
from genba.trail.models.tree import TILE, TILE_LEVEL, split_hashes


class SealedTree:
    """The tree as its tiles and leaves say it is. Reads each tile once."""

    def __init__(self) -> None:
        self._hashes = lru_cache(maxsize=64)(_hashes_of_tile)

    def node(self, level: int, index: int) -> bytes:
        """The perfect node (level, index)."""
        tile_level, inside = divmod(level, TILE_LEVEL)
        first = index << inside
        hashes = self._hashes(tile_level, first // TILE)
        here = hashes[first % TILE : first % TILE + (1 << inside)]
        return perfect_root(here)

    def root(self, size: int) -> bytes:
        """The root of the first `size` leaves."""
        return range_root(self.node, 0, size)

    def inclusion(self, number: int, size: int) -> list[bytes]:
        """The proof that a leaf is in the tree of this size."""
        return inclusion_proof(self.node, number, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the tree of size `new` begins with the one of size `old`."""
        return consistency_proof(self.node, old, new)


def _hashes_of_tile(level: int, index: int) -> list[bytes]:
    whole = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    if whole is not None:
        return split_hashes(bytes(whole))
    start, stop = index * TILE, (index + 1) * TILE
    if level == 0:
        found = Leaf.objects.filter(number__gte=start, number__lt=stop).order_by("number")
        return [bytes(leaf) for leaf in found.values_list("hash", flat=True)]
    below = Tile.objects.filter(level=level - 1, index__gte=start, index__lt=stop).order_by("index")
    return [bytes(root) for root in below.values_list("root", flat=True)]
