"""Envelopes: words closed with AES-256-GCM, and the keys they are closed with.

Each anonymous report has a content key of its own. It lies in the database twice, closed once with the key
that comes out of the reporter's receipt and once with the triage key of this instance, which comes out of its
secret key and is not in the database. Whoever holds only the database, or a copy of it, reads nothing.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12


class CannotOpen(Exception):  # noqa: N818  (an answer, not a fault)
    """The key does not fit, or the envelope was altered."""


def new_key() -> bytes:
    """32 random bytes."""
    return AESGCM.generate_key(KEY_BYTES * 8)


def derive(secret: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose out of a secret of full strength (HKDF-SHA256, RFC 5869)."""
    info = f"genba/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)


def close(content: bytes, key: bytes, purpose: str) -> bytes:
    """The content under the key: 12 bytes of nonce, the ciphertext, 16 bytes of tag.

    The purpose is bound to it, so that an envelope cannot be moved to another column.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, purpose.encode())


def open_envelope(envelope: bytes | memoryview, key: bytes, purpose: str) -> bytes:
    """What was closed. Raises CannotOpen."""
    closed = bytes(envelope)  # PostgreSQL hands out a memoryview
    try:
        return AESGCM(key).decrypt(closed[:NONCE_BYTES], closed[NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError) as trouble:
        raise CannotOpen from trouble


def triage_key() -> bytes:
    """The key of this instance under which those who answer can read."""
    return _triage_keys()[0]


def open_for_triage(envelope: bytes | memoryview, purpose: str) -> bytes:
    """Open what was closed with the triage key of today or of an earlier secret key. Raises CannotOpen."""
    for key in _triage_keys():
        try:
            return open_envelope(envelope, key, purpose)
        except CannotOpen:
            continue
    raise CannotOpen


def _triage_keys() -> list[bytes]:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [derive(str(secret).encode(), "intake/triage") for secret in secrets]
