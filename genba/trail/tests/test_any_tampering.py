"""Whatever is altered in what was sealed, wherever: it is found."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genba.trail.models import Checkpoint, Fact, Leaf, Tile, Tree
from genba.trail.tests import tampering
from genba.trail.tests.test_verifying import outside
from genba.trail.verifying.run import Wanted, verify_trail

__all__ = ["outside"]
pytestmark = pytest.mark.slow
NUMBERS = st.integers(0, 599)
WORDS = {
    "data": st.dictionaries(st.sampled_from(["count", "from"]), st.integers(1000, 2000)),
    "by_id": st.integers(10**6, 10**7),
    "name": st.just("trail.forged"),
    "subject_id": st.integers(10**6, 10**7).map(str),
    "subject_kind": st.just("improve.card"),
}


def flipped(raw, data):
    """The same bytes with one bit turned."""
    raw, place = bytearray(raw), data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[place // 8] ^= 1 << place % 8
    return bytes(raw)


def leaf(data):
    return Leaf.objects.get(number=data.draw(NUMBERS))


def change_a_fact(data):
    field = data.draw(st.sampled_from(sorted(WORDS)))
    Fact.objects.filter(pk=leaf(data).fact_id).update(**{field: data.draw(WORDS[field])})


def change_a_fact_and_its_leaf(data):
    here = leaf(data)
    Fact.objects.filter(pk=here.fact_id).update(by_id=data.draw(WORDS["by_id"]))
    tampering.forge_leaf(here.fact_id, tampering.hash_of(here.fact_id))


def delete_a_fact(data):
    Fact.objects.filter(pk=leaf(data).fact_id).delete()


def delete_a_leaf(data):
    leaf(data).delete()


def delete_both(data):
    here = leaf(data)
    Fact.objects.filter(pk=here.fact_id).delete()
    here.delete()


def give_a_fact_another_number(data):
    Fact.objects.filter(pk=leaf(data).fact_id).update(id=10**9)


def exchange_two(data):
    one = data.draw(st.integers(0, 298))
    tampering.swap_leaves(one, one + 301, with_facts=data.draw(st.booleans()))


def turn_a_bit(data):
    model, field = data.draw(
        st.sampled_from(
            [
                (Leaf, "hash"),
                (Tile, "hashes"),
                (Tile, "root"),
                (Checkpoint, "root"),
                (Tree, "root"),
                (Tree, "tail"),
                (Tree, "peaks"),
            ]
        )
    )
    row = data.draw(st.sampled_from(list(model.objects.order_by("pk"))))
    model.objects.filter(pk=row.pk).update(**{field: flipped(bytes(getattr(row, field)), data)})


def cut_the_end(data):
    tampering.cut_tail(data.draw(st.integers(21, 300)))


def rewrite_it_all(data):
    change_a_fact(data)
    tampering.rewrite_everything((100, 256, 300, 560, 600))


EVERY_WAY = [
    change_a_fact,
    change_a_fact_and_its_leaf,
    delete_a_fact,
    delete_a_leaf,
    delete_both,
    give_a_fact_another_number,
    exchange_two,
    turn_a_bit,
    cut_the_end,
    rewrite_it_all,
]


@pytest.mark.parametrize("way", EVERY_WAY, ids=lambda way: way.__name__)
def test_it_is_found(outside, way):
    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def found(data):
        before = transaction.savepoint()
        try:
            way(data)
            report = verify_trail(Wanted(outside=[outside]))
            assert report.findings
            assert all(finding.sentence for finding in report.findings)
        finally:
            transaction.savepoint_rollback(before)

    found()
    assert verify_trail(Wanted(outside=[outside])).is_good
    assert connection.in_atomic_block
