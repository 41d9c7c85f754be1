"""The Merkle tree of RFC 6962: roots, inclusion proofs and consistency proofs. Nothing in it is our own.

Hashes are SHA-256, 32 bytes. Leaves are counted from 0. A perfect node is written (level, index): the root
over the 2**level leaves from index * 2**level on; the leaf hash itself is (0, number).
Source: RFC 6962, section 2.1; verification as in RFC 9162, sections 2.1.3.2 and 2.1.4.2.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256().digest()

Node = Callable[[int, int], bytes]


class Inconsistent(ValueError):  # noqa: N818  (a state of affairs)
    """A proof cannot be made or does not have the shape that the sizes demand."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf's bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return sha256(b"\x01" + left + right).digest()


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The root over 2**k hashes (k = 0, 1, …)."""
    row = list(hashes)
    if not row or len(row) & (len(row) - 1):
        message = f"{len(row)} hashes do not make a perfect tree."
        raise Inconsistent(message)
    digest = sha256
    while len(row) > 1:
        pairs = iter(row)
        row = [digest(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return row[0]


class Frontier:
    """All that must be kept of a tree to let it grow and to know its root: at most one hash for each level.

    Known elsewhere as a compact range from zero.
    """

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[tuple[int, bytes]] = []
        """The perfect trees that make up this one, from the left: (level, root)."""

    def append(self, leaf: bytes) -> None:
        """Add the hash of one leaf."""
        self.append_perfect(0, leaf)

    def append_perfect(self, level: int, root: bytes) -> None:
        """Add a perfect tree over 2**level leaves; the size so far must be a multiple of that."""
        if self.size & ((1 << level) - 1):
            message = f"A tree of level {level} does not fit behind {self.size} leaves."
            raise Inconsistent(message)
        self.size += 1 << level
        while self.peaks and self.peaks[-1][0] == level:
            root = node_hash(self.peaks.pop()[1], root)
            level += 1
        self.peaks.append((level, root))

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add the hashes of many leaves."""
        for leaf in leaves:
            self.append_perfect(0, leaf)

    def root(self) -> bytes:
        """The root of the tree so far."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1][1]
        for _level, peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def copy(self) -> "Frontier":
        """Another one like this, that grows by itself."""
        other = Frontier()
        other.size, other.peaks = self.size, list(self.peaks)
        return other


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes."""
    tree = Frontier()
    tree.extend(leaves)
    return tree.root()


def range_root(node: Node, start: int, stop: int) -> bytes:
    """The root over the leaves start ≤ n < stop, where the range is one that RFC 6962 splits a tree into."""
    width = stop - start
    if width < 1:
        message = f"There is nothing between {start} and {stop}."
        raise Inconsistent(message)
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(width)
    return node_hash(range_root(node, start, middle), range_root(node, middle, stop))


def inclusion_proof(node: Node, number: int, size: int) -> list[bytes]:
    """PATH(number, D[size]): what leads from one leaf to the root, the leaf's neighbour first."""
    if not 0 <= number < size:
        message = f"There is no leaf {number} in a tree of {size}."
        raise Inconsistent(message)
    start, stop, path = 0, size, []
    while stop - start > 1:
        middle = start + _split(stop - start)
        if number < middle:
            path.append(range_root(node, middle, stop))
            stop = middle
        else:
            path.append(range_root(node, start, middle))
            start = middle
    return path[::-1]


def consistency_proof(node: Node, old: int, new: int) -> list[bytes]:
    """PROOF(old, D[new]): what shows that the tree of size `new` begins with the one of size `old`."""
    if not 0 <= old <= new:
        message = f"A tree of {new} cannot have grown from one of {old}."
        raise Inconsistent(message)
    if old in {0, new}:
        return []
    start, stop, path, whole = 0, new, [], True
    while old != stop:
        middle = start + _split(stop - start)
        if old <= middle:
            path.append(range_root(node, middle, stop))
            stop = middle
        else:
            path.append(range_root(node, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(range_root(node, start, stop))
    return path[::-1]


def root_from_inclusion(number: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes:
    """The root that a proof leads to. Raises Inconsistent where it has the wrong length."""
    if not 0 <= number < size or len(leaf) != HASH_BYTES or any(len(step) != HASH_BYTES for step in path):
        message = "The proof does not fit the number, the size or the form of hashes."
        raise Inconsistent(message)
    here, last, root = number, size - 1, leaf
    for step in path:
        if last == 0:
            message = "The proof is too long."
            raise Inconsistent(message)
        if here & 1 or here == last:
            root = node_hash(step, root)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            root = node_hash(root, step)
        here, last = here >> 1, last >> 1
    if last:
        message = "The proof is too short."
        raise Inconsistent(message)
    return root


def is_included(number: int, leaf: bytes, *, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the proof shows that the leaf has this number in the tree with this size and root."""
    try:
        return root_from_inclusion(number, size, leaf, path) == root
    except Inconsistent:
        return False


def is_consistent(old: tuple[int, bytes], new: tuple[int, bytes], path: Sequence[bytes]) -> bool:
    """Whether the proof shows that the old tree (size, root) is the beginning of the new one."""
    (old_size, old_root), (size, root) = old, new
    if not 0 <= old_size <= size or any(len(step) != HASH_BYTES for step in path):
        return False
    if old_size == size:
        return not path and old_root == root
    if old_size == 0:
        return not path
    steps = list(path)
    if old_size & (old_size - 1) == 0:  # the old tree is a perfect one, and so the first step itself
        steps.insert(0, old_root)
    if not steps:
        return False
    return _walk(old_size, size, steps) == (old_root, root)


def _walk(old: int, new: int, steps: list[bytes]) -> tuple[bytes, bytes] | None:
    """Both roots that the steps lead to; None where there are too many or too few."""
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old_root = new_root = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            old_root, new_root = node_hash(step, old_root), node_hash(step, new_root)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new_root = node_hash(new_root, step)
        here, last = here >> 1, last >> 1
    return None if last else (old_root, new_root)


def _split(width: int) -> int:
    """The largest power of two smaller than the width."""
    return 1 << ((width - 1).bit_length() - 1)
