#!/usr/bin/env python3
"""Check a trail of Genba without Genba: one file, Python 3.9 or newer, nothing to install.

    python3 verify_trail.py EXPORT [--checkpoints PATH ...] [--key KEY ...]
    python3 verify_trail.py --receipt RECEIPT.json [--checkpoints PATH ...] [--key KEY ...]

EXPORT is what `genba verify --export FILE` writes. PATH is a checkpoint that lay outside, or a folder of
them. KEY is the public key that somebody wrote down when the trail began; without it the key in the export is
believed. Ends with 0 when everything fits, 1 when something was altered, 2 when it cannot be read.

What it does is described in docs/trail.md: RFC 6962 (hashes and proofs), RFC 8032 (Ed25519),
c2sp.org/signed-note and c2sp.org/tlog-checkpoint. Where the package `cryptography` is installed it checks
signatures with that, which is faster; otherwise with the plain arithmetic below.
"""

import argparse
import base64
import hashlib
import json
import os
import sys

SHOWN = 20


class UnreadableError(Exception):
    """What was given is not what it should be."""


# RFC 6962, section 2.1


def leaf_hash(data):
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Grows by leaves; keeps one hash for each perfect tree that it consists of."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, leaf):
        level = 0
        while self.peaks and self.peaks[-1][0] == level:
            leaf, level = node_hash(self.peaks.pop()[1], leaf), level + 1
        self.peaks.append((level, leaf))
        self.size += 1

    def root(self):
        if not self.peaks:
            return hashlib.sha256().digest()
        root = self.peaks[-1][1]
        for _level, peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_from_proof(number, size, leaf, path):
    """RFC 9162, section 2.1.3.2."""
    here, last, root = number, size - 1, leaf
    if not 0 <= number < size:
        raise UnreadableError("the leaf's number does not fit the size of the tree")
    for step in path:
        if last == 0:
            raise UnreadableError("the proof is too long")
        if here & 1 or here == last:
            root = node_hash(step, root)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            root = node_hash(root, step)
        here, last = here >> 1, last >> 1
    if last:
        raise UnreadableError("the proof is too short")
    return root


# RFC 8032, section 5.1 and its appendix


P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _add(a, b):
    one, two = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    three, four = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = two - one, four - three, four + three, two + one
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point, scalar = _add(point, point), scalar >> 1
    return result


def _same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def _point(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else (0, y, 1, 0)
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_holds_plain(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    key, nonce, scalar = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    return _same(_times(scalar, BASE), _add(nonce, _times(challenge, key)))


def ed25519_holds(public, message, signature):
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return ed25519_holds_plain(public, message, signature)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# c2sp.org/signed-note and c2sp.org/tlog-checkpoint


def read_key(words):
    """`name+key id+base64(0x01 + public key)` as (name, key id, public key)."""
    try:
        name, key_id, encoded = words.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
    except ValueError as trouble:
        raise UnreadableError("this is no key: " + words) from trouble
    right = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if raw[:1] != b"\x01" or len(raw) != 33 or right.hex() != key_id:
        raise UnreadableError("this is no key: " + words)
    return name, right, raw[1:]


def read_checkpoint(note):
    """(origin, size, root, signed text, signatures)."""
    text, gap, signed = note.rpartition("\n\n")
    lines = text.split("\n")
    try:
        if not gap or len(lines) < 3 or not signed.endswith("\n") or str(int(lines[1])) != lines[1]:
            raise ValueError
        root = base64.b64decode(lines[2], validate=True)
        signatures = []
        for line in signed[:-1].split("\n"):
            dash, name, encoded = line.split(" ")
            if dash != "\u2014":
                raise ValueError
            signatures.append((name, base64.b64decode(encoded, validate=True)))
    except ValueError as trouble:
        raise UnreadableError("this is no checkpoint") from trouble
    return lines[0], int(lines[1]), root, (text + "\n").encode(), signatures


def signer_of(checkpoint, keys):
    """The name of a key that has signed it, or None."""
    for name, raw in checkpoint[4]:
        for key_name, key_id, public in keys:
            if (name, raw[:4]) == (key_name, key_id) and ed25519_holds(public, checkpoint[3], raw[4:]):
                return name
    return None


# What was given


def checkpoints_outside(places):
    """Every checkpoint in files and folders, with where it lies."""
    for place in places:
        paths = [place]
        if os.path.isdir(place):
            paths = [
                os.path.join(folder, name) for folder, _folders, names in os.walk(place) for name in names
            ]
        for path in sorted(paths):
            if path.endswith(".tsr"):
                continue
            with open(path, encoding="utf-8", errors="replace", newline="") as file:
                try:
                    yield read_checkpoint(file.read(1 << 20)), path
                except UnreadableError:
                    print("  ! " + path + " is no checkpoint; left out.")


def check_export(path, outside, keys):
    """Grow the tree over every line, compare it with every checkpoint, and say what does not fit."""
    with open(path, "rb") as file:
        head = read_json(file.readline())
        if head.get("form") != "genba/trail@v1":
            raise UnreadableError("this is no export of a trail")
        leaves, keys = head["leaves"], keys or [read_key(words) for words in head["verifier_keys"]]
        sizes = sizes_of_checkpoints(path, leaves) | {checkpoint[1] for checkpoint, _source in outside}
        roots = grow(file, leaves, sizes)
        rest = [words for words in map(read_json, file) if "checkpoint" in words]
    inside = [(read_checkpoint(words["checkpoint"]), "the export") for words in rest]
    print(f"  · {leaves:,} facts, {len(inside):,} checkpoints in the export, {len(outside):,} from outside")
    newest = max([checkpoint[1] for checkpoint, _source in outside or inside], default=0)
    if newest < leaves:
        young = leaves - newest
        print(f"  · The newest {young:,} facts are younger than the last checkpoint; nothing proves them.")
    return [
        f"The checkpoint over {checkpoint[1]:,} facts in {source} {trouble}"
        for checkpoint, source in inside + outside
        for trouble in troubles(checkpoint, leaves, roots, keys)
    ]


def grow(file, leaves, sizes):
    """The roots at the sizes that are wanted."""
    tree, roots = Tree(), {}
    for _number in range(leaves):
        line = file.readline()
        if not line.endswith(b"\n"):
            raise UnreadableError("the export is cut off")
        tree.append(leaf_hash(line[:-1]))
        if tree.size in sizes:
            roots[tree.size] = tree.root()
    return roots


def troubles(checkpoint, leaves, roots, keys):
    """What does not fit about one checkpoint."""
    _origin, size, root, _text, _signatures = checkpoint
    if signer_of(checkpoint, keys) is None:
        yield "is not signed by a key that you trust."
    if size > leaves:
        yield f"knows more than the {leaves:,} facts of the export: the end was cut off."
    elif size and roots[size] != root:
        yield "has another root: the facts before it are not those that were signed."


def sizes_of_checkpoints(path, leaves):
    """A first reading, only for the sizes at which a root will be wanted."""
    with open(path, "rb") as file:
        for _line in range(leaves + 1):
            file.readline()
        return {
            read_checkpoint(words["checkpoint"])[1] for words in map(read_json, file) if "checkpoint" in words
        }


def check_receipt(path, outside, keys):
    """Whether a receipt proves its fact."""
    with open(path, "rb") as file:
        receipt = read_json(file.read())
    if receipt.get("form") != "genba/receipt@v1":
        raise UnreadableError("this is no receipt")
    keys = keys or [read_key(receipt["verifier_key"])]
    checkpoint = read_checkpoint(receipt["checkpoint"])
    steps = [base64.b64decode(step, validate=True) for step in receipt["inclusion_path"]]
    root = root_from_proof(receipt["leaf_number"], checkpoint[1], leaf_hash(receipt["fact"].encode()), steps)
    print("  \u00b7 " + receipt["fact"])
    wrong = []
    if root != checkpoint[2]:
        wrong.append("The proof does not lead from this fact to the root of the checkpoint.")
    if signer_of(checkpoint, keys) is None:
        wrong.append("The checkpoint is not signed by a key that you trust.")
    for other, source in outside:
        if other[1] == checkpoint[1] and other[2] != checkpoint[2]:
            wrong.append(f"The checkpoint in {source} has another root.")
    return wrong


def read_json(raw):
    try:
        words = json.loads(raw)
    except ValueError as trouble:
        raise UnreadableError("a line is no JSON") from trouble
    if not isinstance(words, dict):
        raise UnreadableError("a line is not what it should be")
    return words


def main(words=None):
    parser = argparse.ArgumentParser(description="Check a trail of Genba without Genba.")
    parser.add_argument("export", nargs="?", metavar="EXPORT")
    parser.add_argument("--receipt", metavar="FILE", help="check the receipt of one fact instead")
    parser.add_argument("--checkpoints", metavar="PATH", action="append", default=[])
    parser.add_argument("--key", metavar="KEY", action="append", default=[])
    given = parser.parse_args(words)
    if bool(given.export) == bool(given.receipt):
        parser.error("give either EXPORT or --receipt")
    try:
        keys, outside = [read_key(key) for key in given.key], list(checkpoints_outside(given.checkpoints))
        check, path = (check_receipt, given.receipt) if given.receipt else (check_export, given.export)
        wrong = check(path, outside, keys)
    except (OSError, UnreadableError, KeyError, TypeError, ValueError) as trouble:
        print(f"It cannot be checked: {trouble}")
        return 2
    for sentence in wrong[:SHOWN]:
        print("  \u2717 " + sentence)
    if wrong:
        print(f"Altered: {len(wrong):,} things do not fit.")
        return 1
    print(
        "Everything fits."
        if given.key or given.checkpoints
        else "Everything fits, as far as the file itself can tell."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
