from django.db import models

from genba.analysis.merkle import EMPTY_ROOT, HASH_BYTES, Frontier

TILE = 256
TILE_LEVEL = 8


class Tree(models.Model):
    """How far the trail is sealed: the one row that a sealer claims by row count."""

    size = models.BigIntegerField(default=0)
    root = models.BinaryField(max_length=32, default=EMPTY_ROOT)
    peaks = models.BinaryField(default=b"")
    tail = models.BinaryField(default=b"")
    mark = models.BigIntegerField(default=0)
    ceiling = models.BigIntegerField(default=0)
    ceiling_transaction = models.BigIntegerField(default=0)
    sealed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.size} leaves"

    @classmethod
    def current(cls) -> "Tree":
        """The tree as it stands."""
        return cls.objects.get_or_create(pk=1)[0]

    @property
    def unfinished(self) -> list[bytes]:
        """The hashes of the leaves that do not fill a tile yet."""
        return split_hashes(bytes(self.tail))

    def frontier(self) -> Frontier:
        """The frontier over the whole tiles."""
        tree, raw = Frontier(), bytes(self.peaks)
        for start in range(0, len(raw), HASH_BYTES + 1):
            tree.append_perfect(raw[start], raw[start + 1 : start + 1 + HASH_BYTES])
        return tree


def packed_peaks(tree: Frontier) -> bytes:
    """A frontier as it is kept in the row."""
    return b"".join(bytes([level]) + root for level, root in tree.peaks)


def split_hashes(raw: bytes) -> list[bytes]:
    """Hashes that were written one after the other."""
    return [raw[start : start + HASH_BYTES] for start in range(0, len(raw), HASH_BYTES)]
