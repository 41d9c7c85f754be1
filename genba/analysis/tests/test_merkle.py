"""Vectors: transparency-dev/merkle, proof/verify_test.go and rfc6962/rfc6962_test.go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genba.analysis.merkle import (
    EMPTY_ROOT,
    Frontier,
    Inconsistent,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    perfect_root,
    root_from_inclusion,
    root_of,
)

pytestmark = pytest.mark.once

DATA = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
B1, B3 = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
)
B5, B7 = (
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
)
B8, B9 = (
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
)
B10 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
INCLUSIONS = [
    (0, 1, []),
    (0, 8, [B1, B3, B5]),
    (5, 8, [B7, B8, ROOTS[3]]),
    (2, 3, [ROOTS[1]]),
    (1, 5, [ROOTS[0], B3, B7]),
]
CONSISTENCIES = [
    (1, 1, []),
    (1, 8, [B1, B3, B5]),
    (6, 8, [B9, B8, ROOTS[3]]),
    (2, 5, [B3, B7]),
    (6, 7, [B9, B10, ROOTS[3]]),
]


def reader(leaves):
    """Reads perfect nodes over a list of leaf hashes."""
    return lambda level, index: perfect_root(leaves[index << level : (index + 1) << level])


def published():
    return [leaf_hash(data) for data in DATA]


def as_bytes(path):
    return [bytes.fromhex(text) for text in path]


def test_the_hashes_are_those_of_rfc_6962():
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == ROOTS[0]
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert (
        node_hash(b"N123", b"N456").hex()
        == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    )


def test_the_published_roots_come_out():
    tree = Frontier()
    assert tree.root() == EMPTY_ROOT
    for leaf, root in zip(published(), ROOTS, strict=True):
        tree.append(leaf)
        assert tree.root().hex() == root


@pytest.mark.parametrize(("number", "size", "path"), INCLUSIONS)
def test_the_published_inclusion_proofs_come_out_and_hold(number, size, path):
    leaves = published()
    assert inclusion_proof(reader(leaves), number, size) == as_bytes(path)
    assert is_included(
        number, leaves[number], size=size, root=bytes.fromhex(ROOTS[size - 1]), path=as_bytes(path)
    )


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCIES)
def test_the_published_consistency_proofs_come_out_and_hold(old, new, path):
    roots = as_bytes(ROOTS)
    assert consistency_proof(reader(published()), old, new) == as_bytes(path)
    assert is_consistent((old, roots[old - 1]), (new, roots[new - 1]), as_bytes(path))


def broken(path, other):
    """The ways in which the reference breaks a proof."""
    yield from ([*path, b""], [*path, other], [b"", *path], [other, *path])
    for place, step in enumerate(path):
        yield [*path[:place], bytes([step[0] ^ 8]) + step[1:], *path[place + 1 :]]
    if path:
        yield path[:-1]


@pytest.mark.parametrize(("number", "size", "path"), INCLUSIONS)
def test_no_broken_inclusion_proof_is_believed(number, size, path):
    leaf, root, path = published()[number], bytes.fromhex(ROOTS[size - 1]), as_bytes(path)
    believed = [
        bad for bad in broken(path, root) if is_included(number, leaf, size=size, root=root, path=bad)
    ]
    assert believed == []
    places = [
        (number - 1, size),
        (number + 1, size),
        (number ^ 2, size),
        (number, size * 2),
        (number, size // 2),
    ]
    assert [p for p in places if is_included(p[0], leaf, size=p[1], root=root, path=path)] == []
    assert not is_included(number, b"wrong leaf", size=size, root=root, path=path)
    assert not is_included(number, leaf, size=size, root=EMPTY_ROOT, path=path)


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCIES[1:])
def test_no_broken_consistency_proof_is_believed(old, new, path):
    roots, path = as_bytes(ROOTS), as_bytes(path)
    before, after = (old, roots[old - 1]), (new, roots[new - 1])
    assert [bad for bad in (*broken(path, after[1]), []) if is_consistent(before, after, bad)] == []
    sizes = [(old - 1, new), (old + 1, new), (old ^ 2, new), (old, new * 2), (old, new // 2)]
    assert [s for s in sizes if is_consistent((s[0], before[1]), (s[1], after[1]), path)] == []
    assert not is_consistent((old, b"wrong root"), after, path)
    assert not is_consistent((old, after[1]), (new, before[1]), path)


def test_trees_of_no_or_equal_size():
    one, two = b"1" * 32, b"2" * 32
    assert is_consistent((0, one), (0, one), [])
    assert is_consistent((0, one), (1, two), [])
    assert not is_consistent((1, one), (1, two), [])
    assert not is_consistent((1, one), (0, one), [])
    assert not is_consistent((1, one), (2, two), [])
    assert not is_consistent((0, one), (1, one), [one])


def test_what_cannot_be_is_refused():
    tree = Frontier()
    tree.append(b"1" * 32)
    with pytest.raises(Inconsistent):
        tree.append_perfect(1, b"2" * 32)
    with pytest.raises(Inconsistent):
        perfect_root([b"1" * 32] * 3)
    with pytest.raises(Inconsistent):
        inclusion_proof(reader(published()), 8, 8)
    with pytest.raises(Inconsistent):
        consistency_proof(reader(published()), 9, 8)
    with pytest.raises(Inconsistent):
        root_from_inclusion(0, 1, b"short", [])


def by_the_book(leaves):
    """MTH of RFC 6962, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(by_the_book(leaves[:k]), by_the_book(leaves[k:]))


TREES = st.integers(1, 300).map(lambda size: [leaf_hash(str(number).encode()) for number in range(size)])


@given(TREES)
def test_every_root_is_the_one_of_the_book(leaves):
    assert root_of(leaves) == by_the_book(leaves)


@given(TREES, st.data())
def test_every_leaf_is_proved_and_no_other(leaves, data):
    number = data.draw(st.integers(0, len(leaves) - 1))
    path, root = inclusion_proof(reader(leaves), number, len(leaves)), root_of(leaves)
    assert is_included(number, leaves[number], size=len(leaves), root=root, path=path)
    other = data.draw(st.integers(0, len(leaves) - 1))
    same = other == number
    assert is_included(number, leaves[other], size=len(leaves), root=root, path=path) is same
    assert is_included(other, leaves[number], size=len(leaves), root=root, path=path) is same


@given(TREES, st.data())
def test_every_beginning_is_proved_and_no_altered_one(leaves, data):
    old = data.draw(st.integers(1, len(leaves)))
    path = consistency_proof(reader(leaves), old, len(leaves))
    before, after = (old, root_of(leaves[:old])), (len(leaves), root_of(leaves))
    assert is_consistent(before, after, path)
    altered = list(leaves)
    altered[data.draw(st.integers(0, old - 1))] = leaf_hash(b"altered")
    assert not is_consistent((old, root_of(altered[:old])), after, path)
    assert not is_consistent(before, (len(leaves), root_of(altered)), path)


@given(st.integers(0, 6), TREES)
def test_growing_by_perfect_trees_is_growing_by_leaves(level, leaves):
    width, tree = 1 << level, Frontier()
    whole = len(leaves) // width * width
    for start in range(0, whole, width):
        tree.append_perfect(level, perfect_root(leaves[start : start + width]))
    branch = tree.copy()
    tree.extend(leaves[whole:])
    assert tree.root() == root_of(leaves)
    assert (branch.size, branch.root()) == (whole, root_of(leaves[:whole]))
