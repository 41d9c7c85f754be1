"""Signed notes and checkpoints as C2SP describes them (c2sp.org/signed-note, c2sp.org/tlog-checkpoint).

A verifier key is one line, `name+key id+base64(0x01 + Ed25519 public key)`, as Go's `note` package writes it.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from genba.analysis.merkle import HASH_BYTES

ED25519 = b"\x01"
MOST_SIGNATURES = 100
_SIGNATURE = re.compile(r"— (\S+) ([A-Za-z0-9+/]+={0,2})\Z")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")


class NotANote(ValueError):  # noqa: N818  (a state of affairs)
    """The text is no checkpoint in a signed note."""


@dataclass(frozen=True)
class VerifierKey:
    """Name and public key of whoever signs."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256 over name, newline, type and key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def read(cls, words: str) -> "VerifierKey":
        """Read one back. Raises NotANote."""
        try:
            name, key_id, encoded = words.strip().split("+", 2)
            raw = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error) as trouble:
            raise NotANote(words) from trouble
        key = cls(name, raw[1:])
        if raw[:1] != ED25519 or len(key.public) != HASH_BYTES or key.key_id.hex() != key_id or not name:
            raise NotANote(words)
        return key


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint as it was read: where it comes from, how large the tree was, its root, who signed."""

    origin: str
    size: int
    root: bytes
    text: str
    signatures: tuple[tuple[str, bytes], ...]

    def is_signed_by(self, key: VerifierKey) -> bool:
        """Whether this key has signed exactly this text."""
        public = Ed25519PublicKey.from_public_bytes(key.public)
        for name, raw in self.signatures:
            if name == key.name and raw[:4] == key.key_id:
                try:
                    public.verify(raw[4:], self.text.encode())
                except InvalidSignature:
                    return False
                return True
        return False

    def is_signed_by_any(self, keys: Iterable[VerifierKey]) -> bool:
        """Whether one of the keys has signed it."""
        return any(self.is_signed_by(key) for key in keys)


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """The three lines that are signed."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def sign_note(text: str, key: Ed25519PrivateKey, name: str) -> str:
    """The text with its signature line."""
    verifier = VerifierKey(name, key.public_key().public_bytes_raw())
    signature = base64.b64encode(verifier.key_id + key.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n"


def read_checkpoint(note: str) -> SignedCheckpoint:
    """Read a checkpoint in a signed note. Signatures are not checked yet. Raises NotANote."""
    text, gap, signed = note.rpartition("\n\n")
    lines = text.split("\n")
    if not gap or len(lines) < 3 or not all(lines) or not signed.endswith("\n"):
        raise NotANote(note[:100])
    origin, size, root = lines[:3]
    signatures = [_SIGNATURE.match(line) for line in signed[:-1].split("\n")]
    try:
        raw = base64.b64decode(root, validate=True)
        found = tuple((match[1], base64.b64decode(match[2], validate=True)) for match in signatures if match)
    except binascii.Error as trouble:
        raise NotANote(note[:100]) from trouble
    if (
        not _SIZE.fullmatch(size)
        or len(raw) != HASH_BYTES
        or len(found) != len(signatures)
        or len(found) > MOST_SIGNATURES
    ):
        raise NotANote(note[:100])
    return SignedCheckpoint(origin, int(size), raw, text + "\n", found)
