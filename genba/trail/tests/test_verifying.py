"""Each way of altering the trail is found and named, with every guard of the database taken away."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.analysis.merkle import leaf_hash
from genba.trail.kinds import declare
from genba.trail.models import Checkpoint, Fact, Leaf, SealKey, Tile, Tree
from genba.trail.record import Telling, record_many
from genba.trail.seals.checkpoints import sign_checkpoint
from genba.trail.seals.sealer import seal_everything
from genba.trail.seals.signing import signer
from genba.trail.tests import tampering
from genba.trail.verifying.report import Kind
from genba.trail.verifying.run import Wanted, verify_trail

HAPPENED = declare("trail.test_verifying_happened", _("did it {count} times"))
SIZES = (100, 256, 300, 560, 600)


@pytest.fixture
def outside(cast, tmp_path):
    """A sealed trail of 620 facts with checkpoints on the way, all of them also outside, and no guards."""
    done = Fact.objects.count()
    for size in SIZES:
        _more(cast, size - done)
        done = size
        seal_everything()
        checkpoint = sign_checkpoint()
        (tmp_path / f"{size}.checkpoint").write_text(checkpoint.note)
    _more(cast, 20)
    seal_everything()
    tampering.take_guards_away()
    return tmp_path


def _more(cast, count):
    record_many(Telling(HAPPENED, cast.line, by=cast.amira, data={"count": n}) for n in range(count))


def fact_of(number):
    return Fact.objects.get(pk=Leaf.objects.get(number=number).fact_id)


def found(*outside):
    """What a verification names: (kind, fact, leaf)."""
    report = verify_trail(Wanted(outside=outside))
    return {(finding.kind, finding.fact, finding.leaf) for finding in report.findings}


def words(*outside):
    return " ".join(finding.sentence for finding in verify_trail(Wanted(outside=outside)).findings)


def test_an_untouched_trail_is_good(outside):
    report = verify_trail(Wanted(outside=[outside]))
    assert (report.findings, report.notes) == ([], [])
    assert (report.facts, report.own_checkpoints, report.outside_checkpoints) == (620, 5, 5)


@pytest.mark.parametrize("number", [0, 256, 619])
@pytest.mark.parametrize(
    "fields",
    [
        {"data": {"count": 10**6}},
        {"at": timezone.now() - timedelta(days=1)},
        {"by_id": None},
        {"name": "trail.something_else"},
        {"subject_id": "0"},
    ],
)
def test_a_changed_fact_is_named(outside, number, fields):
    fact = fact_of(number)
    tampering.change(fact, **fields)
    assert found(outside) == {(Kind.CHANGED, fact.pk, number)}


@pytest.mark.parametrize("number", [0, 300, 619])
def test_a_deleted_fact_is_named(outside, number):
    fact = fact_of(number)
    Fact.objects.filter(pk=fact.pk).delete()
    assert found() == {(Kind.DELETED, fact.pk, number)}


@pytest.mark.parametrize("number", [5, 300, 610])
def test_a_fact_changed_together_with_its_seal_is_named(outside, number):
    fact = fact_of(number)
    tampering.change(fact, data={"count": 7_000})
    tampering.forge_leaf(fact.pk, tampering.hash_of(fact.pk))
    assert found() == {(Kind.CHANGED, fact.pk, number)}
    assert "together with its seal" in words()


@pytest.mark.parametrize("number", [5, 300, 610])
def test_a_seal_that_was_altered_is_told_from_a_fact_that_was(outside, number):
    fact = fact_of(number)
    tampering.forge_leaf(fact.pk, leaf_hash(b"x"))
    assert found() == {(Kind.SEAL, fact.pk, number)}
    assert "the fact is as sealed" in words()


def test_two_facts_that_changed_places_are_named(outside):
    tampering.swap_leaves(10, 11, with_facts=True)
    facts = {number: Leaf.objects.get(number=number).fact_id for number in (10, 11)}
    assert found() == {(Kind.REORDERED, facts[number], number) for number in (10, 11)}


@pytest.mark.parametrize(("one", "other"), [(20, 21), (100, 500), (611, 612)])
def test_swapped_seals_are_named(outside, one, other):
    tampering.swap_leaves(one, other, with_facts=False)
    assert {(kind, leaf) for kind, _fact, leaf in found()} == {(Kind.SEAL, one), (Kind.SEAL, other)}


def test_a_deleted_seal_is_named_with_its_fact(outside):
    fact = fact_of(40)
    Leaf.objects.filter(number=40).delete()
    assert found() == {(Kind.DELETED, None, 40), (Kind.SEAL, fact.pk, 40)}


def test_a_fact_that_vanished_with_its_seal_is_named_by_its_neighbours(outside):
    fact, before = fact_of(40), fact_of(39)
    Leaf.objects.filter(number=40).delete()
    Fact.objects.filter(pk=fact.pk).delete()
    assert found() == {(Kind.DELETED, None, 40)}
    assert f"behind fact {before.pk}" in words()


@pytest.fixture
def gap(cast):
    """A number that no fact has, before all the sealed ones."""
    record_many([Telling(HAPPENED, cast.line)])
    number = Fact.objects.order_by("-pk").values_list("pk", flat=True)[0]
    Fact.objects.create(pk=number + 5, name=HAPPENED.name, subject_kind="people.team", subject_id="1")
    if tampering.connection.vendor == "postgresql":
        tampering.run("SELECT setval(pg_get_serial_sequence('trail_fact', 'id'), %s)", number + 5)
    return number + 2


def smuggle(pk):
    return Fact.objects.create(
        pk=pk,
        at=timezone.now() - timedelta(days=3),
        name=HAPPENED.name,
        subject_kind="people.team",
        subject_id="1",
    )


def test_an_inserted_fact_without_a_seal_is_named(gap, outside):
    fact = smuggle(gap)
    assert found() == {(Kind.INSERTED, fact.pk, None)}
    assert "has no seal though later ones have" in words()


def test_an_inserted_fact_with_a_forged_seal_at_the_end_is_named(gap, outside):
    fact = smuggle(gap)
    Leaf.objects.create(number=Tree.current().size, fact_id=fact.pk, hash=tampering.hash_of(fact.pk))
    assert found() == {(Kind.INSERTED, fact.pk, Tree.current().size)}


def test_an_inserted_fact_with_a_forged_seal_in_the_middle_is_named(gap, outside):
    fact = smuggle(gap)
    tampering.move_leaves_up(50)
    Leaf.objects.create(number=50, fact_id=fact.pk, hash=tampering.hash_of(fact.pk))
    assert (Kind.INSERTED, fact.pk, 50) in found()


def test_a_sealed_fact_that_got_another_number_is_named(gap, outside):
    fact = fact_of(30)
    Fact.objects.filter(pk=fact.pk).update(id=gap)
    assert found() == {(Kind.DELETED, fact.pk, 30), (Kind.INSERTED, gap, None)}


def test_a_cut_tail_is_found_by_our_own_checkpoints(outside):
    tampering.cut_tail(40)
    assert (Kind.CUT, None, 580) in found()


def test_a_cut_tail_without_our_own_checkpoints_is_found_from_outside(outside):
    tampering.cut_tail(40)
    Checkpoint.objects.filter(size__gt=580).delete()
    assert found() == set()
    assert found(outside) == {(Kind.CUT, None, 580)}
    assert "Missing are leaf 580 to leaf 599" in words(outside)


def test_a_trail_rewritten_with_our_own_key_is_found_from_outside(outside):
    tampering.change(fact_of(270), data={"count": 5})
    tampering.rewrite_everything(SIZES)
    seal_everything()
    assert found() == set()
    ((kind, _fact, leaf),) = found(outside)
    assert (kind, leaf) == (Kind.REWRITTEN, 256)
    assert "from leaf 256 to leaf 299" in words(outside) or "leaf 256 to leaf 299" in words(outside)


def test_a_trail_put_into_another_order_with_our_own_key_is_named_fact_by_fact(outside):
    before = [Leaf.objects.get(number=number).fact_id for number in (400, 420)]
    tampering.swap_leaves(400, 420, with_facts=True)
    tampering.rebuild_from_rows()
    assert {fact for kind, fact, _leaf in found(outside) if kind is Kind.REORDERED} == set(before)


def test_a_trail_rewritten_with_another_key_is_found(outside, settings):
    known = SealKey.objects.get().words
    tampering.change(fact_of(3), by_id=None)
    settings.GENBA_SEAL_KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
    tampering.run("DELETE FROM trail_sealkey")
    tampering.rewrite_everything(SIZES)
    assert known != str(signer().verifier)
    report = verify_trail(Wanted(outside=[outside]))
    assert Kind.REWRITTEN in report.counts
    assert "carry no signature of a key known here" in report.notes[0]


@pytest.mark.parametrize("size", [100, 300, 600])
def test_a_changed_checkpoint_is_named(outside, size):
    Checkpoint.objects.filter(size=size).update(root=sha256(b"other").digest())
    assert f"The checkpoint over {size} facts says something else" in words(outside)
    assert "facts was changed" not in words(outside)


def test_a_checkpoint_signed_anew_over_another_root_is_named(outside):
    root = sha256(b"other").digest()
    Checkpoint.objects.filter(size=300).update(root=root, note=signer().checkpoint(300, root))
    assert found() == {(Kind.CHECKPOINT, None, None)}
    assert "the checkpoint over 300 facts is not what was signed" in words()


def test_a_checkpoint_without_our_signature_is_named(outside):
    Checkpoint.objects.filter(size=256).update(note="nothing")
    assert found() == {(Kind.SIGNATURE, None, 255)}


@pytest.mark.parametrize(
    "fields",
    [{"hashes": leaf_hash(b"x") * 256}, {"hashes": b"cut"}, {"root": leaf_hash(b"x")}],
)
def test_an_altered_tile_is_named_and_no_fact_is_blamed(outside, fields):
    Tile.objects.filter(level=0, index=1).update(**fields)
    assert {kind for kind, _fact, _leaf in found()} == {Kind.TILE}


def test_a_deleted_tile_is_named(outside):
    Tile.objects.filter(level=0, index=0).delete()
    assert {kind for kind, _fact, _leaf in found()} == {Kind.TILE}


def test_an_altered_row_of_the_sealer_is_named(outside):
    Tree.objects.update(root=leaf_hash(b"x"))
    assert {kind for kind, _fact, _leaf in found()} == {Kind.TREE}


def test_facts_that_wait_are_no_fault(outside, cast):
    _more(cast, 3)
    report = verify_trail(Wanted(outside=[outside]))
    assert (report.waiting, report.is_good) == (3, True)


def test_a_checkpoint_of_another_trail_does_not_fit(outside, tmp_path):
    other = tmp_path / "other"
    other.write_text(Checkpoint.objects.get(size=300).note.replace("\n300\n", "\n301\n"))
    report = verify_trail(Wanted(outside=[other]))
    assert Kind.REWRITTEN in report.counts


def test_a_file_that_is_no_checkpoint_is_told(outside, tmp_path):
    (tmp_path / "readme").write_text("hello")
    report = verify_trail(Wanted(outside=[tmp_path]))
    assert report.is_good
    assert "1 files are no checkpoints" in report.notes[0]


def test_a_quick_look_reads_the_newest_only(outside, monkeypatch):
    monkeypatch.setattr("genba.trail.verifying.run.QUICK_LEAVES", 100)
    old, new = fact_of(10), fact_of(605)
    tampering.change(old, by_id=None)
    assert verify_trail(Wanted(quick=True)).is_good
    tampering.change(new, by_id=None)
    report = verify_trail(Wanted(quick=True))
    assert [finding.fact for finding in report.findings] == [new.pk]
    assert report.facts == 620 - 512
