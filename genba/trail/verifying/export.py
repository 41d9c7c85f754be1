"""The sealed trail as lines of text, for somebody who checks it without Genba (`tools/verify_trail.py`).

The first line says what follows; then one line for each leaf, which is exactly the bytes that were sealed;
then one line of JSON for each checkpoint, and for each time stamp over one. `docs/trail.md` describes it.
"""

import base64
import json
from collections.abc import Iterator

from genba.trail.models import Checkpoint, Stamp, Tree
from genba.trail.seals.canonical import canonical_bytes
from genba.trail.seals.checkpoints import known_keys
from genba.trail.verifying.rows import facts_of, leaf_rows, windows

FORM = "genba/trail@v1"


class CannotExport(ValueError):  # noqa: N818  (a state of affairs)
    """A sealed fact is not there any more."""


def trail_lines() -> Iterator[bytes]:
    """Every line of the export, without its newline."""
    tree = Tree.current()
    checkpoints = Checkpoint.objects.filter(size__lte=tree.size).order_by("size")
    keys = [str(key) for key in known_keys()]
    yield json.dumps({"form": FORM, "leaves": tree.size, "verifier_keys": keys}).encode()
    for start, stop in windows(0, tree.size):
        rows = leaf_rows(start, stop)
        facts = facts_of(rows)
        for number, _hash, fact in rows:
            if fact not in facts:
                message = f"Fact {fact} (leaf {number}) is gone. Run `genba verify`."
                raise CannotExport(message)
            yield canonical_bytes(facts[fact])
    for note in checkpoints.values_list("note", flat=True).iterator():
        yield json.dumps({"checkpoint": note}).encode()
    for stamp in Stamp.objects.filter(size__lte=tree.size).order_by("size").iterator():
        answer = base64.b64encode(bytes(stamp.answer)).decode()
        yield json.dumps({"stamp": answer, "size": stamp.size, "place": stamp.place}).encode()
