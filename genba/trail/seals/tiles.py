"""Reads the nodes of the sealed tree from its tiles: a proof costs three questions in any tree."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from genba.analysis.merkle import (
    HASH_BYTES,
    consistency_proof,
    inclusion_proof,
    perfect_root,
    range_root,
)
from genba.trail.models import Leaf, Tile
from genba.trail.models.tree import TILE, TILE_LEVEL, split_hashes

Place = tuple[int, int]
"""The level and the index of a tile."""


class SealedTree:
    """The tree as its tiles and leaves say it is. Reads each tile once."""

    def __init__(self) -> None:
        self._read: dict[Place, list[bytes]] = {}

    def node(self, level: int, index: int) -> bytes:
        """The perfect node (level, index)."""
        place, first, inside = _place(level, index)
        self._read_all([place])
        return perfect_root(self._read[place][first : first + inside])

    def root(self, size: int) -> bytes:
        """The root of the first `size` leaves."""
        return range_root(self.node, 0, size)

    def inclusion(self, number: int, size: int) -> list[bytes]:
        """The proof that a leaf is in the tree of this size."""
        self._read_all(_places_of_inclusion(number, size))
        return inclusion_proof(self.node, number, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the tree of size `new` begins with the one of size `old`."""
        return consistency_proof(self.node, old, new)

    def _read_all(self, places: Iterable[Place]) -> None:
        unread = set(places) - self._read.keys()
        if unread:
            self._read |= _hashes_of_tiles(unread)


def _place(level: int, index: int) -> tuple[Place, int, int]:
    """The tile of a node, where the node begins in it and how many of its hashes it covers."""
    tile_level, inside = divmod(level, TILE_LEVEL)
    tile, first = divmod(index << inside, TILE)
    return (tile_level, tile), first, 1 << inside


def _places_of_inclusion(number: int, size: int) -> set[Place]:
    """The tiles that a proof needs; they depend on the two numbers alone."""
    found: set[Place] = set()

    def note(level: int, index: int) -> bytes:
        found.add(_place(level, index)[0])
        return bytes(HASH_BYTES)

    inclusion_proof(note, number, size)
    return found


def _hashes_of_tiles(places: set[Place]) -> dict[Place, list[bytes]]:
    """The hashes of tiles, whole or still growing: one question for whole ones, at most two for others."""
    wanted = reduce(or_, (Q(level=level, index=index) for level, index in places))
    whole = Tile.objects.filter(wanted).values_list("level", "index", "hashes")
    found = {(level, index): split_hashes(bytes(hashes)) for level, index, hashes in whole}
    growing = places - found.keys()
    return found | _from_leaves(growing) | _from_roots_below(growing)


def _from_leaves(places: set[Place]) -> dict[Place, list[bytes]]:
    found: dict[Place, list[bytes]] = {place: [] for place in places if place[0] == 0}
    if found:
        wanted = (Q(number__gte=index * TILE, number__lt=(index + 1) * TILE) for _level, index in found)
        leaves = Leaf.objects.filter(reduce(or_, wanted)).order_by("number")
        for number, leaf in leaves.values_list("number", "hash"):
            found[0, number // TILE].append(bytes(leaf))
    return found


def _from_roots_below(places: set[Place]) -> dict[Place, list[bytes]]:
    found: dict[Place, list[bytes]] = {place: [] for place in places if place[0] > 0}
    if found:
        wanted = (
            Q(level=level - 1, index__gte=index * TILE, index__lt=(index + 1) * TILE)
            for level, index in found
        )
        below = Tile.objects.filter(reduce(or_, wanted)).order_by("level", "index")
        for level, index, root in below.values_list("level", "index", "root"):
            found[level + 1, index // TILE].append(bytes(root))
    return found
