"""The receipt of a fact: what proves, without Genba, that exactly this line stands in the signed trail."""

import base64
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection

from genba.analysis.merkle import is_included, leaf_hash
from genba.trail.models import Checkpoint, Fact
from genba.trail.seals.canonical import Row, canonical_bytes, columns
from genba.trail.seals.checkpoints import known_keys
from genba.trail.seals.note import NotANote, read_checkpoint
from genba.trail.seals.tiles import SealedTree

_WITH_PLACE = (
    "SELECT l.number, {columns} FROM trail_fact f JOIN trail_leaf l ON l.fact_id = f.id WHERE f.id = %s"
)


@dataclass(frozen=True)
class Receipt:
    """A fact's bytes, its place in the tree, and the proof that leads to the root of a signed checkpoint."""

    fact_id: int
    fact: str
    number: int
    path: tuple[bytes, ...]
    checkpoint: str
    size: int
    key: str

    @property
    def leaf(self) -> bytes:
        """The hash of the fact's bytes as they are now."""
        return leaf_hash(self.fact.encode())

    @property
    def holds(self) -> bool:
        """Whether these bytes lead to the root that was signed."""
        root = read_checkpoint(self.checkpoint).root
        return is_included(self.number, self.leaf, size=self.size, root=root, path=self.path)

    def as_json(self) -> dict[str, Any]:
        """The receipt for machines; `docs/trail.md` tells how to check it."""
        return {
            "form": "genba/receipt@v1",
            "fact": self.fact,
            "leaf_number": self.number,
            "leaf_hash": _text(self.leaf),
            "tree_size": self.size,
            "inclusion_path": [_text(step) for step in self.path],
            "checkpoint": self.checkpoint,
            "verifier_key": self.key,
        }

    def as_tlog_proof(self) -> str:
        """The same in the form of c2sp.org/tlog-proof; the extra data is the fact itself."""
        steps = "".join(f"{_text(step)}\n" for step in self.path)
        extra = _text(self.fact.encode())
        return f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex {self.number}\n{steps}\n{self.checkpoint}"


def inclusion_receipt(fact: Fact) -> Receipt | None:
    """The receipt of a fact. None while no signed checkpoint covers it yet: within two minutes it does."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_PLACE.format(columns=columns("f")), [fact.pk])
        number, *row = cursor.fetchone() or [None]
    if number is None:
        return None
    checkpoint = Checkpoint.objects.filter(size__gt=number).order_by("-size").first()
    if checkpoint is None:
        return None
    words = canonical_bytes(cast(Row, tuple(row))).decode()
    path = SealedTree().inclusion(number, checkpoint.size)
    key = _signer_of(checkpoint.note)
    return Receipt(fact.pk, words, number, tuple(path), checkpoint.note, checkpoint.size, key)


def _signer_of(note: str) -> str:
    try:
        signed = read_checkpoint(note)
    except NotANote:
        return ""
    return next((str(key) for key in known_keys() if signed.is_signed_by(key)), "")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
