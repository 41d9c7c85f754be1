import pytest
from django.db import DatabaseError, connection, transaction

from genba.analysis.merkle import leaf_hash, root_of
from genba.trail.kinds import declare
from genba.trail.models import Checkpoint, Fact, Leaf, Tile, Tree
from genba.trail.record import Telling, record, record_many
from genba.trail.seals import sealer
from genba.trail.seals.canonical import canonical_bytes, columns
from genba.trail.seals.sealer import Outcome, seal_everything, seal_some, seal_what_was_missed, waiting_facts
from genba.trail.seals.tiles import SealedTree

HAPPENED = declare("trail.test_sealing_happened", "did it {count} times")


def facts(subject, count, start=0):
    record_many(Telling(HAPPENED, subject, data={"count": start + n}) for n in range(count))


def hashes():
    return [bytes(leaf) for leaf in Leaf.objects.order_by("number").values_list("hash", flat=True)]


def test_every_fact_gets_a_leaf_with_a_dense_number(cast):
    facts(cast.line, 5)
    assert seal_everything() == Fact.objects.count()
    assert list(Leaf.objects.values_list("number", flat=True)) == list(range(Fact.objects.count()))
    facts(cast.line, 2)
    assert seal_some().count == 2
    tree = Tree.current()
    assert (tree.size, bytes(tree.root)) == (Fact.objects.count(), root_of(hashes()))
    assert seal_some().outcome is Outcome.NOTHING


def test_the_sealed_bytes_are_as_they_are_documented(cast):
    fact = record(HAPPENED, cast.line, by=cast.amira, count=3, also=None, codes=["a", "b"])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns('f')} FROM trail_fact f WHERE f.id = %s", [fact.pk])
        found = canonical_bytes(cursor.fetchone()).decode()
    at = f"{fact.at:%Y-%m-%dT%H:%M:%S.%f}Z"
    assert found == (
        f'{{"at":"{at}","by":{cast.amira.pk},"data":{{"also":null,"codes":["a","b"],"count":3}},"id":{fact.pk},'
        f'"name":"{HAPPENED.name}","subject_id":"{cast.line.pk}","subject_kind":"people.team","v":1}}'
    )


@pytest.mark.parametrize(
    "row",
    [
        (1, "2026-11-22 07:00:00", None, "{", "n", "1", "k"),
        (1, None, None, None, None, None, None),
        (1, 5, "x", b"\xff", b"\xff", "\ud800", "ä"),
        (1, "infinity", 2.5, "[" * 100_000, "n", "1", "k"),
    ],
)
def test_bytes_come_out_of_whatever_the_database_holds(row):
    assert canonical_bytes(row).startswith(b'{"at":')


def test_a_second_without_microseconds_has_the_same_form():
    assert b'"at":"2026-11-22T07:00:00.000000Z"' in canonical_bytes(
        (1, "2026-11-22 07:00:00", None, "{}", "n", "1", "k")
    )


def test_tiles_grow_with_the_tree_and_lead_to_every_root(cast, monkeypatch):
    facts(cast.line, 600)
    while seal_some(97).count:
        pass
    leaves = hashes()
    assert Tile.objects.filter(level=0).count() == len(leaves) // 256
    sealed = SealedTree()
    for size in (1, 2, 255, 256, 257, 511, 513, len(leaves)):
        assert sealed.root(size) == root_of(leaves[:size])


def test_tiles_are_kept_above_tiles(cast, monkeypatch):
    monkeypatch.setattr(sealer, "TILE", 4)
    monkeypatch.setattr(sealer, "TILE_LEVEL", 2)
    facts(cast.line, 70)
    while seal_some(9).count:
        pass
    size = Tree.current().size
    assert [Tile.objects.filter(level=level).count() for level in (0, 1, 2)] == [
        size // 4,
        size // 16,
        size // 64,
    ]
    top = Tile.objects.get(level=2, index=0)
    assert bytes(top.root) == root_of(hashes()[:64])


def test_a_fact_that_appears_late_with_a_lower_number_is_sealed(cast):
    facts(cast.line, 3)
    first = Fact.objects.order_by("pk").last()
    Fact.objects.create(pk=first.pk + 10, name=HAPPENED.name, subject_kind="people.team", subject_id="1")
    seal_everything()
    late = Fact.objects.create(
        pk=first.pk + 5, name=HAPPENED.name, subject_kind="people.team", subject_id="1"
    )
    assert seal_some().count == 1
    assert Leaf.objects.get(fact_id=late.pk).number == Tree.current().size - 1


def test_a_fact_far_below_the_mark_is_found_by_the_look_at_everything(cast):
    facts(cast.line, 3)
    seal_everything()
    Tree.objects.update(mark=10**9, ceiling=10**9)
    facts(cast.line, 2)
    assert seal_some().outcome is Outcome.NOTHING
    assert seal_what_was_missed(step=5000) == 2
    assert Leaf.objects.count() == Fact.objects.count()


def test_of_two_sealers_one_wins_and_the_other_has_done_nothing(cast, monkeypatch):
    facts(cast.line, 3)
    begun = sealer._look

    def overtaken(tree, limit):
        look = begun(tree, limit)
        monkeypatch.setattr(sealer, "_look", begun)
        assert seal_some().outcome is Outcome.SEALED
        return look

    monkeypatch.setattr(sealer, "_look", overtaken)
    assert seal_some().outcome is Outcome.LOST
    assert Leaf.objects.count() == Fact.objects.count() == Tree.current().size


def test_a_sealer_that_dies_in_the_middle_leaves_the_tree_as_it_was(cast, monkeypatch):
    facts(cast.line, 300)

    def die(tiles):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(sealer, "_raise_tiles", die)
        with pytest.raises(KeyboardInterrupt):
            seal_some()
    assert (Leaf.objects.count(), Tile.objects.count(), Tree.current().size) == (0, 0, 0)
    assert seal_everything() == Fact.objects.count()


def test_nothing_more_is_sealed_on_top_of_an_altered_tree(cast):
    facts(cast.line, 3)
    seal_everything()
    Tree.objects.update(tail=leaf_hash(b"forged") * Tree.current().size)
    facts(cast.line, 1)
    assert seal_some().outcome is Outcome.ALTERED
    assert "genba verify" in Tree.current().trouble
    assert not Checkpoint.objects.exists()


@pytest.mark.parametrize("table", ["leaf", "tile", "checkpoint", "sealkey", "stamp"])
def test_the_database_refuses_to_change_what_was_sealed(cast, table):
    Leaf.objects.create(number=0, fact_id=1, hash=b"1")
    Tile.objects.create(level=0, index=0, hashes=b"", root=b"")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        triggers = _triggers(cursor, f"trail_{table}")
    assert triggers
    if table in {"leaf", "tile"}:
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            connection.cursor().execute(f"DELETE FROM trail_{table}")


def _triggers(cursor, table):
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
    else:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [table])
    return cursor.fetchall()


def test_what_waits_can_be_counted(cast):
    facts(cast.line, 4)
    assert waiting_facts(Tree.current(), most=3)[0] == 3
    seal_everything()
    assert waiting_facts(Tree.current(), most=3) == (0, None)
