"""Reads leaves with their facts in windows, so that a trail of any length fits into little memory."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from genba.trail.models import Tile
from genba.trail.models.tree import TILE, split_hashes
from genba.trail.seals.canonical import Row, columns

TILES_A_WINDOW = 32
WINDOW = TILE * TILES_A_WINDOW
CLOSE = 4

LeafRow = tuple[int, bytes, int]
"""number, hash, fact id."""
Facts = dict[int, Row]
Copies = dict[int, tuple[list[bytes], bytes]]
"""By index of the tile: its hashes and its root."""


def windows(start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Pairs start ≤ number < stop; every window but the last is one of whole tiles."""
    while start < stop:
        here = min(start + WINDOW, stop)
        yield start, here
        start = here


def leaf_rows(start: int, stop: int) -> list[LeafRow]:
    """The leaves of one window, in order."""
    sql = "SELECT number, hash, fact_id FROM trail_leaf WHERE number >= %s AND number < %s ORDER BY number"
    return _all(sql, [start, stop])


def facts_of(leaves: list[LeafRow]) -> Facts:
    """The facts of one window by their number, read by themselves: a join would read every fact there is."""
    wanted = sorted(leaf[2] for leaf in leaves)
    if not wanted:
        return {}
    select = f"SELECT {columns('f')} FROM trail_fact f WHERE"  # noqa: S608  (names of our own columns)
    if wanted[-1] - wanted[0] < CLOSE * len(wanted):
        found = _all(f"{select} f.id >= %s AND f.id <= %s", [wanted[0], wanted[-1]])
    elif connection.vendor == "postgresql":
        found = _all(f"{select} f.id = ANY(%s)", [wanted])
    else:
        found = _all(f"{select} f.id IN ({', '.join(map(str, map(int, wanted)))})", [])
    return {row[0]: row for row in found}


def _all(sql: str, arguments: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        rows: list[Any] = cursor.fetchall()
        return rows


def copies_of(start: int, stop: int) -> Copies:
    """The whole tiles over the leaves of one window."""
    tiles = Tile.objects.filter(level=0, index__gte=start // TILE, index__lt=stop // TILE)
    found = tiles.values_list("index", "hashes", "root")
    return {index: (split_hashes(bytes(hashes)), bytes(root)) for index, hashes, root in found}


def one(sql: str, *arguments: Any) -> Any:
    """The first column of the first row."""
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchone()[0]
