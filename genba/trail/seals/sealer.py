"""The sealer: gives facts their place in the tree. Writers never wait for it, and it never waits for them.

It reads facts that have no leaf, computes outside any transaction, and writes leaves, tiles and the new root
in one short one that begins by claiming the row of the tree. Of two sealers one wins by row count and the
other has done nothing; unique leaf numbers stand behind that. `kill -9` leaves the old tree or the new one.

On PostgreSQL a fact with a lower number can appear after one with a higher number, when its transaction took
longer. So the mark, below which nothing is looked for any more, moves only past numbers whose transactions
have all ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from django.db import connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from genba.analysis.merkle import Frontier, leaf_hash, perfect_root
from genba.trail.models import Tile, Tree
from genba.trail.models.tree import TILE, TILE_LEVEL, packed_peaks
from genba.trail.seals.canonical import Row, canonical_bytes, columns

A_BATCH = 2000
MARGIN = 500
"""How many numbers below the mark are looked at again: one can be taken just before a transaction begins."""

ALTERED = "The tree of seals is not as it was left, so nothing more is sealed. Run `genba verify`."


class Outcome(Enum):
    """How one round ended."""

    NOTHING = "nothing waits"
    SEALED = "everything seen is sealed"
    MORE = "more waits"
    LOST = "another sealer was first"
    ALTERED = ALTERED


@dataclass(frozen=True)
class Round:
    """One round of sealing: how it ended and how many facts it sealed."""

    outcome: Outcome
    count: int = 0


@dataclass(frozen=True)
class Look:
    """The facts without a leaf that one look has seen, and what may be forgotten after they are sealed."""

    rows: Sequence[Row]
    mark: int
    ceiling: int
    ceiling_transaction: int


def seal_some(limit: int = A_BATCH, *, between: tuple[int, int] | None = None) -> Round:
    """Seal up to `limit` facts that have no leaf yet, lowest number first.

    `between` looks at the facts start < id ≤ stop instead of those above the mark.
    """
    tree = Tree.current()
    if not stands(tree):
        _complain(tree)
        return Round(Outcome.ALTERED)
    look = _look_between(tree, *between, limit) if between else _look(tree, limit)
    if not look.rows:
        return Round(Outcome.NOTHING)
    growth = _grown(tree, [(row[0], leaf_hash(canonical_bytes(row))) for row in look.rows])
    if not _written(tree, growth, look):
        return Round(Outcome.LOST)
    return Round(Outcome.MORE if len(look.rows) == limit else Outcome.SEALED, len(look.rows))


def seal_everything() -> int:
    """Seal until nothing waits; the number sealed. For tests and the command line."""
    total = 0
    while (done := seal_some()).outcome in {Outcome.MORE, Outcome.SEALED, Outcome.LOST}:
        total += done.count
    return total


def seal_what_was_missed(step: int = 50_000) -> int:
    """Look at every fact that there is, not only at those above the mark; the number sealed."""
    total, start, last = 0, 0, _one("SELECT max(id) FROM trail_fact") or 0
    while start < last:
        done = seal_some(between=(start, start + step))
        total += done.count
        if done.outcome in {Outcome.NOTHING, Outcome.SEALED}:
            start += step
        elif done.outcome is Outcome.ALTERED:
            break
    return total


def waiting_facts(tree: Tree, *, most: int) -> tuple[int, datetime | None]:
    """How many facts wait to be sealed (at most `most` are counted), and when the first of them was told."""
    sql, arguments = _unsealed("f.id", _floor(tree), None, most)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT counted, (SELECT at FROM trail_fact WHERE id = first)
            FROM (SELECT count(*) AS counted, min(id) AS first FROM ({sql}) AS unsealed) AS found
            """,  # noqa: S608  (our own words)
            arguments,
        )
        count, at = cursor.fetchone()
    if isinstance(at, str):  # SQLite
        at = parse_datetime(at)
    return count, timezone.make_aware(at, UTC) if at is not None and timezone.is_naive(at) else at


def stands(tree: Tree) -> bool:
    """Whether what the row of the tree keeps leads to its own root."""
    whole = tree.frontier()
    whole.extend(tree.unfinished)
    return whole.size == tree.size and whole.root() == bytes(tree.root)


def _complain(tree: Tree) -> None:
    if tree.trouble != ALTERED:
        Tree.objects.filter(pk=tree.pk, size=tree.size).update(trouble=ALTERED)


def _floor(tree: Tree) -> int:
    return max(0, tree.mark - MARGIN)


def _look(tree: Tree, limit: int) -> Look:
    if connection.vendor == "sqlite":  # its writers follow one another, so no lower number comes later
        rows = _facts_without_leaf(_floor(tree), None, limit)
        mark = max(tree.mark, rows[-1][0]) if rows else tree.mark
        return Look(rows, mark, 0, 0)
    oldest_running = int(_one("SELECT pg_snapshot_xmin(pg_current_snapshot())::text"))
    rows = _facts_without_leaf(_floor(tree), None, limit)
    if not rows:
        return Look(rows, tree.mark, tree.ceiling, tree.ceiling_transaction)
    last, mark = rows[-1][0], tree.mark
    if oldest_running < tree.ceiling_transaction:
        return Look(rows, mark, tree.ceiling, tree.ceiling_transaction)
    mark = max(mark, min(tree.ceiling, last) if len(rows) == limit else tree.ceiling)
    return Look(rows, mark, last, int(_one("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")))


def _look_between(tree: Tree, start: int, stop: int, limit: int) -> Look:
    rows = _facts_without_leaf(start, stop, limit)
    return Look(rows, tree.mark, tree.ceiling, tree.ceiling_transaction)


def _facts_without_leaf(above: int, upto: int | None, limit: int) -> list[Row]:
    sql, arguments = _unsealed(columns("f"), above, upto, limit)
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        rows: list[Row] = cursor.fetchall()
        return rows


def _unsealed(wanted: str, above: int, upto: int | None, limit: int) -> tuple[str, list[int]]:
    """Both sides are bounded, so that the database walks the ends of two indexes and never a whole table."""
    bound, leaf_bound = ("AND f.id <= %s", "AND l.fact_id <= %s") if upto is not None else ("", "")
    ends = [] if upto is None else [upto]
    sql = f"""
        SELECT {wanted} FROM trail_fact f WHERE f.id > %s {bound} AND NOT EXISTS
        (SELECT 1 FROM trail_leaf l WHERE l.fact_id = f.id AND l.fact_id > %s {leaf_bound})
        ORDER BY f.id LIMIT %s
    """  # noqa: S608  (names of our own columns)
    return sql, [above, *ends, above, *ends, limit]


@dataclass(frozen=True)
class Growth:
    """What a round adds to the tree."""

    leaves: list[tuple[int, int, bytes]]
    tiles: list[Tile]
    whole: Frontier
    tail: list[bytes]

    def root(self) -> bytes:
        """The root when everything is added."""
        tree = self.whole.copy()
        tree.extend(self.tail)
        return tree.root()


def _grown(tree: Tree, facts: list[tuple[int, bytes]]) -> Growth:
    whole, tail = tree.frontier(), tree.unfinished
    growth = Growth([], [], whole, tail)
    for number, (fact_id, leaf) in enumerate(facts, start=tree.size):
        growth.leaves.append((number, fact_id, leaf))
        tail.append(leaf)
        if len(tail) == TILE:
            root = perfect_root(tail)
            growth.tiles.append(Tile(level=0, index=number // TILE, hashes=b"".join(tail), root=root))
            whole.append_perfect(TILE_LEVEL, root)
            tail.clear()
    return growth


@transaction.atomic
def _written(tree: Tree, growth: Growth, look: Look) -> bool:
    claimed = Tree.objects.filter(pk=tree.pk, size=tree.size, root=bytes(tree.root)).update(
        size=tree.size + len(growth.leaves),
        root=growth.root(),
        peaks=packed_peaks(growth.whole),
        tail=b"".join(growth.tail),
        mark=look.mark,
        ceiling=look.ceiling,
        ceiling_transaction=look.ceiling_transaction,
        sealed_at=timezone.now(),
        trouble="",
    )
    if not claimed:
        return False
    _insert_leaves(growth.leaves)
    Tile.objects.bulk_create(growth.tiles)
    _raise_tiles(growth.tiles)
    return True


def _insert_leaves(leaves: list[tuple[int, int, bytes]]) -> None:
    """One statement on PostgreSQL and one prepared one on SQLite: a fraction of what rows of Django cost."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "INSERT INTO trail_leaf (number, fact_id, hash) "
                "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[])",
                [list(column) for column in zip(*leaves, strict=True)],
            )
        else:
            cursor.executemany("INSERT INTO trail_leaf (number, fact_id, hash) VALUES (%s, %s, %s)", leaves)


def _raise_tiles(tiles: list[Tile]) -> None:
    """Where 256 tiles of a level are whole, keep the tile above them."""
    above = [
        _tile_above(tile.level + 1, tile.index // TILE) for tile in tiles if tile.index % TILE == TILE - 1
    ]
    if above:
        Tile.objects.bulk_create(above)
        _raise_tiles(above)


def _tile_above(level: int, index: int) -> Tile:
    below = Tile.objects.filter(level=level - 1, index__gte=index * TILE, index__lt=(index + 1) * TILE)
    roots = [bytes(root) for root in below.order_by("index").values_list("root", flat=True)]
    return Tile(level=level, index=index, hashes=b"".join(roots), root=perfect_root(roots))


def _one(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: int = cursor.fetchone()[0]
        return found
