"""Facts that no leaf knows: those that wait for the sealer, and those that nobody sealed."""

from collections.abc import Iterator

from django.db import connection

from genba.analysis.merkle import leaf_hash
from genba.trail.models import Tree
from genba.trail.seals.canonical import canonical_bytes, columns
from genba.trail.verifying import explaining
from genba.trail.verifying.report import Kind, Report
from genba.trail.verifying.rows import one

WINDOW = 50_000
MOST_ASKED_AGAIN = 5_000


def find_strangers(above: int) -> Iterator[int]:
    """Numbers of facts above one number that have no leaf."""
    last = one("SELECT max(id) FROM trail_fact") or 0
    for start in range(above, last, WINDOW):
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT f.id FROM trail_fact f WHERE f.id > %s AND f.id <= %s AND NOT EXISTS
                (SELECT 1 FROM trail_leaf l WHERE l.fact_id = f.id AND l.fact_id > %s AND l.fact_id <= %s)
                """,
                [start, start + WINDOW, start, start + WINDOW],
            )
            yield from sorted(row[0] for row in cursor.fetchall())


def judge_strangers(report: Report, strangers: list[int], missing: dict[bytes, int]) -> None:
    """Facts behind the last sealed one wait; those before it should have been sealed long ago.

    On PostgreSQL one may have appeared late a moment ago, so each is looked at once more.
    `missing` are hashes whose leaf is gone, with its number.
    """
    newest = one("SELECT max(fact_id) FROM trail_leaf") or 0
    old = [fact for fact in strangers if fact < newest]
    report.waiting += len(strangers) - len(old)
    for fact in old[:MOST_ASKED_AGAIN]:
        if one("SELECT count(*) FROM trail_leaf WHERE fact_id = %s", fact):
            continue
        number = missing.get(_hash_of(fact))
        if number is None:
            explaining.unsealed(report, fact)
        else:
            words = f"The seal of fact {fact} was deleted (leaf {number}); the fact is as it was sealed."
            report.add(Kind.SEAL, words, fact=fact, leaf=number)
    if len(old) > MOST_ASKED_AGAIN:
        report.notes.append(f"{len(old) - MOST_ASKED_AGAIN:,} more facts have no seal.")


def foreign_leaves(report: Report, tree: Tree) -> None:
    """Leaves behind the end of the tree: the sealer moves the end with the leaves that it adds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, fact_id FROM trail_leaf WHERE number >= %s OR number < 0 ORDER BY 1 LIMIT 1000",
            [tree.size],
        )
        found = cursor.fetchall()
    if not found or Tree.current().size > tree.size:  # it has grown meanwhile; the next look sees them
        return
    for number, fact in found:
        words = f"Leaf {number} (fact {fact}) was added by somebody else than the sealer."
        report.add(Kind.INSERTED, words, fact=fact, leaf=number)


def _hash_of(fact: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns('f')} FROM trail_fact f WHERE f.id = %s", [fact])  # noqa: S608
        row = cursor.fetchone()
    return leaf_hash(canonical_bytes(row)) if row else b""
