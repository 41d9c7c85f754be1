"""The whole verification, from the newest seal backwards to what was signed outside."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from genba.analysis.merkle import Frontier, Inconsistent
from genba.trail.models import Checkpoint, Leaf, Stamp, Tree
from genba.trail.models.tree import TILE, TILE_LEVEL
from genba.trail.seals.checkpoints import known_keys
from genba.trail.seals.note import VerifierKey
from genba.trail.seals.sealer import stands
from genba.trail.seals.tiles import SealedTree
from genba.trail.signature_faults import signature_faults
from genba.trail.verifying.checking import Progress, Walk, check_tiles_above
from genba.trail.verifying.judging import Root, Trust
from genba.trail.verifying.outside import Outside, read_outside
from genba.trail.verifying.report import Kind, Report
from genba.trail.verifying.strangers import find_strangers, foreign_leaves, judge_strangers
from genba.trail.verifying.timestamps import Stamped, judge_stamps

QUICK_LEAVES = 100_000


@dataclass(frozen=True)
class Wanted:
    """What a verification is to look at."""

    outside: Sequence[Path] = ()
    keys: Sequence[VerifierKey] = ()
    stamp_roots: Path | None = None
    quick: bool = False


def silent(done: int, total: int) -> None:
    """Show nothing."""
    del done, total


def verify_trail(wanted: Wanted, *, progress: Progress = silent) -> Report:
    """Read everything and say what was altered. Raises OSError for a checkpoint file that is not there."""
    began, report = time.monotonic(), Report()
    found = read_outside(wanted.outside)
    newest = Checkpoint.objects.first()
    tree = Tree.current()
    keys = [*known_keys(), *wanted.keys]
    walk = Walk(report, tree, outside=_roots(report, found, keys), keys=keys)
    begin = _begin(tree) if wanted.quick else None
    left_out = begin.size if begin else 0
    walk.run(begin=begin, progress=progress)
    report.facts = tree.size - left_out
    _find_what_was_cut(report, tree, newest, found)
    if not stands(tree):
        report.add(Kind.TREE, "The row in which the sealer keeps how far it is was altered.")
    foreign_leaves(report, tree)
    judge_strangers(report, list(find_strangers(_below_fact_of(left_out))), walk.missing)
    if not left_out:
        check_tiles_above(report)
    else:
        report.notes.append(f"Only the newest {report.facts:,} of {tree.size:,} facts were read.")
    judge_stamps(report, _stamps(found), wanted.stamp_roots)
    for sentence in signature_faults():
        report.add(Kind.SIGNED, sentence)
    report.seconds = time.monotonic() - began
    return report


def _below_fact_of(number: int) -> int:
    """The number below the fact of one leaf: a quick look does not look further down."""
    first = Leaf.objects.filter(number=number).values_list("fact_id", flat=True).first() if number else None
    return (first or 1) - 1


def _begin(tree: Tree) -> Frontier | None:
    """The tree over the leaves that a quick look leaves out, as the tiles have it."""
    tiles = max(0, tree.size - QUICK_LEAVES) // TILE
    if not tiles:
        return None
    sealed, begin = SealedTree(), Frontier()
    try:
        for level in range(tiles.bit_length() - 1, -1, -1):
            if tiles >> level & 1:
                here = TILE_LEVEL + level
                begin.append_perfect(here, sealed.node(here, begin.size >> here))
    except (Inconsistent, IndexError):
        return None
    return begin


def _roots(report: Report, found: Outside, keys: Sequence[VerifierKey]) -> list[Root]:
    """The checkpoints from outside; each is compared, whoever has signed it, because it lay outside."""
    report.outside_checkpoints = len(found.checkpoints)
    strange = [source for signed, source in found.checkpoints if not signed.is_signed_by_any(keys)]
    if strange:
        report.notes.append(
            f"{len(strange):,} checkpoints from outside carry no signature of a key known here, "
            f"first {strange[0]}. They were compared all the same."
        )
    if found.unread:
        report.notes.append(f"{len(found.unread):,} files are no checkpoints, first {found.unread[0]}.")
    return [
        Root(
            signed.size, signed.root, Trust.OUTSIDE, f"the checkpoint over {signed.size:,} facts in {source}"
        )
        for signed, source in found.checkpoints
    ]


def _find_what_was_cut(report: Report, tree: Tree, newest: Checkpoint | None, found: Outside) -> None:
    signed = [(newest.size, "our own newest checkpoint")] if newest else []
    signed += [(checkpoint.size, source) for checkpoint, source in found.checkpoints]
    largest, source = max(signed, default=(0, ""))
    if largest > tree.size:
        words = (
            f"The end of the trail was cut off: {source} knows {largest:,} facts, {tree.size:,} are there. "
            f"Missing are leaf {tree.size} to leaf {largest - 1}."
        )
        report.add(Kind.CUT, words, leaf=tree.size)


def _stamps(found: Outside) -> list[Stamped]:
    notes = {
        checkpoint.size: checkpoint.note
        for checkpoint in Checkpoint.objects.filter(size__in=_stamped_sizes())
    }
    kept = [
        Stamped(f"the stamp over {stamp.size:,} facts", bytes(stamp.answer), notes.get(stamp.size))
        for stamp in Stamp.objects.order_by("size").iterator()
    ]
    return kept + [_from_file(path) for path in found.stamps]


def _stamped_sizes() -> list[int]:
    return list(Stamp.objects.values_list("size", flat=True))


def _from_file(path: Path) -> Stamped:
    beside = path.with_suffix(".checkpoint")
    note = beside.read_text(encoding="utf-8") if beside.is_file() else None
    return Stamped(str(path), path.read_bytes(), note)
