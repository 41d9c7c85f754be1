"""What somebody with full access to the database can do to the trail, for tests."""

from django.db import connection

from genba.analysis.merkle import leaf_hash
from genba.trail.models import Checkpoint, Fact, Leaf, Tile, Tree
from genba.trail.seals.canonical import canonical_bytes, columns
from genba.trail.seals.checkpoints import sign_checkpoint
from genba.trail.seals.sealer import Look, _grown, _written, seal_some

TABLES = ["fact", "leaf", "tile", "checkpoint", "sealkey", "stamp"]


def run(sql, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)


def take_guards_away():
    """Drop the triggers that refuse changes."""
    for table in TABLES:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                run(f"DROP TRIGGER trail_{table}_no_{verb}")
        else:
            run(f"ALTER TABLE trail_{table} DISABLE TRIGGER USER")


def change(fact, **fields):
    Fact.objects.filter(pk=fact.pk).update(**fields)


def hash_of(fact_id):
    """The hash of a fact as it is now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns('f')} FROM trail_fact f WHERE f.id = %s", [fact_id])
        return leaf_hash(canonical_bytes(cursor.fetchone()))


def forge_leaf(fact_id, digest):
    Leaf.objects.filter(fact_id=fact_id).update(hash=digest)


def swap_leaves(one, other, *, with_facts):
    """Exchange two leaves: only their hashes, or what they are altogether."""
    first, second = Leaf.objects.get(number=one), Leaf.objects.get(number=other)
    if with_facts:
        Leaf.objects.filter(number=one).update(fact_id=-1)
        Leaf.objects.filter(number=other).update(fact_id=first.fact_id)
        Leaf.objects.filter(number=one).update(fact_id=second.fact_id)
    Leaf.objects.filter(number=one).update(hash=second.hash)
    Leaf.objects.filter(number=other).update(hash=first.hash)


def move_leaves_up(first):
    """Make room for a leaf in the middle."""
    for leaf in Leaf.objects.filter(number__gte=first).order_by("-number"):
        Leaf.objects.filter(number=leaf.number).update(number=leaf.number + 1)


def rewrite_everything(sizes):
    """Build tree, tiles and checkpoints anew over what is there now, with the application's own key."""
    for model in (Leaf, Tile, Tree, Checkpoint):
        run(f"DELETE FROM {model._meta.db_table}")
    for size in sizes:
        while Tree.current().size < size and seal_some(size - Tree.current().size).count:
            pass
        sign_checkpoint()


def cut_tail(count):
    """Take the last facts away with their leaves, and let the tree end before them."""
    kept = list(Leaf.objects.order_by("number"))[:-count]
    gone = list(Leaf.objects.order_by("-number").values_list("fact_id", flat=True)[:count])
    Leaf.objects.filter(fact_id__in=gone).delete()
    Fact.objects.filter(pk__in=gone).delete()
    rebuild_tree(kept)


def rebuild_tree(leaves):
    """Let the sealer's own row agree with the leaves."""
    run("DELETE FROM trail_leaf")
    run("DELETE FROM trail_tile")
    run("DELETE FROM trail_tree")
    while Tree.current().size < len(leaves):
        if not seal_some(len(leaves) - Tree.current().size).count:
            break


def rebuild_from_rows():
    """Let tiles, tree and our own checkpoints agree with the rows of the leaves, whatever their order."""
    rows = list(Leaf.objects.order_by("number").values_list("fact_id", "hash"))
    sizes = list(Checkpoint.objects.order_by("size").values_list("size", flat=True))
    for table in ("tile", "tree", "checkpoint", "leaf"):
        run(f"DELETE FROM trail_{table}")
    begun = 0
    for size in [*sizes, len(rows)]:
        tree = Tree.current()
        growth = _grown(tree, [(fact, bytes(leaf)) for fact, leaf in rows[begun:size]])
        _written(tree, growth, Look([], 10**9, 0, 0))
        begun = size
        if size in sizes:
            sign_checkpoint()
