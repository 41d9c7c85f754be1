"""Signed checkpoints: once a minute where the tree has grown, and never one that denies an earlier one."""

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from genba.analysis.merkle import Inconsistent, is_consistent
from genba.trail.models import Checkpoint, SealKey, Tree
from genba.trail.seals.note import NotANote, VerifierKey
from genba.trail.seals.sealer import ALTERED
from genba.trail.seals.signing import signer
from genba.trail.seals.tiles import SealedTree


def sign_checkpoint() -> Checkpoint | None:
    """Sign the tree as it stands. None where it has not grown since the last one, or was altered since.

    Before it signs, it proves to itself that the tree begins with the one that was signed last.
    """
    tree, last = Tree.current(), Checkpoint.objects.first()
    if tree.size == 0 or (last is not None and last.size >= tree.size):
        return None
    root = bytes(tree.root)
    if not _has_grown(last, tree.size, root):
        Tree.objects.filter(pk=tree.pk, trouble="").update(trouble=ALTERED)
        return None
    here = signer()
    with transaction.atomic():
        SealKey.objects.get_or_create(words=str(here.verifier))
        note = here.checkpoint(tree.size, root)
        return Checkpoint.objects.get_or_create(size=tree.size, defaults={"root": root, "note": note})[0]


def known_keys() -> list[VerifierKey]:
    """Every key with which this instance has signed."""
    keys = []
    for words in SealKey.objects.order_by("pk").values_list("words", flat=True):
        try:
            keys.append(VerifierKey.read(words))
        except NotANote:
            continue
    return keys


def public_key() -> str:
    """The line that others need to check our checkpoints; a reason in words where there is none."""
    try:
        return str(signer().verifier)
    except (ImproperlyConfigured, OSError) as trouble:
        return str(trouble)


def _has_grown(last: Checkpoint | None, size: int, root: bytes) -> bool:
    sealed = SealedTree()
    try:
        if last is None:
            return sealed.root(size) == root
        path = sealed.consistency(last.size, size)
    except (Inconsistent, IndexError):
        return False
    return is_consistent((last.size, bytes(last.root)), (size, root), path)
